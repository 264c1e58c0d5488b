import { expect, test } from 'vitest';
import type { HeldClaim } from '../../../core/claim/held-claim.ts';
import type { Failure } from '../../../core/failure.ts';
import { makeCommit, treeOf } from '../../../core/git/commit.ts';
import { readRef } from '../../../core/git/refs.ts';
import { json, sharedOf, type StageContext } from '../../../core/stage/context.ts';
import { leaveLoop } from '../../../core/stage/loop/leave-loop.ts';
import { journalPath, openLoopJournal } from '../../../core/stage/loop/loop-journal.ts';
import { loopEnding } from '../../../core/stage/loop/loop-ending.ts';
import { takeUpLoop, type TakenUp } from '../../../core/stage/loop/take-up-loop.ts';
import { keepTranscript, transcripts } from '../../../core/stage/loop/transcripts.ts';
import { answerTo, keepAnswer } from '../../../core/stage/questions/answers.ts';
import { shareAnswers } from '../../../core/stage/questions/share-answers.ts';
import { keepTask } from '../../../core/stage/task/keep-task.ts';
import { takeTaskClaim } from '../../../core/stage/task/task-claim.ts';
import { drive } from '../../../core/workflow/drive.ts';
import type { Question } from '../../../core/workflow/question.ts';
import type { Event, State } from '../../../core/workflow/state.ts';
import { iterative } from '../../../core/workflow/workflow.ts';
import { twoMachines, type PhaseMachine } from './two-machines.ts';

const stage = 'task-1.1';
const key = 'k'.repeat(64);
const workflow = iterative({ gateRetries: 2, maxReviewRounds: 5 });
const asks = { status: 'person-needed', summary: '', question: 'Speed or size?', options: [] } as const;
const didAsk: Event = { type: 'worked', answer: asks as never, usage: {} };

function failed(reason: Failure['reason']): Event {
  return { type: 'failed', failure: { reason, message: 'It broke.' }, agentCalls: 1 };
}

async function takeUp(context: StageContext): Promise<TakenUp> {
  return await takeUpLoop(context, { stage, key, name: 'Task 1.1', workflow, start: context.phase.base });
}

async function claimed({ context }: PhaseMachine): Promise<HeldClaim> {
  const taken = await takeTaskClaim(context, { id: '1.1', stage, key });
  if (!taken.held) throw new Error('not held');
  return taken.claim;
}

/** What came of each command of a loop, and which there were. */
interface Driven {
  readonly state: State;
  readonly commands: string[];
}

/** Drives the loop as a task does, with agents that do as they are told here; then it says so and gives the claim back. */
async function driven({ context }: PhaseMachine, claim: HeldClaim, ...events: Event[]): Promise<Driven> {
  const start = context.phase.base;
  const journal = await openLoopJournal(context, { stage, key, workflow, start });
  if (!journal.ok) throw new Error(journal.failure.message);
  const commands: string[] = [];
  const state = await drive({
    stage,
    workflow,
    start,
    journal: journal.value,
    effects: {
      carryOut: async (command) => {
        commands.push(command.do);
        return events.shift() ?? failed('stopped');
      },
      recover: async () => undefined,
      answerTo: async (question) => await answerTo(context, question),
    },
  }).finally(async () => await journal.value.close());
  const record = { stage, key, outcome: 'failed', ...loopEnding(state) };
  await leaveLoop(context, claim, { stage, key, work: state.progress.commit, record, journal: journal.value });
  await claim.end();
  return { state, commands };
}

async function commitOf({ repository }: StageContext): Promise<Event> {
  const { git, head } = repository;
  const author = { name: 'Ada', email: 'ada@example.com' };
  const commit = await makeCommit(git, { tree: await treeOf(git, head), parents: [head], message: 'work', author });
  return { type: 'committed', commit, changed: ['a.txt'] };
}

const worked: Event = { type: 'worked', answer: { status: 'done', summary: '' } as never, usage: {} };

const scoped: Event = { type: 'scoped', outside: [] };

function gated(commit: Event): Event {
  const verdict = { commit: shaOf(commit), tree: shaOf(commit), green: true, gates: [], changedFiles: [] };
  return { type: 'gated', verdict };
}

function approved(commit: Event): Event {
  const answer = { commit: shaOf(commit), verdict: 'APPROVED', nonce: 'n', summary: '', findings: [] } as const;
  return { type: 'reviewed', answer, usage: {} };
}

function shaOf(event: Event): string {
  return event.type === 'committed' ? event.commit : '';
}

