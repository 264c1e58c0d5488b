import type { Report } from '../../report/report.ts';
import type { Decision } from '../decide/decision.ts';
import type { Landed } from '../land/landing.ts';
import type { Left } from './left.ts';
import type { Ending } from './report-outcome.ts';

/** What of a decision the next steps depend on. */
type Decided = Pick<Decision, 'request' | 'base' | 'nextPhase'> & { readonly phase: Pick<Decision['phase'], 'id'> };

/** The command that continues a phase that has not landed. */
export function nextCommand(decision: Decided, questions: Report['questions']): string {
  const run = runCommand(decision, decision.phase.id);
  if (questions.length === 0) return run;
  const question = questions.length === 1 ? questions[0]!.id : '<question>';
  return `npx phasewright status; npx phasewright answer ${question} <option>; ${run}`;
}

/** What a person does next, in order. */
export function nextSteps(
  decision: Decided,
  about: {
    outcome: Report['outcome'];
    ending: Ending;
    questions: Report['questions'];
    deferred: number;
    left: Left;
    stages: Report['stages'];
  },
): Report['nextSteps'] {
  const { outcome, ending, questions, deferred, left, stages } = about;
  const again = { command: runCommand(decision, decision.phase.id) };
  const answer = {
    does: `Answer ${questions.length === 1 ? 'the question' : 'the questions'} below`,
    command: 'npx phasewright status',
  };
  if (outcome === 'stopped')
    return [
      ...(questions.length > 0 ? [answer] : []),
      { does: 'Go on where the run ended; nothing is done twice', ...again },
    ];
  if (outcome === 'failed')
    return [
      lookAtFailed(stages),
      ...(questions.length > 0 ? [answer] : []),
      { does: 'Once that is mended, go on; what is done stays done', ...again },
    ];
  if (outcome === 'waiting') return [answer, { does: 'Go on from there', ...again }];
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
    ...(ending.landed ? [{ does: goOnWith(ending.landed), command: ending.landed.merge }] : []),
    ...(deferred > 0 ? [{ does: `Read the deferred findings in ${left.review?.backlog}`, command: null }] : []),
    {
      does: 'At any later time, see which exit criteria still hold',
      command: `npx nx run ${decision.request.project}:exit-criteria`,
    },
    ...(next ? [next] : []),
  ];
}

/** By commits: a branch of a remote has no name that git understands here. */
function range({ base }: Decided, { landed }: Ending): string {
  return `${base.slice(0, 8)}..${(landed?.commit ?? 'HEAD').slice(0, 8)}`;
}

function goOnWith({ to, branch, url }: Landed): string {
  switch (to) {
    case 'branch':
      return 'Bring it into main, or open a pull request of the branch';
    case 'pull-request':
      return url === undefined ? `Open a pull request from ${branch}` : 'Have the pull request read and merged';
    case 'main':
      return `It is on ${branch}: have it in your checkout`;
  }
}

function lookAtFailed(stages: Report['stages']): Report['nextSteps'][number] {
  const failed = stages.filter((stage) => stage.outcome === 'failed');
  const names = failed.map(({ task, name }) => (task === null ? name : `task ${task}`));
  const does = `Look at what failed${names.length > 0 ? `: ${names.join(', ')}` : ''}`;
  return { does, command: null, ...(failed[0] ? { stage: failed[0].name } : {}) };
}

function runCommand({ request }: Decided, phase: string): string {
  const plan = request.plan === undefined ? '' : ` --plan=${request.plan}`;
  return `npx nx run ${request.project}:implement-phase${plan} --phase=${phase}`;
}
