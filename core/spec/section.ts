import GithubSlugger from 'github-slugger';
import { markdownLines, type Heading, type Line } from '../markdown/lines.ts';

/** A part of a spec file that an agent is shown. */
export interface Section {
  readonly path: string;
  /** null where it is the whole file. */
  readonly heading: string | null;
  /** 1-based line on which `text` starts. */
  readonly line: number;
  readonly text: string;
}

export interface SpecFile {
  readonly path: string;
  readonly content: string;
}

export function wholeFile({ path, content }: SpecFile): Section {
  return { path, heading: null, line: 1, text: content };
}

/** The section whose heading starts with the number, or has this title. */
export function sectionNamed(file: SpecFile, name: string): Section | null {
  const { headings, numbers, titles } = indexOf(file);
  return sectionFrom(file, headings, /^[A-Z]?\d/.test(name) ? numbers.get(name) : titles.get(name.toLowerCase()));
}

/** The section whose heading has this anchor on GitHub. */
export function sectionAt(file: SpecFile, anchor: string): Section | null {
  const { headings, anchors } = indexOf(file);
  return sectionFrom(file, headings, anchors.get(decoded(anchor)));
}

/** A section reaches to the next heading of the same or a higher level. */
function sectionFrom(file: SpecFile, headings: readonly HeadingLine[], index = -1): Section | null {
  const start = headings[index];
  if (!start) return null;
  let next = index + 1;
  while ((headings[next]?.heading.level ?? 0) > start.heading.level) next++;
  const text = file.content.slice(start.start, headings[next]?.start);
  return { path: file.path, heading: start.heading.text, line: start.number, text };
}

type HeadingLine = Line & { readonly heading: Heading };

/** The headings of a file, and where to find one by what citations call it. Of equal names the first counts. */
interface HeadingIndex {
  readonly headings: readonly HeadingLine[];
  readonly numbers: ReadonlyMap<string, number>;
  readonly titles: ReadonlyMap<string, number>;
  readonly anchors: ReadonlyMap<string, number>;
}

/** A plan cites the same few files again and again; each is read once. */
const known = new WeakMap<SpecFile, HeadingIndex>();

function indexOf(file: SpecFile): HeadingIndex {
  const index = known.get(file) ?? buildIndex(file);
  known.set(file, index);
  return index;
}

function buildIndex(file: SpecFile): HeadingIndex {
  const headings = markdownLines(file.content).filter((line): line is HeadingLine => line.heading !== null);
  const slugger = new GithubSlugger();
  const texts = headings.map(({ heading }) => heading.text);
  return {
    headings,
    numbers: firstOfEach(texts.map(numberOf)),
    titles: firstOfEach(texts.map((text) => text.toLowerCase())),
    anchors: firstOfEach(texts.map((text) => slugger.slug(plainText(text)))),
  };
}

function firstOfEach(names: readonly (string | undefined)[]): Map<string, number> {
  const first = new Map<string, number>();
  for (const [index, name] of names.entries()) {
    if (name !== undefined && !first.has(name)) first.set(name, index);
  }
  return first;
}

/** `2.1` of `2.1 Title`, `2.1. Title`, `§ 2.1: Title`. */
function numberOf(heading: string): string | undefined {
  return /^(?:§ ?)?([A-Z]?\d+(?:\.\d+)*)(?=[.:)]?(?:\s|$))/.exec(heading)?.[1];
}

/** What GitHub makes the anchor of: the text of the heading without its markup. */
function plainText(heading: string): string {
  return heading.replaceAll(/!?\[([^\]]{0,200})\]\([^()]{0,500}\)/g, '$1').replaceAll(/[*`]/g, '');
}

function decoded(anchor: string): string {
  try {
    return decodeURIComponent(anchor).toLowerCase();
  } catch {
    return anchor.toLowerCase();
  }
}
