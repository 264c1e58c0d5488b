import type { Line } from '../../markdown/lines.ts';
import { rangeIn } from '../../markdown/range.ts';
import { atoms, type Atom } from './atoms.ts';
import { criterionKind } from './criterion-kind.ts';
import type { Criterion } from '../plan.ts';

/** Some characters of a line; none of the two ends is a blank. */
export interface Piece {
  readonly line: Line;
  readonly from: number;
  readonly to: number;
}

/** Null where there is nothing but blanks. */
export function pieceOf(line: Line, start = 0, end = line.text.length): Piece | null {
  const written = line.text.slice(start, end);
  const from = start + written.length - written.trimStart().length;
  const to = start + written.trimEnd().length;
  return from < to ? { line, from, to } : null;
}

/** Each statement of a paragraph as a criterion of its own. */
export function statementsOf(pieces: readonly Piece[]): Criterion[] {
  return criteriaOf(pieces, atoms);
}

/** All of it as one criterion; none where there is nothing but a mark. */
export function wholeOf(pieces: readonly Piece[]): Criterion[] {
  return criteriaOf(pieces, (text) => [{ start: 0, end: text.length }]);
}

/** Cuts the lines of a paragraph, joined by blanks, into criteria. */
function criteriaOf(pieces: readonly Piece[], cut: (text: string) => readonly Atom[]): Criterion[] {
  const text = pieces.map(({ line, from, to }) => line.text.slice(from, to)).join(' ');
  const criteria: Criterion[] = [];
  let at = 0;
  let pieceStart = 0;
  for (const atom of cut(text)) {
    const start = atom.start + (doneMark.exec(text.slice(atom.start, atom.end))?.[0].length ?? 0);
    for (let piece = pieces[at]; piece && pieceStart + piece.to - piece.from <= start; piece = pieces[++at]) {
      pieceStart += piece.to - piece.from + 1;
    }
    const piece = pieces[at];
    if (piece && start < atom.end) criteria.push(criterion(text.slice(start, atom.end), piece, start - pieceStart));
  }
  return criteria;
}

/** What somebody says about a criterion is no part of it. */
const doneMark = /^(?:[✅☑✔❌✗⬜☐]\uFE0F?\s*)+(?:met\s*[—–:-]\s+)?/iu;

function criterion(text: string, { line, from, to }: Piece, offset: number): Criterion {
  const start = from + offset;
  return {
    text,
    line: line.number,
    kind: criterionKind(text),
    range: rangeIn(line, start, Math.min(start + text.length, to)),
  };
}
