import type { Host } from '../host/host.ts';
import type { Git } from './git.ts';

/** A file that differs between two commits; one that was added has no base, one that was deleted no head. */
export interface ChangedText {
  readonly path: string;
  /** Where it was before it was moved there. */
  readonly from: string | undefined;
  readonly base: string | undefined;
  readonly head: string | undefined;
  /** It is there at both, and is a program, or a link, at one of them alone. */
  readonly hasOtherMode: boolean;
}

/** One of which no text can be had, at one of the two commits at least. */
interface UnreadFile {
  readonly path: string;
  readonly why: 'no text' | 'too large';
  /** Where it cannot be read; `both` as well where it could not, and is gone. */
  readonly side: 'base' | 'head' | 'both';
}

/**
 * The text of all files that differ between two commits, and those that are no text or larger than sixteen mebibytes.
 * Submodules are left out. What is read is what git keeps, whatever attributes say.
 */
export async function changedTexts(
  host: Host,
  git: Git,
  base: string,
  head: string,
): Promise<{ readonly texts: readonly ChangedText[]; readonly unread: readonly UnreadFile[] }> {
  const raw = await git.text(['diff', '--raw', '-z', '--no-abbrev', '--find-renames', '--no-ext-diff', base, head]);
  const entries = readRaw(raw);
  const { texts, why } = await blobTexts(host, git, [...new Set(entries.flatMap((one) => [one.before, one.after]))]);
  const whyOf = ({ before, after }: RawEntry): UnreadFile['why'] | undefined => why.get(after) ?? why.get(before);
  return {
    texts: entries
      .filter((one) => whyOf(one) === undefined)
      .map(({ path, from, before, after, hasOtherMode }) => ({
        path,
        from,
        base: texts.get(before),
        head: texts.get(after),
        hasOtherMode,
      })),
    unread: entries.flatMap((one) => {
      const reason = whyOf(one);
      return reason === undefined ? [] : [{ path: one.path, why: reason, side: sideOf(one, why) }];
    }),
  };
}

function sideOf({ before, after }: RawEntry, why: ReadonlyMap<string, unknown>): UnreadFile['side'] {
  if (!why.has(before)) return 'head';
  return why.has(after) || /^0+$/.test(after) ? 'both' : 'base';
}

interface RawEntry {
  readonly path: string;
  readonly from: string | undefined;
  /** Objects; zeros where there is none. */
  readonly before: string;
  readonly after: string;
  readonly hasOtherMode: boolean;
}

/** `:100644 100644 <before> <after> R087\0old\0new\0`: see "RAW OUTPUT FORMAT" of git-diff. */
function readRaw(raw: string): RawEntry[] {
  const parts = raw.split('\0');
  const entries: RawEntry[] = [];
  for (let at = 0; at + 1 < parts.length;) {
    const [modeBefore = '', modeAfter = '', before = '', after = '', status = ''] = (parts[at] ?? '')
      .slice(1)
      .split(' ');
    const isMoved = status.startsWith('R') || status.startsWith('C');
    const [first = '', second = ''] = [parts[at + 1], parts[at + 2]];
    at += isMoved ? 3 : 2;
    if (modeBefore === submodule || modeAfter === submodule) continue;
    const hasOtherMode = modeBefore !== modeAfter && !isNone(modeBefore) && !isNone(modeAfter);
    entries.push({ path: isMoved ? second : first, from: isMoved ? first : undefined, before, after, hasOtherMode });
  }
  return entries;
}

const submodule = '160000';

interface Blobs {
  readonly texts: ReadonlyMap<string, string>;
  /** Of those that are not read. */
  readonly why: ReadonlyMap<string, UnreadFile['why']>;
}

/** One call for all of them. What stands between two is a name that no text can hold, since it was made up just now. */
async function blobTexts(host: Host, git: Git, objects: readonly string[]): Promise<Blobs> {
  const sizes = await sizesOf(git, objects);
  const wanted = [...sizes].filter(([, size]) => size <= largest).map(([object]) => object);
  const why = new Map(
    [...sizes].filter(([, size]) => size > largest).map(([object]) => [object, 'too large' as const]),
  );
  if (wanted.length === 0) return { texts: new Map(), why };
  const between = `between-${host.randomId()}`;
  const input = wanted.map((object) => `${object}\n${between}\n`).join('');
  const parts = (await git.text(['cat-file', '--batch'], { input })).split(`\n${between} missing`);
  const read = wanted.map((object, index): [string, string] => {
    const part = parts[index] ?? '';
    // What is left of the line before, then the line with the object's name and size.
    return [object, part.slice(part.indexOf('\n', index === 0 ? 0 : 1) + 1)];
  });
  const binary = read.filter(([, text]) => text.includes('\0')).map(([object]) => [object, 'no text'] as const);
  return { texts: new Map(read), why: new Map([...why, ...binary]) };
}

async function sizesOf(git: Git, objects: readonly string[]): Promise<Map<string, number>> {
  const input = objects.filter((object) => !isNone(object)).join('\n');
  if (input === '') return new Map();
  const sizes = await git.text(['cat-file', '--batch-check=%(objectname) %(objectsize)'], { input: `${input}\n` });
  return new Map(
    sizes.split('\n').map((line): [string, number] => {
      const [object = '', size] = line.split(' ');
      return [object, Number(size)];
    }),
  );
}

/** Bytes. Lock files and tables of data are smaller. */
const largest = 16 * 1024 * 1024;

function isNone(object: string): boolean {
  return /^0+$/.test(object);
}
