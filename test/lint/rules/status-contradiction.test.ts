import { describe, expect, test } from 'vitest';
import { statusContradiction } from '../../../core/lint/rules/status-contradiction.ts';
import { statusSays } from '../../../core/lint/rules/status-says.ts';
import type { Phase, Plan, StatusClaim } from '../../../core/plan/plan.ts';
import { lintPlan, planPath, withPhases } from './lint-plan.ts';

describe('The words of a status', () => {
  test.each([
    'done',
    'DONE (2025-08)',
    '✅ [memo](./memo.md)',
    '`complete`',
    '**shipped**, 2025',
    'squashed',
    '完成',
    '已完成（8月）',
  ])('"%s" says that the task is done.', (status) => {
    expect(statusSays(status)).toBe('done');
  });

  test.each([
    'claimed',
    '`in-review`',
    'approved',
    'In progress',
    'not started',
    'TODO',
    '🔄',
    '⬜ open',
    '未完成',
    '进行中',
  ])('"%s" says that the task is open.', (status) => {
    expect(statusSays(status)).toBe('open');
  });

  test.each([
    '',
    'complete by March',
    'done, but not merged',
    'shipped (exit criterion not met)',
    'open until 2025, closed since',
    'moot',
    'openness',
    'see memo',
  ])('"%s" says neither for certain.', (status) => {
    expect(statusSays(status)).toBeNull();
  });
});

test('A ticked box and a struck id contradict a status that says open, and no other.', () => {
  const plan = [
    '## Phase 1: Input',
    '- [x] Read input',
    '## Phase 2: Output',
    '| # | Task |',
    '|---|---|',
    '| ~~2.1~~ | Write |',
    '| 2.2 | Send |',
  ].join('\n');
  expect(lintPlan(statusContradiction, plan, { change: [withStatus('in-review')] })).toEqual([
    `${planPath}:2:1 Unexpected status "in-review" of a task that is ticked or struck through, expected that both say the same; correct one of them`,
    `${planPath}:6:1 Unexpected status "in-review" of a task that is ticked or struck through, expected that both say the same; correct one of them`,
  ]);
  expect(lintPlan(statusContradiction, plan, { change: [withStatus('done')] })).toEqual([]);
  expect(lintPlan(statusContradiction, plan, { change: [withStatus('see memo')] })).toEqual([]);
});

test('An open box contradicts a status that says done, and stands at its place in the line.', () => {
  const plan = '## Phase 1: Input\n1. [ ] Read input\n2. [/] Log it\n3. [-] Send it\n';
  expect(lintPlan(statusContradiction, plan, { change: [withStatus('done')] })).toEqual([
    expect.stringMatching(/:2:4 Unexpected open box of a task that is done by its status/),
    expect.stringMatching(/:3:4 Unexpected open box/),
  ]);
});

function aboutItems(...items: string[]): string[] {
  return lintPlan(statusContradiction, `## Phase 1: a\n${items.join('\n')}\n`).map((one) => one.replace(/^\S+ /, ''));
}

function aboutHeading(mark: string, box = 'x'): string[] {
  return lintPlan(statusContradiction, `## Phase 1: a ${mark}\n- [x] Read\n- [${box}] Log\n`);
}

describe('A mark in a title', () => {
  test.each([
    ['- [ ] ✅ Read', 'Unexpected mark ✅ of a task that is not ticked'],
    ['- [ ] **1.1** Read ✅', 'Unexpected mark ✅ of a task that is not ticked'],
    ['- [x] Read ❌', 'Unexpected mark ❌ of a task that is ticked or struck through'],
    ['- [x] 🚧 Read', 'Unexpected mark 🚧 of a task that is ticked or struck through'],
  ])('contradicts the box: %s.', (item, complaint) => {
    expect(aboutItems(item, '- [x] Log')).toEqual([expect.stringContaining(complaint)]);
  });

  test.each([
    '- [x] ✅ Read',
    '- [ ] 🚧 Read',
    '- [ ] ❌ Read',
    '- [ ] Show success as ✅',
    '- [x] Failures print ❌',
    '- [x] Map errors → ❌',
    '- [ ] Put ✅ before the name',
  ])('does not: %s.', (item) => {
    expect(aboutItems(item, '- [x] Log')).toEqual([]);
  });

  test('that all titles have is an ornament.', () => {
    expect(aboutItems('- [ ] ✅ Read', '- [ ] ✅ Log')).toEqual([]);
    expect(aboutItems('- [ ] ✅ Read', '- [x] ✅ Log', '- [x] Send')).toHaveLength(1);
  });
});

