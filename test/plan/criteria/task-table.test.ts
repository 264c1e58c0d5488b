import { describe, expect, test } from 'vitest';
import type { Plan } from '../../../core/plan/plan.ts';
import { readPlan } from '../../../core/plan/read.ts';

function read(...lines: readonly string[]): Plan {
  return readPlan('specs/91-impl-plan.md', ['## Phase 1: a', '', ...lines].join('\n'), 'impl');
}

function textsOf(plan: Plan): unknown {
  return plan.phases.map(({ tasks, criteria }) => [tasks.map(({ id }) => id), criteria.map(({ text }) => text)]);
}

const rows = ['| --- | --- | --- |', '| 1.1 | Build it | it stands |', '| 1.2 | Ship it | it runs |'];

describe('A task table among exit criteria', () => {
  test.each(['### Exit criteria', '**Exit criteria**:'])('holds tasks, below %s.', (name) => {
    const plan = read(name, '', '| # | Task | Done when |', ...rows);
    expect(textsOf(plan)).toEqual([[['1.1', '1.2'], []]]);
    expect(plan.phases[0]?.tasks[0]?.criteria.map(({ text }) => text)).toEqual(['it stands']);
    expect(plan.unparsed).toEqual([]);
  });

  test('leaves the criteria around it what they are.', () => {
    const plan = read('### Exit criteria', '', '- one', '', '| # | Task | Notes |', ...rows, '', '- two');
    expect(textsOf(plan)).toEqual([
      [
        ['1.1', '1.2'],
        ['one', 'two'],
      ],
    ]);
    expect(plan.unparsed).toEqual([]);
  });

  test('is neither where another column is called Criterion.', () => {
    const plan = read('- [ ] 1.0 Start', '', '### Exit criteria', '', '| # | Task | Criterion |', ...rows);
    expect(textsOf(plan)).toEqual([[['1.0'], []]]);
    expect(plan.unparsed.map(({ line, endLine }) => [line, endLine])).toEqual([[7, 10]]);
    expect(plan.unparsed[0]?.reason).toContain('a column for tasks and one for criteria');
  });

  test('is said where tasks are read from boxes alone.', () => {
    const lines = ['# Roadmap', '### M0 — a', '- [ ] Start', '#### Exit criteria', '| # | Task | Notes |', ...rows];
    const plan = readPlan('specs/90-roadmap.md', lines.join('\n'), 'roadmap');
    expect(textsOf(plan)).toEqual([[['Start'], []]]);
    expect(plan.unparsed.map(({ line, endLine }) => [line, endLine])).toEqual([[5, 8]]);
  });
});
