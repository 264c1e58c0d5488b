import type { Prompt } from '../../agent/prompt.ts';
import type { Because } from '../../workflow/state.ts';
import type { Brief } from '../brief.ts';
import { reasonPieces } from '../pieces/reason.ts';
import { rulePieces } from '../pieces/rules.ts';
import { gatesPiece, scopePieces } from '../pieces/scope.ts';
import { taskPieces } from '../pieces/task.ts';
import { goodStops, howToWork, normsBind } from '../pieces/working.ts';
import { aboutMaterial, writePrompt } from '../write-prompt.ts';

/** Resolves the conflicts of two pieces of work, each of which is finished and approved. */
export function mergerPrompt(brief: Brief, because: Because, mark: string): Prompt {
  const reason = reasonPieces(because);
  return writePrompt(
    {
      full: [
        'You resolve the conflicts of a merge. Two pieces of work of a written plan, each finished and approved by itself, have changed the same places. The worktree holds what git has made of both, with its conflict markers in the files of the list below. All else is merged already.',
        aboutMaterial(mark),
        ...scopePieces(brief),
        ...taskPieces(brief),
        ...rulePieces(brief.rules),
        resolving,
        normsBind,
        howToWork,
        gatesPiece(brief),
        goodStops,
        ...reason,
      ],
      resumed: [aboutMaterial(mark), ...reason, 'All that you were told of the merge still holds.'],
    },
    mark,
  );
}

const resolving = `How to resolve
- HEAD is a merge of both: \`git log -p HEAD^1..HEAD^2\` shows what the second side did, \`git log -p HEAD^2..HEAD^1\` what the first has beside it.
- At each conflict write what both sides are there for, so that both hold together. Drop nothing of either, tests least of all, and add nothing that neither has.
- Leave no marker behind, and no file of the list away.
- There is one try. Where both cannot hold together, or you cannot tell which is meant, stop with \`person-needed\` and say what has to be decided.`;
