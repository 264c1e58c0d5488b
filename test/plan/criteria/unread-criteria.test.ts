import { expect, test } from 'vitest';
import { readPlan } from '../../../core/plan/read.ts';

/** A table without a column that is called Criterion. */
const table = ['| Area | Goal |', '| --- | --- |', '| Speed | fast |'];

test.each([
  {
    format: 'roadmap' as const,
    lines: ['# Roadmap', '', '### M0 — a', '', '#### Exit criteria', '', ...table],
    block: [7, 9],
  },
  {
    format: 'roadmap' as const,
    lines: ['# Roadmap', '', '### M0 — a', '', '#### Gates to pass', '', '- green'],
    block: [5, 7],
  },
  {
    format: 'checklist' as const,
    lines: ['# Todo', '', '- [ ] Build it', '', '## Exit criteria', '', ...table],
    block: [7, 9],
  },
  {
    format: 'backlog' as const,
    lines: [
      '# Findings backlog',
      '',
      '## Order of work',
      '',
      '### Phase 1 — a',
      '',
      '1. Build it',
      '',
      '**Exit criteria**:',
      '',
      ...table,
    ],
    block: [11, 13],
  },
  {
    format: 'freeform' as const,
    lines: ['# Plan', '', '## Work plan', '', '1. Build it', '2. Ship it', '', '## Exit criteria', '', ...table],
    block: [10, 12],
  },
  {
    format: 'freeform' as const,
    lines: ['# Plan', '', '## Work plan', '', '1. Build it', '2. Ship it', '', '**Exit criteria**:', '', ...table],
    block: [10, 12],
  },
])('In a $format it is said what may be criteria and cannot be read.', ({ format, lines, block }) => {
  const plan = readPlan('docs/notes.md', lines.join('\n'), format);
  expect(plan.phases).toHaveLength(1);
  expect(plan.unparsed.map(({ line, endLine }) => [line, endLine])).toEqual([block]);
});

test('What holds tasks is read as these alone.', () => {
  const plan = readPlan('docs/todo.md', '# Todo\n\n## Gates to build\n\n- [ ] North\n- [ ] South\n', 'checklist');
  expect(plan.phases[0]?.tasks).toHaveLength(2);
  expect(plan.unparsed).toEqual([]);
});
