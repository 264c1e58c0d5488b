import { saysWhatRuns, type Setting } from '../gate/gate-scripts.ts';
import { isTestPath } from '../review/test-file.ts';
import { languageOf, type Language } from './language.ts';
import { loadGrammars, type Syntax } from './syntax.ts';

/** A change as it is judged: what each file was at the base, and is at the head. */
export interface Change {
  readonly files: readonly ChangedFile[];
  /** Files that differ too, and that nobody can read. */
  readonly unread: readonly UnreadFile[];
  /** A file of the base, among those that say how a project is built; undefined where there is none. */
  readonly manifest: (path: string) => string | undefined;
  /** Whether the base has code in a folder, or below it; `.` is the root. */
  readonly hasCode: (folder: string) => boolean;
  /** Files of the base that say what its checks run. */
  readonly settings: readonly Setting[];
}

export interface UnreadFile {
  readonly path: string;
  readonly why: 'no text' | 'too large';
  /** Where it cannot be read; `both` as well where it could not, and is gone. */
  readonly side: 'base' | 'head' | 'both';
}

/** What is known of the base beside the files that differ. */
interface Base {
  /** Files that say how the project is built, and what its checks run. */
  readonly settings: readonly Setting[];
  readonly paths: readonly string[];
  readonly unread: readonly UnreadFile[];
}

export interface ChangedFile {
  /** At the head; of a file that is gone, at the base. */
  readonly path: string;
  /** Where it was at the base, if git sees that it was moved. */
  readonly from: string | undefined;
  readonly language: Language | undefined;
  readonly isTest: boolean;
  readonly base: Source | undefined;
  readonly head: Source | undefined;
  /** It is there at both, and is a program, or a link, at one of them alone. */
  readonly hasOtherMode: boolean;
}

export interface Source {
  readonly text: string;
  readonly lines: readonly string[];
  /**
   * Read when it is asked for, once; undefined for languages without a grammar, and for what nobody has typed.
   */
  readonly syntax: Syntax | undefined;
}

/** A file before it is read; one that was added has no base, one that was deleted no head. */
export interface FileTexts {
  readonly path: string;
  readonly from?: string | undefined;
  readonly base?: string | undefined;
  readonly head?: string | undefined;
  readonly hasOtherMode?: boolean;
}

export async function readChange(
  files: readonly FileTexts[],
  { settings = [], paths = [], unread = [] }: Partial<Base> = {},
): Promise<Change> {
  const languages = new Set(files.map(({ path }) => languageOf(path)).filter((one) => one !== undefined));
  const parse = await loadGrammars(languages);
  const sourceOf = (path: string, text: string | undefined): Source | undefined =>
    text === undefined
      ? undefined
      : sourceFrom(text, (lines) => (isTyped(text, lines) ? parseAs(path, text) : undefined));
  const parseAs = (path: string, text: string): Syntax | undefined => {
    const language = languageOf(path);
    return language && parse(path, text, language);
  };
  const before = [
    ...paths,
    ...files.flatMap(({ path, from = path, base }) => (base === undefined ? [] : [from])),
  ].filter(isCode);
  const there = files.flatMap(({ path, from = path, base }) =>
    base === undefined ? [] : [{ path: from, text: base }],
  );
  const manifests = new Map([...there, ...settings].map(({ path, text }) => [path, text]));
  return {
    settings: [...there.filter(({ path }) => saysWhatRuns(path)), ...settings],
    files: files.map(({ path, from, base, head, hasOtherMode = false }) => ({
      path,
      from,
      language: languageOf(path),
      isTest: isTestPath(path),
      base: sourceOf(from ?? path, base),
      head: sourceOf(path, head),
      hasOtherMode,
    })),
    unread,
    manifest: (path) => manifests.get(path),
    hasCode: (folder) => before.some((path) => folder === '.' || path.startsWith(`${folder}/`)),
  };
}

/** What no project has before it has begun. */
function isCode(path: string): boolean {
  return (
    languageOf(path) !== undefined ||
    /\.(?:java|kts?|scala|cs|fs|rb|php|swift|dart|exs?|c|cc|cpp|h|vue|svelte)$/.test(path)
  );
}

/** What people write by hand. Grammars take more than linear time for some of what they do not. */
function isTyped(text: string, lines: readonly string[]): boolean {
  return text.length <= 1024 * 1024 && lines.every(({ length }) => length <= 20_000);
}

function sourceFrom(text: string, parse: (lines: readonly string[]) => Syntax | undefined): Source {
  const lines = text.split(/\r?\n/);
  let read: { readonly syntax: Syntax | undefined } | undefined;
  return {
    text,
    lines,
    get syntax() {
      read ??= { syntax: parse(lines) };
      return read.syntax;
    },
  };
}
