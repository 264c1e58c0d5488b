import { join } from 'node:path';
import { expect, test } from 'vitest';
import { refsBelow } from '../../core/claim/unshared.ts';
import { treeOf } from '../../core/git/commit.ts';
import { readRef, setRef } from '../../core/git/refs.ts';
import { criteriaOf } from '../../core/plan/criteria/probe.ts';
import { recordVersion, squashRecordSchema, type SquashRecord } from '../../core/result/records.ts';
import { makeResult } from '../../core/result/result.ts';
import { json, layOut, type StageContext } from '../../core/stage/context.ts';
import type { Decision } from '../../core/stage/decide/decision.ts';
import { keepOfWhole } from '../../core/stage/keep-of-whole.ts';
import { reviewKey, squashKey } from '../../core/stage/keys.ts';
import { runReview } from '../../core/stage/review/review.ts';
import { runBreakdown } from '../../core/stage/specs/breakdown.ts';
import { phaseAt } from '../../core/stage/specs/plan-at.ts';
import { runPolish } from '../../core/stage/specs/polish.ts';
import { runSquash } from '../../core/stage/squash.ts';
import { userGit } from '../git/scratch.ts';
import { plan } from '../rig/plan.ts';
import { twoMachines } from './loop/two-machines.ts';

const paid = { agentCalls: 1, usage: {}, turns: [] };
const texts = { 'specs/91-impl-plan.md': plan({ tasks: [{ id: '1.1' }], criteria: ['`npm test` passes.'] }) };

/** A result as a machine makes it, behind no ref yet. */
async function resultOf(context: StageContext, record: Made) {
  const { host, repository, phase } = context;
  const artifacts = new Map([['record.json', json(record)]]);
  const scratch = join(phase.state, 'scratch');
  return await makeResult(host, repository.git, { ...record, work: repository.head, artifacts, scratch });
}

async function squashOf({ repository: { git, head }, phase }: StageContext): Promise<SquashRecord> {
  const commits = [{ task: '1.1', commit: head, tree: await treeOf(git, head) }];
  const key = squashKey(phase, []);
  return { version: recordVersion, stage: 'squash', outcome: 'done', key, commits, commit: head };
}

/** Each stage of the phase as a whole: the record of another machine, and the stage here. */
const stages: Record<string, (context: StageContext) => Promise<{ record: Made; run: () => Promise<unknown> }>> = {
  breakdown: async (context) => {
    const record = { stage: 'breakdown', key: 'b'.repeat(64), tasks: [{ title: 'Do it', dependsOn: [] }], summary: '' };
    const need = { state: 'needed', key: record.key, guidance: [] } as const;
    return { record: { ...record, ...paid }, run: async () => await runBreakdown(context, decisionOf(context), need) };
  },
  polish: async (context) => {
    const record = {
      stage: 'polish',
      key: 'p'.repeat(64),
      rounds: 1,
      findings: [],
      changed: [],
      commit: context.repository.head,
    };
    const need = { state: 'needed', key: record.key, because: 'nobody has read them yet' } as const;
    return { record: { ...record, ...paid }, run: async () => await runPolish(context, decisionOf(context), need) };
  },
  squash: async (context) => ({
    record: await squashOf(context),
    run: async () => await runSquash(context),
  }),
  review: async (context) => {
    const { repository, phase, refs } = context;
    const squash = await squashOf(context);
    await setRef(repository.git, refs.result('squash', squash.key), await resultOf(context, squash));
    await layOut(context, 'squash', new Map([['record.json', json(squash)]]));
    const planned = await phaseAt(repository.git, phase.polished, phase.plan.path, '1');
    if (!planned.ok) throw new Error(planned.failure.message);
    const key = reviewKey(phase, squash, criteriaOf(planned.value));
    const record = { stage: 'review', key, rounds: 1, findings: [], fixes: [], handOff: repository.head };
    return { record: { ...record, ...paid }, run: async () => await runReview(context) };
  },
};
type Made = { readonly stage: string; readonly key: string };

/** As far as it is looked at before others are. */
function decisionOf({ repository }: StageContext): Decision {
  return { polished: { commit: repository.head } } as Decision;
}

test.each(Object.keys(stages))('What others have made of the %s meanwhile is not made again here.', async (stage) => {
  const { first, second } = await twoMachines(texts);
  const { record, run } = await stages[stage]!(first.context);
  const made = { version: recordVersion, outcome: 'done', ...record };
  const theirs = await resultOf(second.context, made);
  const ref = second.context.refs.result(stage, record.key);
  userGit(second.context.phase.checkout, 'push', '--quiet', 'origin', `${theirs}:${ref}`);
  expect(await run()).toMatchObject({ ...record, outcome: 'done' });
  expect(await readRef(first.context.repository.git, ref)).toBe(theirs);
  expect(first.notes).toEqual([]);
});

test('A result that came here while a stage was at work is not written over: ours is kept beside it.', async () => {
  const { first } = await twoMachines();
  const { context } = first;
  const { git, head } = context.repository;
  const [ours, theirs] = [await squashOf(context), { ...(await squashOf(context)), commits: [] }];
  const ref = context.refs.result('squash', ours.key);
  const there = await resultOf(context, theirs);
  await setRef(git, ref, there);
  const artifacts = new Map([['record.json', json(ours)]]);
  const made = { stage: 'squash', key: ours.key, work: head, artifacts, record: ours, schema: squashRecordSchema };
  expect(await keepOfWhole(context, made)).toEqual(theirs);
  expect(await readRef(git, ref)).toBe(there);
  const [kept] = (await refsBelow(git, context.refs.kept('squash', ours.key).replace(/[^/]+$/, ''))).keys();
  expect(userGit(context.phase.checkout, 'show', `${kept}:record.json`)).toBe(json(ours).trimEnd());
  expect(first.notes).toEqual([expect.stringContaining('the squash that was made here does not count')]);
});
