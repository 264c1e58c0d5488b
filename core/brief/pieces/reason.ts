import { unreachable } from '../../failure.ts';
import type { Sighting } from '../../cheat/sighting.ts';
import type { Verdict } from '../../result/records.ts';
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
  return [...causePieces(because), ...notesPieces(because)];
}

/** A problem that a turn before has ended with, and nobody has looked into yet. */
function notesPieces({ notes }: Because): Piece[] {
  if (notes === undefined) return [];
  return [
    'You were at this before, and ended with a problem in place of the work; of what that turn changed, there is what you see. Look again, with your notes: most problems can be solved within the task. If it stands, end with it once more, and a person is asked.',
    { label: 'notes of the turn before', text: notes, most: most.list },
  ];
}

function causePieces(because: Because): Piece[] {
  switch (because.why) {
    case 'first':
      return ['Begin.'];
    case 'gates-red':
      return [`${soFar} ${whatIsWrong(because.verdict)}`, verdictPiece(because.verdict)];
    case 'out-of-scope':
      return [...outsidePieces(because.paths), ...breachPieces(because.breaches)];
    case 'format-failed':
      return [
        `${soFar} It was approved, but the project's own formatters and fixers do not succeed on it. Fix what they complain about, and nothing else.`,
        ...because.failures.map(({ name, output }) => ({ label: `output of ${name}`, text: output, most: most.gate })),
      ];
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
    `${soFar} It changes what judges it or what another step writes, or makes it look done in another way, which the plan does not ask for. Undo each of these places, and do the work so that it holds without. Where it cannot: stop with \`gate-wrong\` if the check is wrong, with \`spec-wrong\` if what is asked for is, and say what would have to change; a person can allow it, and stopping so is as good an outcome as \`done\`.`,
    sightingsPiece('places that have to be undone', breaches),
  ];
}

function whatIsWrong({ red }: Verdict): string {
  return red
    ? 'The tests of the task have to fail now, all of them and no other, and only because what they test is not written. They do not: fix the cause.'
    : 'The gates are red: fix the cause.';
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
