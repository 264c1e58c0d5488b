import { isTestPath } from '../review/test-file.ts';
import { languageOf, type Language } from './language.ts';
import { loadGrammars, type Syntax } from './syntax.ts';

/** A change as it is judged: what each file was at the base, and is at the head. */
export interface Change {
  readonly files: readonly ChangedFile[];
  /** A file that the change leaves as it is, among those that say how a project is built; undefined where there is none. */
  readonly manifest: (path: string) => string | undefined;
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
}

export interface Source {
  readonly text: string;
  readonly lines: readonly string[];
  /**
   * Read when it is asked for, once; undefined for languages without a grammar, and for files with a line so long that a
   * tool has made it: grammars take more than linear time for some of those.
   */
  readonly syntax: Syntax | undefined;
}

/** A file before it is read; one that was added has no base, one that was deleted no head. */
export interface FileTexts {
  readonly path: string;
  readonly from?: string | undefined;
  readonly base?: string | undefined;
  readonly head?: string | undefined;
}

export async function readChange(
  files: readonly FileTexts[],
  manifests: ReadonlyMap<string, string> = new Map(),
): Promise<Change> {
  const languages = new Set(files.map(({ path }) => languageOf(path)).filter((one) => one !== undefined));
  const parse = await loadGrammars(languages);
  const sourceOf = (path: string, text: string | undefined): Source | undefined =>
    text === undefined ? undefined : sourceFrom(text, (lines) => (isTyped(lines) ? parseAs(path, text) : undefined));
  const parseAs = (path: string, text: string): Syntax | undefined => {
    const language = languageOf(path);
    return language && parse(path, text, language);
  };
  return {
    files: files.map(({ path, from, base, head }) => ({
      path,
      from,
      language: languageOf(path),
      isTest: isTestPath(path),
      base: sourceOf(from ?? path, base),
      head: sourceOf(path, head),
    })),
    manifest: (path) => manifests.get(path) ?? files.find((one) => one.path === path)?.base,
  };
}

function isTyped(lines: readonly string[]): boolean {
  return lines.every(({ length }) => length <= 20_000);
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
