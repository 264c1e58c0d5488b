import { moveLine, movesBeside } from '../git/git.ts';
import type { Host } from '../host/host.ts';

/** The list of our moves of refs in both looks. It only grows. */
export interface WatchedMoves {
  /** What was in it in the first look is not, any more. */
  readonly isRewritten: boolean;
  /** Whether one of us has said that it moves a ref there, since the first look or just before it. */
  isAnnounced(ref: string, to: string | undefined): boolean;
  /** Puts back what was in the list. */
  undo(): Promise<void>;
}

/**
 * Watches the list of our moves. A move that was written down long ago says nothing about now: a ref that is led back to
 * where it was once is moved by somebody else. Only the last of each ref may have been on its way in the first look.
 */
export async function watchMoves(host: Host, standIn: string): Promise<() => Promise<WatchedMoves>> {
  const path = movesBeside(standIn);
  const before = await textOf(host, path);
  return async () => {
    const after = await textOf(host, path);
    const isRewritten = !after.startsWith(before);
    const announced = new Set([...lastOfEach(before), ...(isRewritten ? [] : linesOf(after.slice(before.length)))]);
    return {
      isRewritten,
      isAnnounced: (ref, to) => announced.has(moveLine(ref, to).trimEnd()),
      undo: async () => {
        if (!isRewritten) return;
        const known = new Set(linesOf(before));
        const added = linesOf(after).filter((line) => !known.has(line));
        await host.files.remove(path);
        await host.files.write(path, before + added.map((line) => `${line}\n`).join(''));
      },
    };
  };
}

function lastOfEach(text: string): Iterable<string> {
  return new Map(linesOf(text).map((line) => [line.slice(0, line.lastIndexOf(' ')), line])).values();
}

function linesOf(text: string): string[] {
  return text.split('\n').filter(Boolean);
}

/** Whatever else lies there is no list. */
async function textOf(host: Host, path: string): Promise<string> {
  return (await host.files.read(path).catch(() => undefined)) ?? '';
}
