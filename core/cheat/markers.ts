import type { Change, Source } from './change.ts';
import { commentsOf } from './comments.ts';
import type { Sight } from './cheat.ts';
import { gained } from './gained.ts';

/** One place in a file where something is switched off, left out or said. */
export interface Marker {
  readonly line: number;
  /** What it is, for counting: two of the same kind are alike. */
  readonly kind: string;
}

/**
 * Those that a change has brought: more of a kind than there were. What was moved from one file to another is not new, so
 * all files are counted together.
 */
export function newMarkers<M extends Marker>(
  { files }: Change,
  markersOf: (source: Source, path: string) => readonly M[],
): (M & Pick<Sight, 'path'>)[] {
  const at = (side: 'base' | 'head') =>
    files.flatMap(({ path, from, [side]: source }) => {
      const place = side === 'base' ? (from ?? path) : path;
      return source ? markersOf(source, place).map((one) => ({ ...one, path: place })) : [];
    });
  return gained(at('base'), at('head'), ({ kind }) => kind);
}

/** Comments that begin with, or hold, what one of these matches; the match is the kind. */
export function commentMarkers(source: Source, pattern: RegExp): Marker[] {
  return commentsOf(source).flatMap(({ text, line }) => {
    const kind = pattern.exec(text)?.[0];
    return kind === undefined ? [] : [{ line, kind }];
  });
}
