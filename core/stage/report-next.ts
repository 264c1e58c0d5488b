import type { Report } from '../report/report.ts';
import type { Decision } from './decision.ts';
import type { Left } from './left.ts';
import type { Ending } from './report-outcome.ts';

/** The command that continues a phase that has not landed. */
export function nextCommand(decision: Decision, questions: Report['questions']): string {
  const run = runCommand(decision, decision.phase.id);
  if (questions.length === 0) return run;
  const question = questions.length === 1 ? questions[0]!.id : '<question>';
  return `npx phasewright status; npx phasewright answer ${question} <option>; ${run}`;
}

/** What a person does next, in order. */
export function nextSteps(
  decision: Decision,
  about: { outcome: Report['outcome']; ending: Ending; questions: Report['questions']; deferred: number; left: Left },
): Report['nextSteps'] {
  const { outcome, ending, questions, deferred, left } = about;
  const again = { command: runCommand(decision, decision.phase.id) };
  if (outcome === 'stopped') return [{ does: 'Go on where the run ended; nothing is done twice', ...again }];
  if (outcome === 'failed')
    return [
      { does: 'Look at what failed: it is told beside its task or stage', command: null },
      { does: 'Once that is mended, go on; what is done stays done', ...again },
    ];
  if (outcome === 'waiting')
    return [
      {
        does: `Answer ${questions.length === 1 ? 'the question' : 'the questions'} below`,
        command: 'npx phasewright status',
      },
      { does: 'Go on from there', ...again },
    ];
  const { nextPhase } = decision;
  const next = nextPhase && {
    does: `Begin phase ${nextPhase.id}, ${nextPhase.title}`,
    command: runCommand(decision, nextPhase.id),
  };
  return [
    {
      does: 'Look at the change, what is listed first before the rest',
      command: `git log --stat ${range(decision, ending)}`,
    },
    { does: 'Bring it into main, or open a pull request of the branch', command: ending.landed?.merge ?? null },
    ...(deferred > 0 ? [{ does: `Read the deferred findings in ${left.review?.backlog}`, command: null }] : []),
    {
      does: 'At any later time, see which exit criteria still hold',
      command: `npx nx run ${decision.request.project}:exit-criteria`,
    },
    ...(next ? [next] : []),
  ];
}

function range({ base }: Decision, { landed }: Ending): string {
  return `${base.slice(0, 8)}..${landed?.branch}`;
}

function runCommand({ request }: Decision, phase: string): string {
  const plan = request.plan === undefined ? '' : ` --plan=${request.plan}`;
  return `npx nx run ${request.project}:implement-phase${plan} --phase=${phase}`;
}
