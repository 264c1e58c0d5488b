import { most } from '../budget.ts';
import type { Piece } from '../write-prompt.ts';

/** Statements, one on each line; nothing where there is none. */
export function listPiece(label: string, texts: readonly string[]): Piece {
  if (texts.length === 0) return null;
  return { label, text: texts.map((text) => `- ${text.replaceAll('\n', '\n  ')}`).join('\n'), most: most.list };
}