async function answers({ context }: PhaseMachine, question: Question, choice: string): Promise<void> {
  const { host, repository, refs } = context;
  await keepAnswer(host, repository.git, refs, { question, choice, text: 'size', by: 'bo', how: 'person' });
  await shareAnswers(host, sharedOf(context)!, refs);
}

test('What a task asks on one machine is asked on another, without an agent, and its answer lets either go on.', async () => {
  const { first, second, at } = await twoMachines();
  const asked = await driven(first, await claimed(first), didAsk, didAsk, didAsk);
  if (asked.state.at !== 'asking') throw new Error('asks nothing');
  const { question } = asked.state;
  expect(at(second.context.refs.claim(stage))).toBe('');
  expect(at(second.context.refs.loop(stage, key))).not.toBe('');

  const claim = await claimed(second);
  expect(await takeUp(second.context)).toEqual({ ok: true });
  expect(second.notes).toEqual(['goes on from where ada@first has left it']);
  const there = at(second.context.refs.loop(stage, key));
  const again = await driven(second, claim);
  expect(again).toMatchObject({ state: { at: 'asking', question: { id: question.id } }, commands: [] });
  // Nothing is new, so nothing is told.
  expect(at(second.context.refs.loop(stage, key))).toBe(there);

  await answers(second, question, 'retry');
  const { host, refs } = first.context;
  expect(await shareAnswers(host, sharedOf(first.context)!, refs)).toMatchObject({
    ok: true,
    value: [expect.any(String)],
  });
  const own = await claimed(first);
  expect(await takeUp(first.context)).toEqual({ ok: true });
  expect((await driven(first, own)).commands).toEqual(['work']);
});

test('A loop that was stopped goes on elsewhere from where it was, with its work.', async () => {
  const { first, second } = await twoMachines();
  const commit = await commitOf(first.context);
  await keepTranscript(first.context, { stage, key }, '1-1-implementer', 'said this');
  await driven(first, await claimed(first), worked, commit, failed('agent-quota'));
  const claim = await claimed(second);
  expect(await takeUp(second.context)).toEqual({ ok: true });
  expect(await transcripts(second.context, { stage, key })).toEqual([['transcripts/1-1-implementer.txt', 'said this']]);
  const { state, commands } = await driven(second, claim);
  expect(commands).toEqual(['scope']);
  expect(state.progress.commit).toBe(commit.type === 'committed' && commit.commit);
});

test('What has failed elsewhere is a question, once for each time; the default leaves it to them.', async () => {
  const { first, second } = await twoMachines();
  await driven(first, await claimed(first), failed('agent-failed'));
  const claim = await claimed(second);
  const taken = await takeUp(second.context);
  expect(taken).toMatchObject({
    ok: false,
    outcome: 'question',
    question: { reason: 'failed-elsewhere', text: 'Task 1.1 has failed on ada@first: It broke.', default: 'skip' },
  });
  if (taken.ok || taken.outcome !== 'question') throw new Error('asks nothing');
  await answers(second, taken.question, 'skip');
  expect(await takeUp(second.context)).toMatchObject({ outcome: 'failed', failure: { reason: 'claimed' } });
  await claim.end();

  // Whoever has failed may try again as ever.
  const own = await claimed(first);
  expect(await takeUp(first.context)).toEqual({ ok: true });
  await driven(first, own, failed('agent-failed'));
  const next = await claimed(second);
  expect(await takeUp(second.context)).toMatchObject({ ok: false, outcome: 'question' });
  await next.end();
});

test.each([
  ['resume', 1],
  ['fresh', 0],
])('Answered with "%s", %i results of the loop that failed elsewhere are gone on from.', async (choice, results) => {
  const { first, second } = await twoMachines();
  await driven(first, await claimed(first), failed('agent-failed'));
  const claim = await claimed(second);
  const taken = await takeUp(second.context);
  if (taken.ok || taken.outcome !== 'question') throw new Error('asks nothing');
  await answers(second, taken.question, choice);
  expect(await takeUp(second.context)).toEqual({ ok: true });
  const { host, phase } = second.context;
  const text = (await host.files.read(journalPath(phase, stage, key))) ?? '';
  expect(text.split('\n').filter((line) => line.includes('"kind":"result"'))).toHaveLength(results);
  // That was the answer about exactly this failure: it is not asked about again.
  expect(await takeUp(second.context)).toEqual({ ok: true });
  await claim.end();
});