test('A mark of a phase contradicts ticked tasks only where it stands without words.', () => {
  expect(aboutHeading('🚧')).toEqual([
    `${planPath}:1:15 Unexpected mark 🚧 of phase 1 with all of its tasks ticked (2), expected that both say the same; correct one of them`,
  ]);
  expect(aboutHeading('❌')).toHaveLength(1);
  expect(aboutHeading('❌ exit criteria not met')).toEqual([]);
  expect(aboutHeading('🚧', ' ')).toEqual([]);
});

describe('What is said about a whole phase', () => {
  const done = claim('✅ CLOSED', 'done');
  const boxes = '## Phase 1: Input ✅ CLOSED\n- [x] Read input\n- [ ] Log it\n- [/] Send it\n';
  const table = '## Phase 1: Input ✅ CLOSED\n| # | Task |\n|---|---|\n| 1.1 | Read |\n';

  test('contradicts open boxes, and names the first of them.', () => {
    expect(lintPlan(statusContradiction, boxes, { change: [withPhases({ 1: { claims: [done] } })] })).toEqual([
      `${planPath}:1:19 Unexpected claim that phase 1 is done with open tasks in it (2), expected that both say the same; tick what is done, or correct the claim\n  see also ${planPath}:3:1`,
    ]);
  });

  test('contradicts rows whose status says open.', () => {
    const change = [withPhases({ 1: { claims: [done] } }), withStatus('pending')];
    expect(lintPlan(statusContradiction, table, { change })).toHaveLength(1);
  });

  test('contradicts no rows without a place for a tick, and no boxes of optional tasks.', () => {
    const optional = '## Phase 1: Input ✅ CLOSED\n- [x] Read input\n- [ ]* Log it\n';
    for (const plan of [table, optional]) {
      expect(lintPlan(statusContradiction, plan, { change: [withPhases({ 1: { claims: [done] } })] })).toEqual([]);
    }
  });

  test.each(['open', 'mixed'] as const)('contradicts no open box where it says %s.', (says) => {
    const claims = [claim('✅ CLOSED', says)];
    expect(lintPlan(statusContradiction, boxes, { change: [withPhases({ 1: { claims } })] })).toEqual([]);
  });

  test('contradicts what says the opposite, but nothing that leaves room.', () => {
    const plan = '## Phase 1: Input ✅ CLOSED\nStatus: in progress\n- [x] Read input\n';
    const also = (says: StatusClaim['says']): string[] => {
      const claims = [{ text: 'Status: in progress', line: 2, says }, done];
      return lintPlan(statusContradiction, plan, { change: [withPhases({ 1: { claims } })] });
    };
    expect(also('open')).toEqual([
      `${planPath}:2:1 Unexpected claims that phase 1 is done and that it is not, expected one of them; remove the other\n  see also ${planPath}:1:19`,
    ]);
    const reversed = [
      { ...done, line: 2 },
      { ...claim('Status', 'open'), line: 1 },
    ];
    expect(lintPlan(statusContradiction, plan, { change: [withPhases({ 1: { claims: reversed } })] })).toEqual([
      expect.stringMatching(/:2:1 [^]*:1:1$/),
    ]);
    expect(also('mixed')).toEqual([]);
    expect(also('done')).toEqual([]);
  });
});

function claim(text: string, says: StatusClaim['says']): StatusClaim {
  return { text, line: 1, says };
}

function withStatus(status: string): (plan: Plan) => Plan {
  const changed = (phase: Phase): Phase => ({ ...phase, tasks: phase.tasks.map((task) => ({ ...task, status })) });
  return (plan) => ({ ...plan, phases: plan.phases.map(changed) });
}
