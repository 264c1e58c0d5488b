import type { Link, LinkReference, Image, ImageReference, Nodes, Root } from 'mdast';
import { posix } from 'node:path';
import { visit } from 'unist-util-visit';
import type { Refusal } from '../markdown/parse-limits.ts';
import { withoutCodeSpans } from '../markdown/code-spans.ts';
import { hasAnchor } from '../spec/anchor.ts';
import type { SpecFile } from '../spec/section.ts';
import type { LintContext, Passage } from './context.ts';
import type { Position } from './diagnostic.ts';

/** The links of the passages that lead nowhere. */
export interface Links {
  readonly broken: readonly BrokenLink[];
  /** Files that the parser would take too long for, so that nobody knows. */
  readonly unread: readonly Unread[];
}

export interface Unread {
  readonly path: string;
  readonly refusal: Refusal;
  /** Links that the file has, or links to its headings; at the first place that has one. */
  readonly unchecked: 'its links' | 'links to its headings';
}

export interface BrokenLink {
  readonly path: string;
  readonly start: Position;
  readonly end: Position;
  /** For a sentence: what is there, what was expected, what to do. */
  readonly trouble: string;
}

const known = new WeakMap<LintContext, Links>();

/**
 * A scan of the lines finds what may be a broken link; where it finds one, the parser has the last word on what is a
 * link. So a large plan whose links are fine is never parsed.
 */
export function linksOf(context: LintContext): Links {
  const links = known.get(context) ?? findLinks(context);
  known.set(context, links);
  return links;
}

function findLinks(context: LintContext): Links {
  const broken: BrokenLink[] = [];
  const unread = new Map<string, Unread>();
  const refuse: Refuse = (each) => unread.set(each.path, unread.get(each.path) ?? each);
  for (const passage of context.passages.filter(({ file }) => /\.(?:md|markdown)$/i.test(file.path))) {
    if (!mayBeBroken(passage, context, refuse)) continue;
    const { path } = passage.file;
    const tree = context.tree(passage.file);
    if ('refused' in tree) unread.set(path, { path, refusal: tree.refused, unchecked: 'its links' });
    else broken.push(...brokenLinks(tree.ok, passage, context));
  }
  return { broken, unread: [...unread.values()] };
}

type Refuse = (unread: Unread) => void;

/** Finds too much rather than too little. */
function mayBeBroken({ file, lines }: Passage, context: LintContext, refuse: Refuse): boolean {
  const definitions = definitionsIn(file);
  const defined = new Set(definitions.map(({ label }) => label));
  const targets = definitions.map(({ target }) => target);
  let hasUndefined = false;
  for (const line of lines.filter(({ kind }) => kind === 'text')) {
    for (const [, target = ''] of line.text.matchAll(/\]\(\s{0,9}<?([^\s<>)]{1,999})/g)) targets.push(target);
    if (undefinedLabels(line.text, defined).length > 0) hasUndefined = true;
  }
  // All of them are looked at, so that every file is named that was not read.
  const broken = targets.filter((target) => missing(target, file, context, refuse) !== null);
  return hasUndefined || broken.length > 0;
}

function definitionsIn(file: SpecFile): { label: string; target: string }[] {
  const lines = file.content.matchAll(/^[ \t>]{0,99}\[([^\]\n]{1,200})\]:[ \t]{0,9}<?([^\s<>]{0,999})/gm);
  return [...lines].map(([, label = '', target = '']) => ({ label: normalized(label), target }));
}

function brokenLinks(tree: Root, { file, lines }: Passage, context: LintContext): BrokenLink[] {
  const here = new Set(lines.map(({ number }) => number));
  const cited = citedLinks(context, file);
  const definitions = new Map<string, string>();
  const prose: Nodes[] = [];
  const links: (Link | Image | LinkReference | ImageReference)[] = [];
  visit(tree, (node) => {
    if (node.type === 'definition') definitions.set(normalized(node.label ?? node.identifier), node.url);
    else if (node.type === 'footnoteDefinition') definitions.set(`^${normalized(node.label ?? node.identifier)}`, '');
    else if (node.type === 'text') prose.push(node);
    else if (node.type === 'link' || node.type === 'image') links.push(node);
    else if (node.type === 'linkReference' || node.type === 'imageReference') links.push(node);
  });
  const found: BrokenLink[] = [];
  for (const node of links) {
    const start = node.position?.start;
    if (!start || !here.has(start.line)) continue;
    const url = 'url' in node ? node.url : (definitions.get(normalized(node.label ?? node.identifier)) ?? '');
    const trouble = cited.get(start.line)?.includes(`(${url})`) ? null : missing(url, file, context);
    if (trouble) found.push({ path: file.path, start, end: node.position?.end ?? start, trouble });
  }
  return [...found, ...undefinedReferences({ file, lines }, new Set(definitions.keys()), prose)];
}

