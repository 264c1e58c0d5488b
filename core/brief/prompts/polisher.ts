import type { Prompt } from '../../agent/prompt.ts';
import { unreachable } from '../../failure.ts';
import type { Verdict } from '../../result/records.ts';
import type { Because } from '../../workflow/state.ts';
import { most } from '../budget.ts';
import { findingsPiece } from '../pieces/findings.ts';
import { listPiece } from '../pieces/list.ts';
import { reasonPieces } from '../pieces/reason.ts';
import { rulePieces } from '../pieces/rules.ts';
import { sectionPieces } from '../pieces/task.ts';
import { goodStops } from '../pieces/working.ts';
import { aboutMaterial, writePrompt, type Piece } from '../write-prompt.ts';
import type { PhaseDocuments } from './reader.ts';

export interface PolishRequest extends PhaseDocuments {
  /** Paths and globs that may be changed: the plan and its specs. */
  readonly files: readonly string[];
}

/** Makes the specs of a phase fit to be built from. It changes how they say things, never what is demanded. */
export function polisherPrompt(request: PolishRequest, because: Because, mark: string): Prompt {
  const reason = reasonOf(because);
  return writePrompt(
    {
      full: [
        'You polish the plan and the specs of one phase before any code is written, so that an engineer who has nothing else can build the phase from them.',
        aboutMaterial(mark),
        'Scope: change only the files of the list below, which may hold patterns. No code, no tests, no settings.',
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

function reasonOf(because: Because): Piece[] {
  switch (because.why) {
    case 'gates-red':
      return [
        'What you have edited so far, if anything, is in the worktree. Code has checked it, and has these complaints. Settle them.',
        { label: 'complaints', text: complaintsOf(because.verdict), most: most.findings },
      ];
    case 'findings':
      return [
        'A fresh reader, who has nothing but these documents, could not build the phase. Close these gaps and nothing else. One that you hold to be none you dispute, by its id and with the reason.',
        findingsPiece('gaps', because.findings),
      ];
    case 'first':
    case 'out-of-scope':
    case 'format-failed':
    case 'guidance':
      return reasonPieces(because);
    default:
      return unreachable(because);
  }
}

function complaintsOf({ gates, trouble }: Verdict): string {
  return [...gates.map(({ output }) => output), trouble ?? ''].filter((text) => text !== '').join('\n');
}

const whatToMake = `What to make
- Each complaint and each gap is settled where it arises.
- Rows of the plan, their dependencies, links and criteria point at what the specs say now, not at what they said once.
- Each spec of a feature says, as far as it has them: behaviour; the shape of its API, commands, schemas or protocol; invariants; validation; errors; persistence and changes of state; lifecycle and shutdown; concurrency; security and trust; what is logged and measured; budgets of performance; compatibility and migration; tests; exit criteria.
- Diagrams show the components, storage, outside systems and failure paths that there are. A new spec is named and indexed the way the project does it. A decision goes to the project's log of decisions; one that is written there is never edited, only superseded.
- What is well specified stays as it is. Do not rewrite for its own sake.`;

const whatNotToDo = `What not to do
- Never change what is demanded: no exit criterion, acceptance, budget or norm is added, weakened, reworded in its meaning or removed. Where one is wrong, stop and say so.
- Never decide what is open about the product or its architecture. Ask.
- Never touch what is written about other phases, other plans, a backlog or a research memo. Decisions that are written stay; new ones come behind them.
- Never tick a box or set a status, and never renumber or rename ids.
- Do not commit, push, switch branches or change git's settings: the commit is made for you.`;
