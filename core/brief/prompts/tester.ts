import type { Prompt } from '../../agent/prompt.ts';
import type { Because } from '../../workflow/state.ts';
import type { Brief } from '../brief.ts';
import { reasonPieces } from '../pieces/reason.ts';
import { rulePieces } from '../pieces/rules.ts';
import { gatesPiece, scopePieces } from '../pieces/scope.ts';
import { nameOf, taskPieces } from '../pieces/task.ts';
import { goodStops, howToWork, normsBind } from '../pieces/working.ts';
import { aboutMaterial, writePrompt } from '../write-prompt.ts';

/** Writes the tests of a task against its interfaces, before there is anything behind them. */
export function testerPrompt(brief: Brief, because: Because, mark: string): Prompt {
  const reason = reasonPieces(because);
  return writePrompt(
    {
      full: [
        `You write the tests of one task of a written plan: ${nameOf(brief)}. Its interfaces are in the worktree, with bodies that do nothing. After you, an implementer fills them until your tests pass, and may not change your tests.`,
        aboutMaterial(mark),
        ...scopePieces(brief),
        'Of these files, change only those that hold tests, and what only tests use. A module that keeps its unit tests in the same file is changed in its tests alone.',
        ...taskPieces(brief),
        ...rulePieces(brief.rules),
        brief.tests.length > 0 ? exactlyNamed : freelyNamed,
        whatToMake,
        normsBind,
        howToWork,
        gatesPiece(brief),
        goodStops,
        'The summary names each test with the statement that it proves, the statements that no test can prove, and every deviation from a norm.',
        ...reason,
      ],
      resumed: [
        aboutMaterial(mark),
        ...reason,
        'All that you were told of the task still holds: its scope, the norms, only tests, and that stopping with a question is a good outcome.',
      ],
    },
    mark,
  );
}

const exactlyNamed = 'Write exactly the tests that the plan names, under these names: each of them, and no other.';
const freelyNamed =
  'The plan names no tests. Write at least one for each statement of the acceptance, and for each public surface one of success and one of an error.';

const whatToMake = `What to make
- Unit tests stand where the project has them, and may put stand-ins in place of what is slow or far away. Tests that need real sockets, processes or files stand apart, and use no stand-ins.
- Each test proves behaviour that the specs name, not how it is done, and can fail.
- What always has to hold gets a property test where the project has the means.
- All tests compile. They fail now, and only because the bodies do nothing: not because of a missing import, a wrong name or the set-up.
- No body of the code under test is filled, no signature changed. If one cannot be tested, stop and say so.`;
