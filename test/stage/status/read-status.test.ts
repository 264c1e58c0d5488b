import { appendFileSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { accountPath } from '../../../core/agent/account.ts';
import { openJournal } from '../../../core/journal/journal.ts';
import { json, keep } from '../../../core/stage/context.ts';
import { journalPath } from '../../../core/stage/loop/loop-journal.ts';
import { keepBound, readBound } from '../../../core/stage/bound.ts';
import { keepAnswer } from '../../../core/stage/questions/answers.ts';
import { recordAsked } from '../../../core/stage/questions/asked.ts';
import { loopStanding } from '../../../core/stage/overview/loop-standing.ts';
import { lookAtOthers } from '../../../core/stage/status/look-at-others.ts';
import { readStatus } from '../../../core/stage/status/read-status.ts';
import { statusSchema, type Status } from '../../../core/stage/status/status.ts';
import { checkoutOf, filesBelow, scratch, userGit } from '../../git/scratch.ts';
import { committed, failed, goodWork, inScope, says, worked } from '../../workflow/sample.ts';
import { begun, deadOwner, type Begun } from '../overview/begun.ts';

async function statusOf({ host, root }: Begun): Promise<Status> {
  const read = await readStatus(host, root);
  if (!read.ok) throw new Error(read.failure.message);
  return statusSchema.parse(read.value);
}

async function phaseOf(made: Begun): Promise<Status['phases'][number]> {
  const [phase, ...others] = (await statusOf(made)).phases;
  expect(others).toEqual([]);
  return phase!;
}

function line(stage: string, costUsd: number): string {
  return `${JSON.stringify({ run: 'r1', stage, usage: { costUsd } })}\n`;
}

const gate = { do: 'gate', commit: 'c1' };

test('A phase that was begun and that nobody works on has its tasks in plan order, and the command that goes on.', async () => {
  const made = await begun();
  expect(await phaseOf(made)).toMatchObject({
    plan: 'demo',
    phase: '1',
    title: 'Start',
    project: 'demo',
    path: 'specs/91-impl-plan.md',
    state: 'stopped',
    run: null,
    base: made.repository.head,
    tasks: [
      { id: '1.1', title: 'Begin', state: 'open', waitsFor: [] },
      { id: '1.2', title: 'Go on', state: 'open', waitsFor: ['1.1'] },
    ],
    next: 'npx nx run demo:implement-phase --plan=demo --phase=1',
  });
});

test('A task is done by its result alone: what its journal or a claim says does not count.', async () => {
  const made = await begun();
  const commit = await made.finish('1.1');
  await made.journal('1.1', [], gate);
  await made.claim('task-1.1', {});
  const { tasks } = await phaseOf(made);
  expect(tasks[0]).toMatchObject({ state: 'done', rounds: 2, commit, reason: null });
  expect(tasks[1]).toMatchObject({ state: 'open', waitsFor: [] });
});

test('A result of another brief is none of the task as it is by now.', async () => {
  const made = await begun();
  await made.finish('1.1');
  const bound = await readBound(made.host, made.context.phase.state);
  const briefs = bound?.briefs.map((brief) => ({ ...brief, acceptance: ['It is new.'] })) ?? [];
  await keepBound(made.host, { phase: made.context.phase, briefs });
  expect((await phaseOf(made)).tasks.map(({ state }) => state)).toEqual(['open', 'open']);
});

test('A task at work tells what is done in which round, by which agent, and since when.', async () => {
  const made = await begun();
  await made.claim('phase', {});
  await made.claim('task-1.1', {});
  await made.journal('1.1', [worked, committed('c1'), inScope], gate);
  const status = await statusOf(made);
  const [phase] = status.phases;
  expect(phase).toMatchObject({ state: 'at-work', run: made.context.phase.run });
  expect(phase?.tasks[0]).toMatchObject({
    state: 'at-work',
    run: made.context.phase.run,
    commit: 'c1',
    doing: { do: 'gate', role: null, agent: null, round: 1, attempt: 1, since: expect.stringMatching(/^\d{4}-.*Z$/) },
  });
  expect(status.workers).toEqual([
    expect.objectContaining({
      run: made.context.phase.run,
      pid: process.pid,
      standing: 'alive',
      holds: [
        { plan: 'demo', phase: '1', what: 'phase', epoch: 1 },
        { plan: 'demo', phase: '1', what: 'task-1.1', epoch: 1 },
      ],
    }),
  ]);
});

test('Where an agent is called, the status says whose role it has and which agent that is.', async () => {
  const made = await begun();
  await made.claim('task-1.1', {});
  await made.journal('1.1', goodWork('c1'), { do: 'review', commit: 'c1', round: 1 });
  expect((await phaseOf(made)).tasks[0]?.doing).toMatchObject({
    do: 'review',
    role: 'reviewer',
    agent: 'command true',
  });
});

test('What a killed run was at is told as stopped, with its dead worker.', async () => {
  const made = await begun();
  const dead = await deadOwner(made);
  await made.claim('phase', dead);
  await made.claim('task-1.1', dead);
  await made.journal('1.1', [worked], { do: 'commit' });
  const status = await statusOf(made);
  expect(status.phases[0]).toMatchObject({ state: 'killed' });
  expect(status.phases[0]?.tasks[0]).toMatchObject({
    state: 'stopped',
    reason: 'its run was killed; the next one goes on from here',
    doing: { do: 'commit', round: 1 },
  });
  expect(status.workers).toMatchObject([{ standing: 'dead', pid: dead.pid }]);
});

test('A claim of another machine is neither alive nor dead.', async () => {
  const made = await begun();
  await made.claim('task-1.1', { host: 'far-away' }, 'theirs');
  const status = await statusOf(made);
  expect(status.phases[0]?.tasks[0]).toMatchObject({ state: 'elsewhere', run: 'theirs' });
  expect(status.workers).toMatchObject([{ standing: 'elsewhere', host: 'far-away' }]);
});

test('A loop that failed says why; one whose journal is damaged names the record.', async () => {
  const made = await begun();
  const path = await made.journal('1.1', [failed]);
  expect((await phaseOf(made)).tasks[0]).toMatchObject({ state: 'stopped', reason: 'gone' });
  writeFileSync(path, 'nonsense\n');
  expect((await phaseOf(made)).tasks[0]).toMatchObject({
    state: 'stopped',
    reason: expect.stringContaining('record 1 of'),
  });
});

test('An open question holds its task, is listed with what can be answered, and is gone once it is answered.', async () => {
  const made = await begun();
  const question = {
    id: 'task-1.1-abc',
    reason: 'gate-limit',
    stage: 'task-1.1',
    text: 'Red?',
    context: [],
    options: [{ name: 'retry', does: 'try again' }],
    default: 'retry',
  } as const;
  const asked = { ...question, context: [], options: [...question.options] };
  await recordAsked(made.context, [asked]);
  const waits = await statusOf(made);
  expect(waits.phases[0]).toMatchObject({
    state: 'waiting',
    tasks: [{ state: 'waiting', question: 'task-1.1-abc' }, {}],
  });
  expect(waits.questions).toMatchObject([
    { question: { id: 'task-1.1-abc', options: [{ name: 'retry' }] }, plan: 'demo', phase: '1', project: 'demo' },
  ]);
  await keepAnswer(made.host, made.git, made.context.refs, { question: asked, choice: 'retry', text: '', by: 'ada' });
  const answered = await statusOf(made);
  expect(answered.questions).toEqual([]);
  expect(answered.phases[0]?.state).toBe('stopped');
});

test('A loop that asks waits, whether its run has recorded that or was killed, and goes on once there is an answer.', async () => {
  const made = await begun();
  await made.journal('1.1', [says({ status: 'person-needed' })]);
  const { phase } = made.context;
  const loop = await loopStanding(made.host, { phase, briefs: [] }, { stage: 'task-1.1', key: made.key('1.1') });
  const state = loop.ok ? loop.value?.state : undefined;
  if (state?.at !== 'asking') throw new Error('It does not ask');
  const { question } = state;
  expect((await phaseOf(made)).tasks[0]).toMatchObject({ state: 'waiting', question: question.id });
  await recordAsked(made.context, [question]);
  await keepAnswer(made.host, made.git, made.context.refs, { question, choice: 'retry', text: '', by: 'ada' });
  expect((await phaseOf(made)).tasks[0]).toMatchObject({
    state: 'stopped',
    reason: `${question.id} is answered; the next run goes on`,
  });
});

test('A merge is told while it is resolved, while what no agent has resolved is asked, and when it is done.', async () => {
  const made = await begun();
  const { host, context } = made;
  const key = 'ab'.repeat(32);
  const stage = 'merge-1.2';
  await made.claim('phase', {});
  await made.claim(stage, {});
  const journal = await openJournal(host, journalPath(context.phase, stage, key));
  if (!journal.ok) throw new Error(journal.failure.message);
  await journal.value.append('opened', { stage, workflow: 'merge', start: made.repository.head });
  await journal.value.append('intent', { do: 'work', round: 1, attempt: 1, because: { why: 'first' } });
  const about = { stage, task: '1.2', run: context.phase.run };
  expect((await phaseOf(made)).merges).toMatchObject([
    { ...about, state: 'at-work', doing: { do: 'work', role: 'implementer', agent: 'command true' } },
  ]);

  await journal.value.append('result', says({ status: 'person-needed', question: 'Which?' }));
  await journal.value.close();
  for (const what of [stage, 'phase']) userGit(made.root, 'update-ref', '-d', context.refs.claim(what));
  const open = { ...about, run: null };
  expect((await phaseOf(made)).merges).toMatchObject([
    { ...open, state: 'stopped', reason: expect.stringContaining('an agent has tried: ') },
  ]);
  const question = {
    id: 'squash-abc',
    reason: 'conflict' as const,
    stage: 'squash',
    text: 'The result of task 1.2 conflicts with those of 1.1.',
    context: [],
    tasks: ['1.1', '1.2'],
    options: [{ name: 'abandon', does: 'leave it' }],
    default: 'abandon',
  };
  await recordAsked(context, [question]);
  expect((await phaseOf(made)).merges).toMatchObject([{ ...open, state: 'waiting', question: 'squash-abc' }]);
  await keepAnswer(host, made.git, context.refs, { question, choice: 'abandon', text: '', by: 'Ada' });
  expect((await phaseOf(made)).merges).toMatchObject([
    { ...open, state: 'stopped', reason: expect.stringContaining('squash-abc is answered') },
  ]);

  const record = { version: 1, stage, outcome: 'done', key, sides: ['a', 'b'], paths: ['a.txt'], rounds: 1 };
  const nothing = { agentCalls: 2, usage: {}, turns: [], gates: [], findings: [], deviations: [] };
  const artifacts = new Map([['record.json', json({ ...record, ...nothing, commit: made.repository.head })]]);
  await keep(context, { stage, key, work: made.repository.head, artifacts });
  expect((await phaseOf(made)).merges).toMatchObject([
    { ...open, state: 'done', rounds: 1, commit: made.repository.head, question: null },
  ]);
});

test('Cost is told for each task, for the phase and for all, from the account alone.', async () => {
  const made = await begun();
  const account = accountPath(made.context.phase.state);
  appendFileSync(account, `${line('task-1.1', 0.5)}${line('task-1.1', 0.25)}${line('review', 1)}{"stage":"task-1`);
  const status = await statusOf(made);
  expect(status.phases[0]?.tasks.map(({ spent }) => spent)).toEqual([{ costUsd: 0.75 }, {}]);
  expect(status.phases[0]?.spent).toEqual({ costUsd: 1.75 });
  expect(status.spent).toEqual({ costUsd: 1.75 });
});

test('A phase whose hand-off commit is in the history of HEAD is handed over, not before, and not with tasks that are open.', async () => {
  const made = await begun();
  await made.finish('1.1');
  const last = await made.finish('1.2');
  expect((await phaseOf(made)).state).toBe('stopped');
  userGit(made.root, 'merge', '--quiet', '--no-edit', '--no-ff', last);
  userGit(
    made.root,
    'commit',
    '--quiet',
    '--allow-empty',
    '-m',
    'done\n\nPlan: demo\nPhase: 1\nPhase-Step: hand-off\n',
  );
  expect((await phaseOf(made)).state).toBe('handed-over');
  const other = await begun();
  await other.finish('1.1');
  userGit(
    other.root,
    'commit',
    '--quiet',
    '--allow-empty',
    '-m',
    'done\n\nPlan: demo\nPhase: 1\nPhase-Step: hand-off\n',
  );
  expect((await phaseOf(other)).state).toBe('stopped');
});

test('A clone that has the refs and no state folder tells what results and claims tell.', async () => {
  const made = await begun();
  const commit = await made.finish('1.1');
  await made.claim('task-1.2', { host: 'far-away' }, 'theirs');
  const clone = join(dirname(made.root), 'clone');
  userGit(made.root, 'clone', '--quiet', made.root, clone);
  userGit(clone, 'fetch', '--quiet', 'origin', 'refs/phasewright/*:refs/phasewright/*');
  expect((await phaseOf({ ...made, root: clone })).tasks).toMatchObject([
    { id: '1.1', state: 'done', commit },
    { id: '1.2', state: 'elsewhere', run: 'theirs' },
  ]);
});

test('Looking writes nothing, takes no lock, and is not stopped by one.', async () => {
  const made = await begun();
  await made.finish('1.1');
  await made.journal('1.2', [worked], { do: 'commit' });
  const state = dirname(made.context.phase.state);
  const seen = () => [
    checkoutOf(made.root),
    [...filesBelow(made.root, '.git'), ...filesBelow(state, '')].toSorted(),
    statSync(join(made.root, '.git/index')).mtimeMs,
  ];
  const locks = ['index.lock', 'packed-refs.lock', 'refs/phasewright/demo/1/claim/phase.lock'];
  for (const lock of locks) {
    mkdirSync(dirname(join(made.root, '.git', lock)), { recursive: true });
    writeFileSync(join(made.root, '.git', lock), '');
  }
  const before = seen();
  const stateBefore = readdirSync(dirname(state));
  await statusOf(made);
  expect(seen()).toEqual(before);
  expect(readdirSync(dirname(state))).toEqual(stateBefore);
});

test('A repository without a phase has none, and a folder that is no repository is refused.', async () => {
  const made = await scratch({ 'a.txt': '1' });
  expect(await readStatus(made.host, made.root)).toMatchObject({
    ok: true,
    value: { phases: [], workers: [], questions: [], spent: {} },
  });
  const outside = dirname(made.root);
  expect(existsSync(join(outside, '.git'))).toBe(false);
  expect(await readStatus(made.host, outside)).toMatchObject({ ok: false, failure: { reason: 'no-repository' } });
});

test('What other machines hold is shown as the remote had it when it was looked at last, with when that was.', async () => {
  const made = await begun();
  const remote = await made.share();
  await made.claim('task-1.1', { host: 'far-away', user: 'bo' }, 'run of theirs');
  // On a machine of its own nothing of that is seen here.
  userGit(made.root, 'update-ref', '-d', 'refs/phasewright/demo/1/claim/task-1.1');
  expect((await statusOf(made)).workers).toEqual([]);
  expect(await lookAtOthers(made.host, made.root)).toEqual({ ok: true, value: 'looked' });
  const seen = await statusOf(made);
  expect(seen.workers).toMatchObject([
    {
      run: 'run of theirs',
      host: 'far-away',
      user: 'bo',
      standing: 'elsewhere',
      seenAt: expect.stringMatching(/^\d{4}-/),
    },
  ]);
  expect(seen.phases[0]?.tasks[0]).toMatchObject({ state: 'elsewhere', run: 'run of theirs' });
  userGit(remote, 'update-ref', '-d', 'refs/phasewright/demo/1/claim/task-1.1');
  expect((await statusOf(made)).workers).toHaveLength(1);
  await lookAtOthers(made.host, made.root);
  expect((await statusOf(made)).workers).toEqual([]);
});

test('What this repository has of a claim is not shown a second time by what its remote had.', async () => {
  const made = await begun();
  await made.share();
  await made.claim('task-1.1', {});
  await lookAtOthers(made.host, made.root);
  expect((await statusOf(made)).workers).toMatchObject([{ standing: 'alive', seenAt: null }]);
});
