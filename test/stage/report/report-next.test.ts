import { expect, test } from 'vitest';
import type { Report } from '../../../core/report/report.ts';
import type { Landed } from '../../../core/stage/land/landing.ts';
import { nextSteps } from '../../../core/stage/report/report-next.ts';
import { sampleReport } from '../../report/sample.ts';
import { leftWith } from './left.ts';

const decision: Parameters<typeof nextSteps>[0] = {
  request: {
    workspace: '/ws',
    project: 'shop',
    projectRoot: '',
    plans: [],
    plan: 'checkout',
    rebase: false,
    targets: [],
    options: [],
  },
  base: 'aaaa1111'.repeat(5),
  nextPhase: undefined,
  phase: { id: '2' },
};
const commit = 'bbbb2222'.repeat(5);
const onBranch: Landed = {
  to: 'branch',
  branch: 'phase/2',
  commit,
  tree: commit,
  merge: 'git merge --ff-only phase/2',
};
const asRequest: Landed = {
  ...onBranch,
  to: 'pull-request',
  branch: 'phase/2 of origin',
  merge: 'gh pr view --web https://forge.test/1',
  url: 'https://forge.test/1',
};
const onMain: Landed = { ...onBranch, to: 'main', branch: 'main of origin', merge: 'git pull --ff-only origin main' };

test.each([onBranch, asRequest, onMain])(
  'What landed at $to is looked at by commits, which git knows by any name.',
  (landed) => {
    expect(steps('landed', { landed })[0]?.command).toBe('git log --stat aaaa1111..bbbb2222');
  },
);

test.each<[string, Landed, string]>([
  ['on a branch', onBranch, 'Bring it into main, or open a pull request of the branch'],
  ['as a pull request', asRequest, 'Have the pull request read and merged'],
  [
    'as a branch that was pushed',
    { ...onBranch, to: 'pull-request', branch: 'phase/2 of origin' },
    'Open a pull request from phase/2 of origin',
  ],
  ['on main', onMain, 'It is on main of origin: have it in your checkout'],
])('What landed %s is gone on with as it is there.', (_, landed, does) => {
  expect(steps('landed', { landed })[1]).toEqual({ does, command: landed.merge });
});

test('The first step after a failure names what failed, and leads to it.', () => {
  expect(steps('failed', {})[0]).toEqual({
    does: 'Look at what failed: task 2.3',
    command: null,
    stage: 'task-2.3',
  });
});

test('A run that was stopped, or failed, with a question open says that it can be answered.', () => {
  const { questions } = sampleReport();
  const answer = { does: 'Answer the question below', command: 'npx phasewright status' };

  expect(steps('stopped', { questions })).toContainEqual(answer);
  expect(steps('failed', { questions })).toContainEqual(answer);
  expect(steps('stopped', {})).not.toContainEqual(answer);
});

function steps(
  outcome: Report['outcome'],
  { landed, questions = [] }: { landed?: Landed; questions?: Report['questions'] },
): Report['nextSteps'] {
  const ending = { known: new Map(), landed, agentCalls: 0 };
  const { stages } = sampleReport();
  return nextSteps(decision, { outcome, ending, questions, deferred: 0, left: leftWith({}), stages });
}
