import { unreachable } from '../../failure.ts';
import type { Sighting } from '../../cheat/sighting.ts';
import type { Decided } from '../../review/triage.ts';
import { describeDecision } from '../../workflow/spec-defect.ts';
import type { Because } from '../../workflow/state.ts';
import { most } from '../budget.ts';
import type { Piece } from '../write-prompt.ts';
import { findingsPiece } from './findings.ts';
import { listPiece } from './list.ts';
import { sightingsPiece } from './sightings.ts';
import { verdictPiece } from './verdict.ts';

/** Why a writer is called, and what it is to act on. */
export function reasonPieces(because: Because): Piece[] {
  switch (because.why) {
    case 'first':
      return ['Begin.'];
    case 'gates-red':
      return [`${soFar} The gates are red: fix the cause.`, verdictPiece(because.verdict)];
    case 'out-of-scope':
      return [...outsidePieces(because.paths), ...breachPieces(because.breaches)];
    case 'findings':
      return [
        `${soFar} A reviewer found issues. Fix these and nothing else. ${howToDispute}`,
        findingsPiece('findings', because.findings),
        ...decisionPieces(because.decided),
      ];
    case 'guidance':
      return [
        'What was committed of your change so far is in the worktree. A person has decided how to go on. Follow it.',
        because.text === '' ? null : { label: 'guidance of a person', text: because.text, most: most.list },
        ...decisionPieces(because.decided),
        findingsPiece('findings that are open', because.findings),
      ];
    default:
      return unreachable(because);
  }
}

function outsidePieces(paths: readonly string[]): Piece[] {
  if (paths.length === 0) return [];
  return [`${soFar} It touches files outside the task; undo that.`, listPiece('paths outside the task', paths)];
}

/** Where the change cannot be taken for honest, what stands there, and the ways that are open. */
function breachPieces(breaches: readonly Sighting[] = []): Piece[] {
  if (breaches.length === 0) return [];
  return [
    `${soFar} It changes what judges it, or makes it look done in another way, which the plan does not ask for. Undo each of these places, and do the work so that it holds without. Where it cannot: stop with \`gate-wrong\` if the check is wrong, with \`spec-wrong\` if what is asked for is, and say what would have to change; a person can allow it, and stopping so is as good an outcome as \`done\`.`,
    sightingsPiece('places that have to be undone', breaches),
  ];
}

/** What a person has said of wrong specs. That a spec may be changed after all is for us to say, not for the material. */
function decisionPieces(decided: readonly Decided[] = []): Piece[] {
  const corrects = decided.some(({ choice }) => choice === 'fix-spec');
  return [
    listPiece('what a person has decided about specs: follow it', decided.map(describeDecision)),
    corrects
      ? 'A spec that the person has decided to correct you change, there and nowhere else, in spite of the scope.'
      : null,
  ];
}

const howToDispute =
  'One that you hold to be invalid you dispute, by its id, with the reason and the evidence: the line of a spec, of the code or of a test, or the gate, that shows it. The evidence is looked up, and without it a dispute does not count. Leave the code as it is then.';

const soFar = 'Your change so far is in the worktree.';