/** What another rule says about a Spec cell is not said twice. */
function citedLinks({ cited }: LintContext, file: SpecFile): Map<number, string> {
  const byLine = new Map<number, string>();
  for (const { at, citation } of cited) {
    if (at.path === file.path) byLine.set(at.line, `${byLine.get(at.line) ?? ''} ${citation.text}`);
  }
  return byLine;
}

/** What is wrong with a relative target; null if nothing is, or if nobody can say from here. */
function missing(target: string, from: SpecFile, { files, exists, tree }: LintContext, refuse?: Refuse): string | null {
  if (/^(?:[a-z][a-z\d+.-]*:|\/|#?$|\?)/i.test(target) || /[{}$<>*|]/.test(target)) return null;
  const hash = target.indexOf('#');
  const [written, anchor] = hash < 0 ? [target, ''] : [target.slice(0, hash), target.slice(hash + 1)];
  const name = decoded(written.replace(/\?.*$/s, '')).replace(/:\d+(?:[-:]\d+)?$/, '');
  const path = name === '' ? from.path : posix.join(posix.dirname(from.path), name).replace(/\/$/, '');
  // GitHub's own pages are above the repository: `../../issues`.
  if (path === '.' || path.startsWith('..')) return null;
  const file = path === from.path ? from : files.find((each) => each.path === path);
  const isThere = file !== undefined || exists(path) || exists(`${path}.md`) || isFolder(path, files);
  if (!isThere) return `link to "${target}", expected a file ${path}; correct the link or add the file`;
  if (anchor === '' || !file || !/\.md$/i.test(path)) return null;
  const found = hasAnchor(file, anchor, tree);
  if (typeof found === 'object') refuse?.({ path, refusal: found, unchecked: 'links to its headings' });
  if (found !== false) return null;
  return `link to "${target}", expected a heading with the anchor #${anchor} in ${path}; correct the anchor`;
}

function isFolder(path: string, files: readonly SpecFile[]): boolean {
  return files.some((file) => file.path.startsWith(`${path}/`));
}

/** What looks like a reference is one that nobody defines where the parser took it for words. */
function undefinedReferences({ file, lines }: Passage, defined: ReadonlySet<string>, prose: readonly Nodes[]) {
  const words = new Map<number, Nodes[]>();
  for (const node of prose) {
    for (let line = node.position?.start.line ?? 1; line <= (node.position?.end.line ?? 0); line++) {
      words.set(line, words.get(line) ?? []);
      words.get(line)?.push(node);
    }
  }
  return lines.flatMap(({ number, text }) =>
    undefinedLabels(text, defined)
      .filter(({ index }) => words.get(number)?.some((node) => covers(node, number, index + 1)))
      .map(({ label, index, length }): BrokenLink => ({
        path: file.path,
        start: { line: number, column: index + 1 },
        end: { line: number, column: index + length + 1 },
        trouble: `reference to "${label}", expected a line "[${label}]: …" that says where it leads; add it or write the link out`,
      })),
  );
}

function covers({ position }: Nodes, line: number, column: number): boolean {
  if (!position) return false;
  const { start, end } = position;
  return (line > start.line || column >= start.column) && (line < end.line || column < end.column);
}

/** `[text][label]` and `[^1]` without a definition. Short tags such as `[P][US1]` are no references. */
function undefinedLabels(
  text: string,
  defined: ReadonlySet<string>,
): { label: string; index: number; length: number }[] {
  const found: { label: string; index: number; length: number }[] = [];
  for (const { 0: whole, 1: words = '', 2: second = '', 3: footnote, index } of withoutCodeSpans(text).matchAll(
    /(?<![\w\])\\])!?\[([^[\]]{1,200})\]\[([^[\]]{0,200})\]|(?<!\\)\[(\^\d{1,3})\](?!:)/g,
  )) {
    const label = footnote ?? (second === '' ? words : second);
    if (defined.has(normalized(label)) || (isTag(words) && isTag(label) && footnote === undefined)) continue;
    found.push({ label, index, length: whole.length });
  }
  return found;
}

function isTag(label: string): boolean {
  return /^(?:[A-Za-z]{0,4}\d{0,4}|[ x~/-])$/.test(label);
}

function normalized(label: string): string {
  return label.replaceAll(/\s+/g, ' ').trim().toLowerCase();
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
