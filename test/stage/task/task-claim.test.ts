import { join } from 'node:path';
import { expect, test } from 'vitest';
import { takeClaim } from '../../../core/claim/take-claim.ts';
import { keepAnswer } from '../../../core/stage/questions/answers.ts';
import { takeTaskClaim, type TaskClaim } from '../../../core/stage/task/task-claim.ts';
import { contained } from '../../agent/contained.ts';

const task = { id: '1.1', stage: 'task-1.1', key: 'k'.repeat(64) };

/** A phase with a task that is claimed on a machine of which nothing can be seen here. */
async function claimedElsewhere() {
  const { context, host } = await contained();
  const self = { ...(await host.processes.self()), host: 'far-away' };
  const there = { ...host, processes: { ...host.processes, self: async () => self } };
  await takeClaim(there, context.repository.git, { ref: context.refs.claim(task.stage), run: 'run-of-theirs' });
  const journal = join(context.phase.state, 'journal', `task-1.1-${task.key.slice(0, 12)}.jsonl`);
  await host.files.write(journal, 'begun\n');
  const answer = async (choice: string) => {
    const asked = await takeTaskClaim(context, task);
    if (asked.held || asked.outcome !== 'question') throw new Error('no question');
    const { question } = asked;
    await keepAnswer(host, context.repository.git, context.refs, { question, choice, text: '', by: 'ada' });
    return question;
  };
  return { context, host, journal, answer };
}

test('A task that is claimed on another machine is a question, whose default leaves it alone.', async () => {
  const { context } = await claimedElsewhere();
  const asked = await takeTaskClaim(context, task);
  expect(asked).toMatchObject({
    held: false,
    outcome: 'question',
    question: { reason: 'claimed', text: expect.stringContaining('@far-away'), default: 'skip' },
  });
  expect(await takeTaskClaim(context, task)).toEqual(asked);
});

test.each([
  ['resume', true, 'begun\n'],
  ['fresh', true, undefined],
  ['skip', false, 'begun\n'],
])('Answered with "%s", the claim is taken: %s.', async (choice, held, kept) => {
  const { context, host, journal, answer } = await claimedElsewhere();
  await answer(choice);
  expect(await takeTaskClaim(context, task)).toMatchObject(
    held ? { held, claim: { epoch: 2 } } : { held, outcome: 'failed', failure: { reason: 'claimed' } },
  );
  expect(await host.files.read(journal)).toBe(kept);
});

test('An answer is about one claim: a later one of theirs is asked about anew.', async () => {
  const { context, host, answer } = await claimedElsewhere();
  const first = await answer('resume');
  const self = { ...(await host.processes.self()), host: 'further-away' };
  const there = { ...host, processes: { ...host.processes, self: async () => self } };
  const ref = context.refs.claim(task.stage);
  const taken = await takeTaskClaim(context, task);
  if (taken.held) await taken.claim.end();
  await takeClaim(there, context.repository.git, { ref, run: 'another-run' });
  const asked = await takeTaskClaim(context, task);
  expect(asked).toMatchObject({ held: false, outcome: 'question' });
  expect(asked).not.toMatchObject({ question: { id: first.id } });
});

test('A run claims no more tasks at once than it may, and the next one when one of them is done.', async () => {
  const { context: usual } = await contained();
  let claims: readonly TaskClaim[] = [];
  /** Whoever waits for room has looked before. */
  const stopsWithin = async (): Promise<boolean> => {
    const [first] = claims;
    claims = [];
    if (first?.held) await first.claim.end();
    return first === undefined;
  };
  const phase = { ...usual.phase, options: { ...usual.phase.options, parallel: 3, maxClaims: 2 } };
  const context = { ...usual, phase, host: { ...usual.host, stopsWithin } };
  const take = async (id: string) => await takeTaskClaim(context, { ...task, id, stage: `task-${id}` });
  const taken = [await take('1.1'), await take('1.2')];
  expect(taken.map(({ held }) => held)).toEqual([true, true]);
  claims = taken;
  expect(await take('1.3')).toMatchObject({ held: true });
  expect(claims).toEqual([]);
  expect(await take('1.4')).toMatchObject({ held: false, failure: { reason: 'stopped' } });
  const more = { ...context, phase: { ...phase, options: { ...phase.options, maxClaims: 3 } } };
  expect(await takeTaskClaim(more, { ...task, id: '1.4', stage: 'task-1.4' })).toMatchObject({ held: true });
});
