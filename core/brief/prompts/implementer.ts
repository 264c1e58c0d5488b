import type { Prompt } from '../../agent/prompt.ts';
import type { Because } from '../../workflow/state.ts';
import type { Brief } from '../brief.ts';
import { backlogPieces } from '../pieces/backlog.ts';
import { reasonPieces } from '../pieces/reason.ts';
import { siblingPieces } from '../pieces/siblings.ts';
import { rulePieces } from '../pieces/rules.ts';
import { gatesPiece, scopePieces } from '../pieces/scope.ts';
import { isPhase, nameOf, taskPieces } from '../pieces/task.ts';
import { goodStops, howToWork, normsBind, qualityBar } from '../pieces/working.ts';
import { aboutMaterial, writePrompt } from '../write-prompt.ts';

/** Does one task: code and the tests that belong to it; or code alone, where somebody has written its tests before. */
export function implementerPrompt(
  brief: Brief,
  because: Because,
  mark: string,
  { after }: { readonly after?: 'designer' | 'tester' } = {},
): Prompt {
  const reason = reasonPieces(because);
  return writePrompt(
    {
      full: [
        isPhase(brief)
          ? `You mend what was found when a phase of a written plan was looked at as a whole: ${nameOf(brief)}. Its tasks are done.`
          : `You implement one task of a written plan: ${nameOf(brief)}.`,
        aboutMaterial(mark),
        ...scopePieces(brief),
        ...taskPieces(brief),
        ...siblingPieces(brief.siblings),
        ...(isPhase(brief) ? [] : backlogPieces(brief.findings)),
        ...rulePieces(brief.rules),
        after ? whatIsThere[after] : null,
        qualityBar,
        normsBind,
        howToWork,
        gatesPiece(brief),
        goodStops,
        'When you are done, go through the acceptance statements, one by one, and check each. The summary says in a few sentences what changed, and how each statement is met.',
        ...reason,
      ],
      resumed: [
        aboutMaterial(mark),
        ...reason,
        'All that you were told of the task still holds: its scope, its acceptance, the norms, and that stopping with a question is a good outcome.',
      ],
    },
    mark,
  );
}

/** What the steps before have left, and what of it stays. */
const whatIsThere = {
  designer:
    'The interfaces of the task are in the worktree, with bodies that do nothing. Fill them, and add private parts as you need them; change no public signature. Where there is nothing left to do, change nothing, and say so.',
  tester:
    'The interfaces of the task are in the worktree, with bodies that do nothing, and its tests are written, and fail. Fill the bodies until all tests pass, and add private parts as you need them. Change no public signature and no test, and add none: where a test is wrong, or the tests do not show all of the acceptance, stop and say which.',
} as const;
