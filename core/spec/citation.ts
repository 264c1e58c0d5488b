export { resolveCitation } from './resolve.ts';

/**
 * One thing that a Spec cell points at. `text` is the citation as written.
 * `sections` are section numbers such as `2.1` (or a heading's title); none means the whole file.
 */
export type Citation =
  | { readonly kind: 'number'; readonly text: string; readonly number: string; readonly sections: readonly string[] }
  | {
      readonly kind: 'link' | 'path';
      readonly text: string;
      /** As written, without the anchor: a link's is relative to the plan, a bare path may also start at the root. */
      readonly path: string;
      readonly anchor: string | null;
      readonly sections: readonly string[];
    }
  | { readonly kind: 'unclear'; readonly text: string };

/** Reads a Spec cell: `14`, `10, 61 § 2.1`, `50 §§ 3.6, 3.7`, `[10 § 2](./10-data.md#in-memory)`, `docs/research`. */
export function citations(spec: string): Citation[] {
  if (/^(?:n\/a|none)$/i.test(spec.trim())) return [];
  const found: Citation[] = [];
  let at = 0;
  while (at < spec.length) {
    const read = readNext(spec, at);
    if (read.citation) found.push(read.citation);
    at = read.end;
  }
  return found;
}

/** A path as a citation of it; null where no citation can name it. */
export function asCitation(path: string): string | null {
  const written = /^[^\s,;、，；`[\]()（）]+$/.test(path) ? path : `\`${path}\``;
  const [read, ...more] = citations(written);
  return more.length === 0 && read?.kind === 'path' && read.path === path ? written : null;
}

interface Next {
  readonly citation: Citation | null;
  readonly end: number;
}

function readNext(spec: string, at: number): Next {
  const separator =
    match(/(?:[\s,;、，；]|<br ?\/?>|[-–—](?=\s|$))+/y, spec, at) ?? match(/\([^()]*\)|（[^（）]*）/y, spec, at);
  if (separator) return { citation: null, end: separator.end };
  return readLink(spec, at) ?? readNumber(spec, at) ?? readPath(spec, at) ?? readUnclear(spec, at);
}

function readLink(spec: string, at: number): Next | null {
  const link = match(/\[([^\]]*)\]\(([^()\s]+)(?: "[^"]*")?\)/y, spec, at);
  if (!link) return null;
  const [label = '', target = ''] = link.groups;
  const after = readSections(spec, link.end);
  const text = spec.slice(at, after.end);
  if (/^[a-z][a-z\d+.-]*:/i.test(target)) return { citation: { kind: 'unclear', text }, end: after.end };
  const inLabel = label.search(/§/);
  const sections = after.sections.length === 0 && inLabel >= 0 ? labelSections(label.slice(inLabel)) : after.sections;
  return { citation: { kind: 'link', text, ...splitAnchor(target), sections }, end: after.end };
}

function readNumber(spec: string, at: number): Next | null {
  const number = match(/(?:spec )?(\d{1,3})(?=\s*(?:$|[,;、，；§(（]|<br))/iy, spec, at);
  if (!number) return null;
  const { sections, end } = readSections(spec, number.end);
  return { citation: { kind: 'number', text: spec.slice(at, end), number: number.groups[0] ?? '', sections }, end };
}

/** A word with a slash or a file ending, in a code span or bare; in a code span a file's path may have blanks in it. */
function readPath(spec: string, at: number): Next | null {
  const span = match(/`([^`]+)`/y, spec, at);
  const word = span ?? match(/([^\s,;、，；`[\]()（）]+)/y, spec, at);
  const path = word?.groups[0] ?? '';
  const isWhole = /^[^\s<>"|]+$/.test(path) || (span && /^[^\s<>"|]+(?: [^\s<>"|]+)*\.md$/.test(path));
  if (!word || !isWhole || !/\/|\.[a-z]\w{0,9}(?:#|$)/i.test(path)) return null;
  const { sections, end } = readSections(spec, word.end);
  return { citation: { kind: 'path', text: spec.slice(at, end), ...splitAnchor(path), sections }, end };
}

/** Everything up to the next separator, so that its author sees what was not understood. */
function readUnclear(spec: string, at: number): Next {
  const rest = match(/[^,;、，；]+/y, spec, at);
  const end = rest?.end ?? spec.length;
  return { citation: { kind: 'unclear', text: spec.slice(at, end).trim() }, end };
}

/** ` § 2.1`, ` §§ 3.6, 3.7`, ` §§ 3.1–3.5`. After one §, a number behind a comma is the next spec. */
function readSections(spec: string, at: number): { sections: string[]; end: number } {
  const sign = match(/\s*(§{1,2})\s*/y, spec, at);
  const first = sign && match(sectionNumber, spec, sign.end);
  if (!first) return { sections: [], end: at };
  const sections = range(first.groups);
  let { end } = first;
  for (let next = furtherSection(spec, end, sections.length); sign.groups[0] === '§§' && next;) {
    sections.push(...range(next.groups));
    end = next.end;
    next = furtherSection(spec, end, sections.length);
  }
  return { sections, end };
}

const sectionNumber = /([A-Z]?\d+(?:\.\d+)*)(?:\s?[–-]\s?([A-Z]?\d+(?:\.\d+)*))?(?![\w])/y;

/** A section behind a comma. Two digits without a dot look like the next spec, unless §§ still waits for its second. */
function furtherSection(spec: string, at: number, soFar: number): Match | null {
  const separator = match(/\s*[,、，]\s*/y, spec, at);
  const next = separator && match(sectionNumber, spec, separator.end);
  if (!next || /^\s*§/.test(spec.slice(next.end))) return null;
  return soFar < 2 || /\./.test(next.groups[0] ?? '') || next.groups[0]?.length === 1 ? next : null;
}

/** `3.1–3.5` is five sections; ends that do not fit together are left for the lint to complain about. */
function range([first = '', last]: readonly (string | undefined)[]): string[] {
  if (last === undefined) return [first];
  const stem = first.slice(0, first.lastIndexOf('.') + 1);
  const [from, to] = [Number(first.slice(stem.length)), Number(last.slice(stem.length))];
  if (!last.startsWith(stem) || !(to >= from && to - from < 100)) return [first, last];
  return Array.from({ length: to - from + 1 }, (_, index) => `${stem}${from + index}`);
}

/** In a link's text, `§ Documentation` names a heading. */
function labelSections(label: string): string[] {
  const { sections } = readSections(label, 0);
  const title = label.replace(/^§+\s*/, '').trim();
  return sections.length > 0 || title === '' ? sections : [title];
}

function splitAnchor(target: string): { path: string; anchor: string | null } {
  const hash = target.indexOf('#');
  return hash < 0 ? { path: target, anchor: null } : { path: target.slice(0, hash), anchor: target.slice(hash + 1) };
}

interface Match {
  readonly groups: readonly (string | undefined)[];
  readonly end: number;
}

function match(pattern: RegExp, text: string, at: number): Match | null {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  return found && { groups: found.slice(1), end: at + found[0].length };
}
