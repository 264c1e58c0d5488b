import type { Brief } from '../brief.ts';
import type { Piece } from '../write-prompt.ts';
import { listPiece } from './list.ts';

/** What a writer may change: told first, since all else is read with it in mind. */
export function scopePieces({ files, deletes = [] }: Pick<Brief, 'files' | 'deletes'>): Piece[] {
  return files.length > 0
    ? [
        `Scope: create or change only the files of the list below, which may hold patterns. If it cannot be done within them, stop and say so. ${never}`,
        listPiece('files that you may change', files),
        listPiece('files among them that are to be deleted', deletes),
      ]
    : [`Scope: no files are named; change as few as it needs. ${never}`];
}

const never =
  'Never change the plan or the specs, and nothing in `.git`, `.gitmodules`, `.phasewright/` or `.worktrees/`; in `.github/` only what is named. Do what is asked, and nothing beside it. A file that you delete, unless it is named as one to be deleted or has moved elsewhere, is asked about before it lands.';

/** What will judge the change, so that a writer can judge it before. */
export function gatesPiece({ gates }: Pick<Brief, 'gates'>): Piece {
  return listPiece('gates: Nx targets that judge the change, of each project that it affects', gates);
}
