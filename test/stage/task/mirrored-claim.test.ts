import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { keepAnswer } from '../../../core/stage/questions/answers.ts';
import { json, sharedOf, type StageContext } from '../../../core/stage/context.ts';
import { keepTask } from '../../../core/stage/task/keep-task.ts';
import { takeShared } from '../../../core/stage/take-shared.ts';
import { takeMarksOff } from '../../../core/stage/task/marks-left.ts';
import { takeTaskClaim } from '../../../core/stage/task/task-claim.ts';
import { checkoutOf, commitFiles, userGit } from '../../git/scratch.ts';
import { twoMachines, type PhaseMachine } from '../loop/two-machines.ts';

const path = 'specs/91-impl-plan.md';
const key = 'k'.repeat(64);
const plan = [
  '# Implementation plan\n',
  '## Phase 1 — Start\n',
  '| # | Task | Status |',
  '| --- | --- | --- |',
  '| 1.1 | Begin | open |',
  '| 1.2 | Go on | open |\n',
  '**Exit criteria**:\n\n- `true` passes.\n',
].join('\n');

async function planned() {
  const made = await twoMachines({ [path]: plan });
  const { remote } = made;
  /** Somebody commits to main of the remote. */
  const theirs = (change: (text: string) => string): void => {
    const clone = join(dirname(remote), `clone-${Math.random()}`);
    userGit(dirname(remote), 'clone', '--quiet', remote, clone);
    userGit(clone, 'config', 'user.name', 'Bo');
    userGit(clone, 'config', 'user.email', 'bo@example.com');
    commitFiles(clone, { [path]: change(`${userGit(remote, 'show', `main:${path}`)}\n`) });
    userGit(clone, 'push', '--quiet', 'origin', 'HEAD:main');
  };
  const text = (): string => `${userGit(remote, 'show', `main:${path}`)}\n`;
  return {
    ...made,
    text,
    theirs,
    first: mirroring(made.first),
    second: mirroring(made.second),
    told: made.first.notes,
  };
}

async function take(context: StageContext, id = '1.1') {
  return await takeTaskClaim(context, { id, stage: `task-${id}`, key });
}

test('A claim stands in the plan on main while it is held, and the plan is as before when it ends.', async () => {
  const { first, second, text, theirs, at } = await planned();
  const before = checkoutOf(first.phase.checkout);
  const one = await take(first);
  const two = await take(second, '1.2');
  if (!one.held || !two.held) throw new Error('not held');
  expect(text()).toMatch(/\| 1\.1 \| Begin \| open \(claimed by phasewright [\w-]+\) \|/);
  expect(text()).toMatch(/\| 1\.2 \| Go on \| open \(claimed by phasewright [\w-]+\) \|/);
  expect(checkoutOf(first.phase.checkout)).toEqual(before);
  expect(await take(second)).toMatchObject({ held: false, failure: { reason: 'waiting' } });

  theirs((now) => `${now}More.\n`);
  const about = {
    id: '1.1',
    stage: 'task-1.1',
    key,
    work: first.repository.head,
    artifacts: new Map([['record.json', json({})]]),
  };
  expect(await keepTask(first, one.claim, about)).toMatchObject({ ok: true });
  await two.claim.end();
  expect(text()).toBe(`${plan}More.\n`);
  expect(at(first.refs.result('task-1.1', key))).not.toBe('');
});

test('A task that a person or another program has claimed in the plan is a question, about exactly that claim.', async () => {
  const { first, text, theirs, at } = await planned();
  theirs((now) => now.replace('Begin | open', 'Begin | in progress, Bo'));
  const asked = await take(first);
  expect(asked).toMatchObject({
    held: false,
    outcome: 'question',
    question: { reason: 'claimed', text: `Task 1.1 is claimed in ${path} on main: in progress, Bo.`, default: 'skip' },
  });
  expect(at(first.refs.claim('task-1.1'))).toBe('');
  if (asked.held || asked.outcome !== 'question') throw new Error('no question');
  const { host, repository, refs } = first;
  const answer = async (choice: string) =>
    await keepAnswer(host, repository.git, refs, { question: asked.question, choice, text: '', by: 'ada' });
  await answer('skip');
  expect(await take(first)).toMatchObject({ held: false, outcome: 'failed', failure: { reason: 'claimed' } });
  await answer('resume');
  const taken = await take(first);
  if (!taken.held) throw new Error('not held');
  expect(text()).toContain('| in progress, Bo (claimed by phasewright ');
  await taken.claim.end();
  expect(text()).toContain('| in progress, Bo |');
  theirs((now) => now.replace('in progress, Bo', 'in progress, Cy'));
  expect(await take(first)).toMatchObject({ held: false, outcome: 'question' });
});

test('A main that takes no claims fails the task with what the remote says, and the claim is given back.', async () => {
  const { first, remote, at, text } = await planned();
  mkdirSync(join(remote, 'hooks'), { recursive: true });
  writeFileSync(
    join(remote, 'hooks/update'),
    '#!/bin/sh\n[ "$1" != refs/heads/main ] || { echo "pull requests only" >&2; exit 1; }\n',
  );
  chmodSync(join(remote, 'hooks/update'), 0o755);
  expect(await take(first)).toMatchObject({
    held: false,
    failure: { reason: 'remote', message: expect.stringContaining('pull requests only') },
  });
  expect(at(first.refs.claim('task-1.1'))).toBe('');
  expect(text()).toBe(plan);
});

test('A mark that a run has left, killed between its result and the end of its mark, is taken off; those of live claims stay.', async () => {
  const { first, second, text } = await planned();
  await take(first);
  const other = await take(second, '1.2');
  if (!other.held) throw new Error('not held');
  // What had the mark is gone; the result is there, with the end of the claim.
  const again = await takeShared(first, 'task-1.1', { ref: first.refs.claim('task-1.1') });
  if (again.how !== 'held') throw new Error('not held');
  const artifacts = new Map([['record.json', json({})]]);
  await keepTask(first, again.claim, { id: '1.1', stage: 'task-1.1', key, work: first.repository.head, artifacts });
  expect(text()).toContain('Begin | open (claimed by phasewright ');

  const both = ['1.1', '1.2'].map((id) => ({ id, slug: id }));
  expect(await takeMarksOff(second, sharedOf(second)!, both)).toEqual({ ok: true, value: ['1.1'] });
  expect(text()).toMatch(/Begin \| open \|\n.*Go on \| open \(claimed/);
  expect(await takeMarksOff(second, sharedOf(second)!, both)).toEqual({ ok: true, value: [] });
  await other.claim.end();
  expect(text()).toBe(plan);
});

function mirroring({ context }: PhaseMachine): StageContext {
  const { phase } = context;
  return { ...context, phase: { ...phase, options: { ...phase.options, claims: 'plan' } } };
}
