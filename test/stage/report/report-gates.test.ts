import { expect, test } from 'vitest';
import type { Left } from '../../../core/stage/report/left.ts';
import { gatesLeftOut } from '../../../core/stage/report/report-gates.ts';
import type { Gate, GatesRecord, SquashRecord, TaskRecord, Verdict } from '../../../core/result/records.ts';
import { resolveOptions } from '../../../core/options.ts';
import { leftWith } from './left.ts';

const resolved = resolveOptions([{ from: 'test', written: { gates: ['test', 'e2e'] } }]);
if (!resolved.ok) throw new Error('the options of this test are wrong');
const phase = { project: 'shop', options: resolved.value, gates: ['test'] };
const sha = 'a1b2c3d4'.repeat(5);

test('A gate that the options name and the project lacks is left out for that reason.', () => {
  expect(gatesLeftOut(phase, leftWith({ gates: judged() }))).toContainEqual({
    gate: 'e2e',
    on: 'project shop',
    reason: 'the project has no target of that name',
  });
});

test('Gates do not judge a combination that a task was judged on, and say which.', () => {
  const squash: SquashRecord = { version: 1, stage: 'squash', outcome: 'done', key: 'k', commits: [], provenBy: '1.4' };

  expect(reasons(leftWith({ squash, gates: judged() }))).toContain(
    'they judged exactly this tree already, for task 1.4',
  );
});

test('Projects that the change does not affect are named by those that it does.', () => {
  expect(gatesLeftOut(phase, leftWith({ gates: judged() })).map((one) => one.on)).toContain('projects other than shop');
});

test('A phase that did not come as far as its last gates says so.', () => {
  expect(reasons(leftWith({}))).toContain('the phase did not come this far');
  expect(reasons(leftWith({ gates: judged() }))).not.toContain('the phase did not come this far');
});

test('Last gates that failed before their verdict are left out with what kept them from it.', () => {
  const failure = { reason: 'worktree', message: 'The packages could not be installed.' } as const;
  const gates: GatesRecord = { version: 1, stage: 'gates', outcome: 'failed', key: 'k', failure };

  expect(gatesLeftOut(phase, leftWith({ gates }))).toContainEqual({
    gate: 'all gates',
    on: 'the final tree',
    reason: 'The packages could not be installed.',
  });
});

test('Where the gates came to no verdict, nothing is said of other projects.', () => {
  const { verdict } = judged();
  const gates = { ...judged(), verdict: { ...verdict!, green: false, trouble: 'The gates were stopped.' } };

  expect(gatesLeftOut(phase, leftWith({ gates })).map((one) => one.on)).toEqual(['project shop']);
});

test('A gate that did not run is left out with its reason.', () => {
  const left = leftWith({ gates: judged({ outcome: 'not-run', output: 'Nx did not start it.' }) });

  expect(gatesLeftOut(phase, left)).toContainEqual({
    gate: 'shop:test',
    on: 'the final tree',
    reason: 'Nx did not start it.',
  });
});

test('A gate that was not due is left out with its reason, for a task and for the final tree.', () => {
  const leftOut = [{ gate: 'audit', reason: 'no manifest or lockfile has changed' }];
  const gates = judged();
  const task = { id: '1.1', gates: [], gatesLeftOut: leftOut } as Partial<TaskRecord> as TaskRecord;
  const left = leftWith({
    gates: { ...gates, verdict: { ...gates.verdict!, leftOut } },
    tasks: new Map([['task-1.1', task]]),
  });

  const rows = gatesLeftOut(phase, left).filter(({ gate }) => gate === 'audit');
  expect(rows.map(({ on, reason }) => [on, reason])).toEqual([
    ['task 1.1', 'no manifest or lockfile has changed'],
    ['the final tree', 'no manifest or lockfile has changed'],
  ]);
});

test('A hook that did not judge what lands is left out for its reason.', () => {
  const hooks = { leftOut: [{ hook: 'pre-commit', reason: 'option "hooks" leaves it out' }] };
  expect(gatesLeftOut(phase, leftWith({ gates: judged() }), hooks)).toContainEqual({
    gate: 'hook pre-commit',
    on: 'what lands',
    reason: 'option "hooks" leaves it out',
  });
});

function reasons(of: Left): string[] {
  return gatesLeftOut(phase, of).map((one) => one.reason);
}

function judged(given: Partial<Gate> = {}): GatesRecord {
  const gate: Gate = {
    project: 'shop',
    target: 'test',
    outcome: 'passed',
    cached: false,
    durationMs: 1,
    output: '',
    ...given,
  };
  const verdict: Verdict = { commit: sha, tree: sha, green: true, gates: [gate], changedFiles: [] };
  return { version: 1, stage: 'gates', outcome: 'done', key: 'k', verdict };
}
