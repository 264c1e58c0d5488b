import type { Prompt } from '../../agent/prompt.ts';
import type { Brief, RuleFile } from '../brief.ts';
import { most } from '../budget.ts';
import { listPiece } from '../pieces/list.ts';
import { rulePieces } from '../pieces/rules.ts';
import { sectionPieces } from '../pieces/task.ts';
import { goodStops } from '../pieces/working.ts';
import { aboutMaterial, writePrompt, type Piece } from '../write-prompt.ts';

export interface PolishRequest {
  /** Path of the plan. */
  readonly plan: string;
  readonly phase: { readonly id: string; readonly title: string };
  /** The phase as it stands in the plan. */
  readonly text: string;
  readonly criteria: readonly string[];
  readonly sections: Brief['sections'];
  /** The files that may be changed: the plan and its specs. */
  readonly files: readonly string[];
  /** What the lint says of them, one complaint each: `path:line:column: message`. */
  readonly complaints: readonly string[];
  /** The complaints that are left after the last attempt; undefined in the first. */
  readonly left?: readonly string[];
  readonly rules: readonly RuleFile[];
}

/** Makes the specs of a phase fit to be built from. It changes how they say things, never what is demanded. */
export function polisherPrompt(request: PolishRequest, mark: string): Prompt {
  const reason = reasonOf(request);
  return writePrompt(
    {
      full: [
        'You polish the plan and the specs of one phase before any code is written, so that an engineer who has nothing else can build the phase from them.',
        aboutMaterial(mark),
        'Scope: change only the files of the list below. No code, no tests, no settings.',
        listPiece('files that you may change', request.files),
        {
          label: `phase ${request.phase.id} ${request.phase.title}, as it stands in ${request.plan}`,
          text: request.text,
          most: most.task,
          whole: request.plan,
        },
        listPiece('exit criteria of the phase', request.criteria),
        ...sectionPieces(request.sections),
        ...rulePieces(request.rules),
        whatToMake,
        whatNotToDo,
        goodStops,
        'The summary names each file that you changed and why, and what you left as it was.',
        ...reason,
      ],
      resumed: [
        aboutMaterial(mark),
        ...reason,
        'All that you were told still holds: only these files, no criterion changed, and that stopping with a question is a good outcome.',
      ],
    },
    mark,
  );
}

function reasonOf({ complaints, left }: PolishRequest): Piece[] {
  if (left)
    return [
      'Your edits so far are in the worktree. The lint still complains about them.',
      complaintsPiece('complaints that are left', left),
    ];
  return complaints.length > 0
    ? ['The lint complains about these places. Begin with them.', complaintsPiece('complaints of the lint', complaints)]
    : ['The lint has no complaint. Look for what it cannot see; if there is nothing, change nothing and say so.'];
}

function complaintsPiece(label: string, complaints: readonly string[]): Piece {
  return { label, text: complaints.join('\n'), most: most.findings };
}

const whatToMake = `What to make
- Each complaint is settled where it arises, or named in the summary with the reason why not.
- Rows of the plan, their dependencies, links and criteria point at what the specs say now, not at what they said once.
- Each spec of a feature says, as far as it has them: behaviour; the shape of its API, commands, schemas or protocol; invariants; validation; errors; persistence and changes of state; lifecycle and shutdown; concurrency; security and trust; what is logged and measured; budgets of performance; compatibility and migration; tests; exit criteria.
- Diagrams show the components, storage, outside systems and failure paths that there are. A new spec is named and indexed the way the project does it. A decision goes to the project's log of decisions; one that is written there is never edited, only superseded.
- What is well specified stays as it is. Do not rewrite for its own sake.`;

const whatNotToDo = `What not to do
- Never change what is demanded: no exit criterion, acceptance, budget or norm is added, weakened, reworded in its meaning or removed. Where one is wrong, stop and say so.
- Never decide what is open about the product or its architecture. Ask.
- Never tick a box or set a status, and never renumber or rename ids.
- Do not commit, push, switch branches or change git's settings: the commit is made for you.`;
