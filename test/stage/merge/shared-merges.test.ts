import { expect, test } from 'vitest';
import { takeClaim } from '../../../core/claim/take-claim.ts';
import { readRef } from '../../../core/git/refs.ts';
import { sharedOf } from '../../../core/stage/context.ts';
import { keepAnswer } from '../../../core/stage/questions/answers.ts';
import { shareAnswers } from '../../../core/stage/questions/share-answers.ts';
import { combineTasks } from '../../../core/stage/task/combine-tasks.ts';
import { endingOfApart } from '../../../core/stage/task/conflict-question.ts';
import type { Question } from '../../../core/workflow/question.ts';
import { deadOwner } from '../overview/begun.ts';
import { stops } from './agents.ts';
import { conflicting } from './conflicting.ts';
import { twoMerging, type MergingMachine, type TwoMerging } from './two-merging.ts';

const ours = { texts: { 'a.txt': '1\nours\n3\n' } };
const theirs = { texts: { 'a.txt': '1\ntheirs\n3\n', 'c.txt': 'c\n' } };

async function together({ context }: MergingMachine, { records }: TwoMerging) {
  return await combineTasks(context, records);
}

async function askedOn(machine: MergingMachine, made: TwoMerging): Promise<Question> {
  const apart = await together(machine, made);
  if (apart.ok) throw new Error('combined');
  const ended = await endingOfApart(machine.context, 'squash', apart);
  if (ended.outcome !== 'question') throw new Error(ended.failure.message);
  return ended.question;
}

/** Refs of the remote that say where a merge stands: a claim, a loop, a result. */
function refsOf({ at, first: { context } }: TwoMerging) {
  const { refs } = context;
  return {
    claim: at(refs.claim('merge-1.2')),
    loop: at(`${refs.all}loop/merge-1.2`),
    result: at(`${refs.all}result/merge-1.2`),
  };
}

test('A conflict that no agent has resolved is one question on all machines, and its turn is paid once.', async () => {
  const made = await twoMerging([ours, theirs], { writer: stops });
  const { first, second, calls } = made;
  const question = await askedOn(first, made);
  expect(question.context.join('\n')).toMatch(/An agent has tried.*\n.*Which\?/s);
  expect(refsOf(made)).toEqual({ claim: '', loop: expect.stringMatching(/./), result: '' });

  const again = await askedOn(second, made);
  expect(again.id).toBe(question.id);
  expect(again.context.join('\n')).toContain('Which?');
  expect(calls()).toEqual(['writer']);
  expect(second.notes).toEqual(['goes on from where ada@first has left it']);

  // Whoever answers, on either machine, has answered on both.
  const { host, repository, refs } = second.context;
  await keepAnswer(host, repository.git, refs, { question: again, choice: 'abandon', text: '', by: 'Bo' });
  for (const { context } of [second, first]) await shareAnswers(context.host, sharedOf(context)!, refs);
  const apart = await together(first, made);
  if (apart.ok) throw new Error('combined');
  expect(await endingOfApart(first.context, 'squash', apart)).toMatchObject({ failure: { reason: 'conflict' } });
  expect(calls()).toEqual(['writer']);
});

test('Two machines that meet the same conflict at the same time wait for each other, and pay for it once.', async () => {
  const made = await twoMerging([ours, theirs]);
  const { first, second, calls } = made;
  const [one, other] = await Promise.all([together(first, made), together(second, made)]);
  if (!one.ok || !other.ok) throw new Error('not combined');
  expect(other.commits.map(({ tree }) => tree)).toEqual(one.commits.map(({ tree }) => tree));
  expect(other.merges).toEqual(one.merges);
  expect(calls()).toEqual(['writer', 'reviewer']);
  expect([...first.notes, ...second.notes].join('\n')).toMatch(/waits for ada@\w+ .*, who resolves these conflicts/);
  expect(refsOf(made)).toEqual({ claim: '', loop: '', result: expect.stringMatching(/./) });
});

test('Where an agent has failed at a conflict on one machine, the other asks before it pays for another try.', async () => {
  const made = await twoMerging([ours, theirs], { writer: 'process.exit(1)' });
  const { first, second, calls } = made;
  expect(await together(first, made)).toMatchObject({ ok: false, failure: { reason: 'agent-failed' } });
  const question = await askedOn(second, made);
  expect(question).toMatchObject({
    reason: 'failed-elsewhere',
    stage: 'merge-1.2',
    text: expect.stringContaining('The merge of a.txt has failed on ada@first'),
  });
  expect(calls()).toEqual(['writer']);
  const { host, repository, refs } = second.context;
  await keepAnswer(host, repository.git, refs, { question, choice: 'resume', text: '', by: 'Bo' });
  expect(await together(second, made)).toMatchObject({ ok: false, failure: { reason: 'agent-failed' } });
  expect(calls()).toEqual(['writer', 'writer']);
});

test('A run that was killed behind the push of a merge has left its claim here: it is given back, and nothing is done again.', async () => {
  const made = await conflicting([ours, theirs]);
  const { context, host, git, records, calls } = made;
  const first = await combineTasks(context, records);
  const claim = context.refs.claim('merge-1.2');
  const owner = { ...(await host.processes.self()), ...(await deadOwner(made)) };
  const dead = { ...host, processes: { ...host.processes, self: async () => owner } };
  await takeClaim(dead, git, { ref: claim, run: 'dead-run' });
  expect(await combineTasks(context, records)).toEqual(first);
  expect(await readRef(git, claim)).toBeUndefined();
  expect(calls()).toEqual(['writer', 'reviewer']);
});
