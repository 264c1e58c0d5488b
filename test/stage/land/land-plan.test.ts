import { expect, test } from 'vitest';
import { userGit } from '../../git/scratch.ts';
import { answer, finish, mainOf, planPath, planText, somebodyElse, withRemote } from './landable.ts';

const row = (id: string, title: string, status: string) => `| ${id} | ${title} | ${status} |\n`;
/** Tasks between which and the phase's own somebody can write without touching its line. */
const before = ['1.2', '1.3', '1.4'].map((id) => row(id, 'Before', 'done')).join('');

/** The plan with tasks that were ticked before, and more behind them. */
function planWith(status: 'open' | 'done', more = '', others = before): string {
  const own = row('1.1', 'Begin', status);
  return planText(status).replace(own, `${own}${others}${more}`);
}

/** A finished phase, and main on which somebody has made another plan of it meanwhile. */
async function meanwhile(theirs: string) {
  const { user, remote } = await withRemote({ [planPath]: planWith('open') });
  const phase = await finish(user, { ticked: planWith('done') });
  const main = somebodyElse(remote, { [planPath]: theirs });
  return { remote, phase, main };
}

test.each([
  ['that main has added', planWith('open', row('1.7', 'Check what comes from outside', 'open')), '1.7 Check'],
  [
    'that main has opened again',
    planWith('open', '', before.replace('| 1.4 | Before | done', '| 1.4 | Before | open')),
    '1.4 Before',
  ],
])('A merge with an open task %s does not land: it would close the phase with it.', async (_what, theirs, task) => {
  const { remote, phase, main } = await meanwhile(theirs);
  const landing = await phase.land();
  expect(landing).toMatchObject({
    landed: { to: 'branch', branch: 'phase/1' },
    failure: { reason: 'land', message: expect.stringContaining(`but those that were done: ${task}`) },
  });
  expect(mainOf(remote)).toBe(main);
});

test.each([
  [
    'an exit criterion that main has added',
    planWith('open').replace('passes.\n', 'passes.\n- `node -e 1` passes.\n'),
    'the exit criteria of phase 1',
  ],
  [
    'a task that main has rewritten',
    planWith('open', '', before.replace('1.4 | Before', '1.4 | Before, and well')),
    'task 1.4',
  ],
  ['a task that main has added as done', planWith('open', row('1.7', 'Theirs', 'done')), 'task 1.7, which is new'],
  ['a task that main has taken out', planWith('open', '', before.replace(/.*1\.4.*\n/, '')), 'task 1.4, which is gone'],
  ['another title', planWith('open').replace('Phase 1 — Start', 'Phase 1 — Start well'), 'the title of phase 1'],
])('A person says whether %s needs no review.', async (_what, theirs, told) => {
  const { remote, phase, main } = await meanwhile(theirs);
  const landing = await phase.land();
  expect(landing.questions).toMatchObject([{ reason: 'conflict' }]);
  expect(landing.questions?.[0]?.options.map((one) => one.name)).toContain('land');
  expect(landing.questions?.[0]?.context).toContain(`${planPath}: ${told}`);
  expect(mainOf(remote)).toBe(main);
});

test('What main does to other parts of the plan is no question.', async () => {
  const { user, remote } = await withRemote({ [planPath]: planText('open') + phase2('open') });
  const phase = await finish(user, { ticked: planText('done') + phase2('open') });
  somebodyElse(remote, { [planPath]: planText('open') + phase2('done') });
  expect(await phase.land()).toMatchObject({ landed: { to: 'main' } });
  expect(userGit(remote, 'show', `main:${planPath}`)).toBe((planText('done') + phase2('done')).trimEnd());
});

function phase2(status: string): string {
  const head = '\nWords.\n\n## Phase 2 — On\n\n| # | Task | Status |\n| --- | --- | --- |\n';
  return `${head}${row('2.1', 'On', status)}`;
}

test('A person may let a changed plan land; its criteria are proven first.', async () => {
  const { remote, phase } = await meanwhile(
    planWith('open').replace('passes.\n', 'passes.\n- `node -e 1+1` passes.\n'),
  );
  await answer(phase, await phase.land(), 'land');
  // The tasks that were ticked before are for a person too.
  const asked = await phase.land();
  for (const question of asked.questions ?? []) await answer(phase, { questions: [question] }, 'met');
  expect(await phase.land()).toMatchObject({ landed: { to: 'main', combined: { verdict: { green: true } } } });
  expect(userGit(remote, 'show', `main:${planPath}`)).toContain('1+1');
});
