import { expect, test } from 'vitest';
import { stalePointer } from '../../../core/lint/rules/stale-pointer.ts';
import { lintPlan, withPhases } from './lint-plan.ts';

const phases = '## Phase 1: Input\n\n- [ ] 1.1 Read input\n\n## 2. Phase 2: Output\n\n- [ ] 2.1 Write it\n\n';

function found(text: string, plan = phases): string[] {
  return lintPlan(stalePointer, `${plan}${text}\n`).map((one) => /"(.*)"/.exec(one)?.[1] ?? '');
}

test.each([
  ['This waits for Phase 7.', 'Phase 7'],
  ['- a list, see Phase 3, and so on', 'Phase 3'],
  ['| Risk | Phase 12 |', 'Phase 12'],
  ['完成阶段 9 之后', '阶段 9'],
  ['フェーズ5で行う', 'フェーズ5'],
  ['depends on task 1.4.', 'task 1.4'],
  ['(Task 3.1)', 'Task 3.1'],
])('"%s" leads nowhere.', (text, pointer) => {
  expect(found(text)).toEqual([pointer]);
});

test.each([
  'Phase 2 is the last; Phase 0 is history.',
  'Phase 2.6 was inserted.',
  'Phases 1-9 and Phase 3–5, Phase 4/5, Phase 6+ of nothing',
  'a later phase 7',
  'Phase 7: what follows',
  '`Phase 7` and `task 9.9`',
  '### What Phase 7 will be',
  '> Phase 7 is theirs.',
  'Left to Phase 7 (future).',
  'Left to Phase 7 of the roadmap.',
  'See [Phase 7](./other.md).',
  'Phase 7 in the plan of the server',
  'task 12 of 20',
  'task T012 is of another shape',
  'multitask 3.9',
])('"%s" is no pointer that leads nowhere.', (text) => {
  expect(found(text)).toEqual([]);
});

test('A paragraph that speaks of another document on the line before is left alone.', () => {
  expect(found('The roadmap says that\nPhase 7 is the last.')).toEqual([]);
});

test('A phase or a task that only a heading names is there.', () => {
  expect(found('Phase 7 and task 3.9.', `${phases}#### Phase 7\n\n#### 3.9 Cleanup\n\n`)).toEqual([]);
});

test.each(['## Phase 1: Input\n', '## Phase A: Input\n## Phase 1: Output\n', ''])(
  'Where phases are not several and numbered, as in %j, no phase is missed.',
  (plan) => {
    expect(found('See Phase 7.', plan)).toEqual([]);
  },
);

test('Where phases have another name in the file, no phase is missed.', () => {
  const plan = `${phases}See Phase 7.\n`;
  const elsewhere = withPhases({ 1: { line: 3 } });
  expect(lintPlan(stalePointer, plan, { change: [elsewhere] })).toEqual([]);
});

test('Only the phase that is looked at is read.', () => {
  const plan = `${phases}See Phase 7.\n`;
  expect(lintPlan(stalePointer, plan, { phase: '1' })).toEqual([]);
  expect(lintPlan(stalePointer, plan, { phase: '2' })).toHaveLength(1);
});
