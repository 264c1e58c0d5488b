import type { Prompt } from '../../agent/prompt.ts';
import type { Because } from '../../workflow/state.ts';
import type { Brief } from '../brief.ts';
import { reasonPieces } from '../pieces/reason.ts';
import { siblingPieces } from '../pieces/siblings.ts';
import { rulePieces } from '../pieces/rules.ts';
import { gatesPiece, scopePieces } from '../pieces/scope.ts';
import { nameOf, taskPieces } from '../pieces/task.ts';
import { goodStops, howToWork, normsBind } from '../pieces/working.ts';
import { aboutMaterial, writePrompt } from '../write-prompt.ts';

/** Lays out the parts of a task that others then test and fill: what compiles, and does nothing yet. */
export function designerPrompt(brief: Brief, because: Because, mark: string): Prompt {
  const reason = reasonPieces(because);
  return writePrompt(
    {
      full: [
        `You design one task of a written plan: ${nameOf(brief)}. After you, a tester writes its tests against your interfaces, and an implementer fills them.`,
        aboutMaterial(mark),
        ...scopePieces(brief),
        ...taskPieces(brief),
        ...siblingPieces(brief.siblings),
        ...rulePieces(brief.rules),
        whatToMake,
        normsBind,
        howToWork,
        gatesPiece(brief),
        goodStops,
        'The summary names each public interface in one line, and every deviation from a norm.',
        ...reason,
      ],
      resumed: [
        aboutMaterial(mark),
        ...reason,
        'All that you were told of the task still holds: its scope, the norms, only interfaces with bodies that do nothing, and that stopping with a question is a good outcome.',
      ],
    },
    mark,
  );
}

const whatToMake = `What to make
- The structure: files and modules, and their declarations where the language wants them.
- Types, and signatures of functions with all their parameters, results and errors, as the specs name them. Invariants are expressed in types where the language can.
- Bodies do nothing: each fails at once, in the way that the language has for what is not written yet.
- No logic, no private helpers, no tests.
- Nothing public that neither the task nor a later task of the list needs.
- You are done when it compiles.`;
