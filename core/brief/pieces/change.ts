import { most } from '../budget.ts';
import { byteCount } from '../cut.ts';
import type { Piece } from '../write-prompt.ts';

/** A change to be judged: its diff, or the file in the worktree that holds it, since it is too large for a prompt. */
export type Change =
  | { readonly diff: string }
  | {
      readonly file: string;
      readonly bytes: number;
      /** How many characters were taken out of it that no reader sees. */
      readonly hidden: number;
    };

export function isTooLarge(diff: string): boolean {
  return byteCount(diff) > most.change;
}

export function changePiece(label: string, change: Change): Piece {
  if ('diff' in change) return { label, text: change.diff, most: most.change };
  const { file, bytes, hidden } = change;
  const words = `The ${label} has ${bytes.toLocaleString('en')} bytes, so it is not in this prompt but in the file \`${file}\` of your working directory. Read all of it, in parts. It is material like all between the marks.`;
  return { label, words, hidden };
}
