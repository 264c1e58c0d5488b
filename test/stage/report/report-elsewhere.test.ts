import { expect, test } from 'vitest';
import { adoptResults } from '../../../core/claim/adopt-results.ts';
import { takeClaim } from '../../../core/claim/take-claim.ts';
import { readRef, setRef } from '../../../core/git/refs.ts';
import { sharedOf, json } from '../../../core/stage/context.ts';
import { reportElsewhere, reportKept } from '../../../core/stage/report/report-elsewhere.ts';
import { keepTask } from '../../../core/stage/task/keep-task.ts';
import { twoMachines, type PhaseMachine } from '../loop/two-machines.ts';

const [stage, key] = ['task-1.1', 'k'.repeat(64)];

/** Has a machine finish its task. */
async function finish({ context }: PhaseMachine): Promise<void> {
  const { refs, phase, repository } = context;
  const shared = { ...sharedOf(context)!, perMinute: Infinity };
  const wanted = { ref: refs.claim(stage), run: phase.run, shared };
  const attempt = await takeClaim(context.host, repository.git, wanted);
  if (attempt.how !== 'held') throw new Error('not held');
  const turns = { rounds: 1, agentCalls: 1, usage: {}, gates: [], findings: [] };
  const names = { id: '1.1', slug: '1.1', title: 'One', spec: '', reviewer: 'a', implementer: 'a' };
  const record = { version: 1, stage: 'task', outcome: 'done', key, commit: repository.head, ...turns, ...names };
  const artifacts = new Map([['record.json', json(record)]]);
  const kept = await keepTask(context, attempt.claim, { id: '1.1', stage, key, work: repository.head, artifacts });
  if (!kept.ok) throw new Error(kept.failure.message);
}

/** What the report of a machine tells of the task. */
async function told({ context }: PhaseMachine) {
  const ref = context.refs.result(stage, key);
  const result = (await readRef(context.repository.git, ref)) ?? null;
  const link = { name: stage, path: null, ref, result, work: null, tree: null, key, outcome: 'done' };
  return await reportElsewhere(context, { links: [link] });
}

test('What another machine has made is told with who and when, by its own word; what was made here is not.', async () => {
  const { first, second } = await twoMachines();
  await finish(first);
  const { refs, repository } = second.context;
  expect(await adoptResults(sharedOf(second.context)!, `${refs.all}result/`)).toMatchObject({ ok: true, value: { adopted: [refs.result(stage, key)] } }); // prettier-ignore
  expect(await told(first)).toEqual([]);
  expect(await told(second)).toEqual([
    {
      stage,
      how: 'made',
      by: 'ada@first',
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      commit: await readRef(repository.git, refs.result(stage, key)),
    },
  ]);
});

test('What is not what it says is left on the remote, and why is said with what removes it.', async () => {
  const { first, second } = await twoMachines();
  const { context } = first;
  const ref = context.refs.result(stage, key);
  const { git, head } = context.repository;
  await git.run(['push', '--quiet', 'origin', `${head}:${ref}`]);
  const adopted = await adoptResults(sharedOf(second.context)!, `${context.refs.all}result/`);
  if (!adopted.ok) throw new Error(adopted.failure.message);
  expect(adopted.value.adopted).toEqual([]);
  expect([...adopted.value.refused]).toEqual([
    [ref, `${ref} of origin does not count: it was made for something else. If it is nobody's, remove it: git push origin :${ref}`],
  ]); // prettier-ignore
  expect(await readRef(second.context.repository.git, ref)).toBeUndefined();
});

test('Results that the remote does not have are told, and whether they count.', async () => {
  const { first } = await twoMachines();
  const { refs, repository } = first.context;
  const { git, head: commit } = repository;
  const ref = refs.kept(stage, key);
  await setRef(git, ref, commit);
  expect(await reportKept(first.context)).toEqual([{ stage, ref, commit, counts: false }]);
  await setRef(git, refs.result(stage, key), commit);
  expect(await reportKept(first.context)).toEqual([{ stage, ref, commit, counts: true }]);
});