test('An option says what becomes of what has failed elsewhere, once.', async () => {
  const { first, second } = await twoMachines();
  await driven(first, await claimed(first), failed('agent-failed'));
  const { phase } = second.context;
  const questions = { ...phase.options.questions, answers: { 'failed-elsewhere': 'resume' as const } };
  const context = { ...second.context, phase: { ...phase, options: { ...phase.options, questions } } };
  const claim = await claimed(second);
  expect(await takeUp(context)).toEqual({ ok: true });
  await claim.end();
  await driven(first, await claimed(first), failed('agent-failed'));
  const next = await claimed(second);
  expect(await takeUp(context)).toMatchObject({ ok: false, outcome: 'question' });
  await next.end();
});

test('Work of a machine that had lost its claim is kept beside what others have made of the loop.', async () => {
  const { first, second } = await twoMachines();
  const { host, phase, refs } = second.context;
  await driven(second, await claimed(second), failed('stopped'));
  const path = journalPath(phase, stage, key);
  const own = await claimed(first);
  expect(await takeUp(first.context)).toEqual({ ok: true });
  await driven(first, own, worked, await commitOf(first.context), failed('stopped'));
  const theirs = `${(await host.files.read(path)) ?? ''}{}\n`;
  await host.files.write(path, theirs);
  const claim = await claimed(second);
  expect(await takeUp(second.context)).toEqual({ ok: true });
  const folder = (await host.files.list(path.slice(0, path.lastIndexOf('/')))).map(({ name }) => name);
  const aside = folder.filter((name) => /\.jsonl\.\d+$/.test(name));
  expect(aside).toHaveLength(1);
  expect(await host.files.read(`${path.slice(0, path.lastIndexOf('/'))}/${aside[0]}`)).toBe(theirs);
  expect(await readRef(second.context.repository.git, refs.loop(stage, key))).toBeDefined();
  await claim.end();
});

test('What was approved here goes before where others have left the loop meanwhile, and no agent is called again.', async () => {
  const { first, second, at } = await twoMachines();
  const commit = await commitOf(first.context);
  const approving = [worked, commit, scoped, gated(commit), approved(commit)];
  // Its result does not get through, and its claim is taken over.
  const claim = await claimed(first);
  const done = await driven(first, { ...claim, end: async () => ({ how: 'unknown', words: 'gone' }) }, ...approving);
  expect(done.state.at).toBe('approved');
  await claim.end();
  await driven(second, await claimed(second), didAsk, didAsk, didAsk);
  expect(at(first.context.refs.loop(stage, key))).not.toBe('');

  const own = await claimed(first);
  expect(await takeUp(first.context)).toEqual({ ok: true });
  expect(first.notes.at(-1)).toBe('what was approved here is kept, and not where ada@second has left it meanwhile');
  expect(await driven(first, own)).toMatchObject({ state: { at: 'approved' }, commands: [] });
});

test('With its result a task has no loop on the remote any more.', async () => {
  const { first, at } = await twoMachines();
  await driven(first, await claimed(first), failed('stopped'));
  const { context } = first;
  expect(at(context.refs.loop(stage, key))).not.toBe('');
  const claim = await claimed(first);
  const artifacts = new Map([['record.json', json({})]]);
  expect(
    await keepTask(context, claim, { id: '1.1', stage, key, work: context.repository.head, artifacts }),
  ).toMatchObject({
    ok: true,
  });
  expect(at(context.refs.loop(stage, key))).toBe('');
  expect(at(context.refs.result(stage, key))).not.toBe('');
  expect(await readRef(context.repository.git, context.refs.loop(stage, key))).toBeUndefined();
});

test('Of two answers to a question the later one counts, whichever machine it was given on.', async () => {
  const { first, second } = await twoMachines();
  const asked = await driven(first, await claimed(first), didAsk, didAsk, didAsk);
  if (asked.state.at !== 'asking') throw new Error('asks nothing');
  const { question } = asked.state;
  await answers(atTime(first, 1000), question, 'abandon');
  await answers(atTime(second, 2000), question, 'retry');
  await shareAnswers(first.context.host, sharedOf(first.context)!, first.context.refs);
  for (const machine of [first, second])
    expect(await answerTo(machine.context, question)).toMatchObject({ choice: 'retry' });
});

/** The machine at that time. */
function atTime(machine: PhaseMachine, wall: number): PhaseMachine {
  const { host } = machine.context;
  return { ...machine, context: { ...machine.context, host: { ...host, clock: { ...host.clock, wall: () => wall } } } };
}
