import { expect, test } from 'vitest';
import { markClaim } from '../../../core/plan/edit/claim-mark.ts';
import { readPlan } from '../../../core/plan/read.ts';
import { keepBound, readBound } from '../../../core/stage/bound.ts';
import { checkoutOf, userGit } from '../../git/scratch.ts';
import { begun, commitPlan, deadOwner, planText, type Begun } from '../overview/begun.ts';
import { found, look, treat } from './treat.ts';

const path = 'specs/91-impl-plan.md';

/** The phase shared, with claims in the plan; main of the remote and HEAD show tasks as claimed by these runs. */
async function marked(runs: (made: Begun) => Readonly<Record<string, string>>) {
  const made = await begun();
  const { host, root, context } = made;
  await made.finish('1.1');
  let text = planText();
  for (const [id, run] of Object.entries(runs(made))) {
    const plan = readPlan(path, text);
    const done = markClaim(
      text,
      plan,
      plan.phases[0]!.tasks.find((task) => task.id === id)!,
      run.slice(0, 8),
    );
    if (!done.ok) throw new Error(done.failure.message);
    text = done.value.content;
  }
  commitPlan(root, text);
  const remote = await made.share();
  const bound = await readBound(host, context.phase.state);
  if (!bound) throw new Error('not bound');
  await keepBound(host, { ...bound, phase: { ...bound.phase, options: { ...bound.phase.options, claims: 'plan' } } });
  return { made, there: () => `${userGit(remote, 'show', `main:${path}`)}\n`, text };
}

test('Marks of tasks that are done, and of a run that died, are found by name and taken off main, once.', async () => {
  const { made, there } = await marked(({ context }) => ({ '1.1': 'dead-run', '1.2': context.phase.run }));
  await made.claim('task-1.2', await deadOwner(made));
  const before = checkoutOf(made.root);
  expect(await found(made)).toEqual([
    'claim-without-worker refs/phasewright/demo/1/claim/task-1.2',
    `mark-without-claim ${path}, tasks 1.1, 1.2`,
  ]);
  expect(await treat(made)).toEqual([
    { done: true, says: 'given back' },
    { done: true, says: 'taken off: 1.1, 1.2' },
  ]);
  expect(there()).toBe(planText());
  expect(checkoutOf(made.root)).toEqual(before);
});

test('Marks of other runs on what is not done, and all of a phase that somebody works on, are theirs.', async () => {
  const { made, there, text } = await marked(() => ({ '1.2': 'their-run' }));
  expect(await found(made)).toEqual([]);
  const own = await marked(() => ({ '1.1': 'dead-run' }));
  await own.made.claim('phase', {});
  expect(await found(own.made)).toEqual([]);
  expect(there()).toBe(text);
});

test('What is claimed on the remote meanwhile keeps its mark.', async () => {
  const { made, there, text } = await marked(() => ({ '1.1': 'dead-run' }));
  const { findings } = await look(made);
  await made.claim('task-1.1', { host: 'far-away' });
  userGit(made.root, 'update-ref', '-d', 'refs/phasewright/demo/1/claim/task-1.1');
  expect(await treat(made, findings)).toEqual([
    { done: true, says: expect.stringMatching(/^nothing is to be taken off/) },
  ]);
  expect(there()).toBe(text);
});
