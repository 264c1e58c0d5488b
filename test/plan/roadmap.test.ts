import { describe, expect, test } from 'vitest';
import { readPlan } from '../../core/plan/read.ts';

function read(...lines: string[]): ReturnType<typeof readPlan> {
  return readPlan('specs/90-roadmap.md', ['# Roadmap', '', ...lines, ''].join('\n'));
}

describe('A file is a roadmap', () => {
  test.each([
    ['with that title and a milestone', 'notes.md', '# Roadmap — a\n\n## M0: b\n', 'the heading "M0: b" on line 3'],
    ['with that name and a milestone', '90-roadmap.md', '# A\n\n### M-1 — b\n', 'the heading "M-1 — b" on line 3'],
    [
      'with several milestones and no phase',
      'a.md',
      '# A\n\n### M1 — b\n\n### M2 — c\n',
      'the heading "M1 — b" on line 3',
    ],
    [
      'also where one heading speaks of a phase',
      'a.md',
      '# 路线图\n\n### M1：b\n### M2：c\n## Phase 0: d\n',
      'the heading "M1：b" on line 3',
    ],
  ])('%s.', (_how, path, content, because) => {
    expect(readPlan(path, content)).toMatchObject({ format: 'roadmap', because });
  });

  test.each([
    ['of phases', '90-roadmap.md', '# Roadmap\n\n## Phase 1: a\n- [ ] b\n\n## M0 — c\n'],
    ['without a milestone', '90-roadmap.md', '# Roadmap\n\n- [ ] a\n'],
    ['with one milestone in passing', 'a.md', '# A\n\n### M1 — b\n\n- [ ] c\n'],
    ['with milestones beside phases', 'a.md', '# A\n\n### M1 — b\n### M2 — c\n## Phase 1: d\n- [ ] e\n'],
  ])('but not one %s.', (_what, path, content) => {
    expect(readPlan(path, content).format).not.toBe('roadmap');
  });
});

test('Milestones take the place of phases, with their boxes and exit criteria.', () => {
  const plan = read(
    '## 2. Milestones',
    '### M-1 — Spikes (week 1, *early*)',
    '- [ ] Try it',
    '  - details',
    '- [x] Measure it',
    '',
    '**Exit criteria**: a memo for each; all read.',
    '#### Risks',
    '| Risk | Status |',
    '|---|---|',
    '| late | open |',
    '### M0: Foundations — ✅ CLOSED',
    '**Exit criteria**:',
    '- [ ] it starts',
    '## 3. Calendar',
    '- [ ] book a room',
  );
  expect(
    plan.phases.map(({ id, title, written, line, tasks, criteria }) => ({
      id,
      title,
      written,
      line,
      tasks: tasks.map((task) => task.title),
      criteria: criteria.map(({ text }) => text),
    })),
  ).toEqual([
    {
      id: 'M-1',
      title: 'Spikes (week 1, *early*)',
      written: { label: 'M-1', title: 'Spikes (week 1, *early*)' },
      line: 4,
      tasks: ['Try it', 'Measure it'],
      criteria: ['a memo for each', 'all read.'],
    },
    {
      id: 'M0',
      title: 'Foundations — ✅ CLOSED',
      written: { label: 'M0', title: 'Foundations — ✅ CLOSED' },
      line: 14,
      tasks: [],
      criteria: [expect.stringContaining('it starts')],
    },
  ]);
  expect(plan.phases[0]?.ranges).toMatchObject({
    label: { column: 5, endColumn: 8 },
    title: { column: 11, endColumn: 35 },
  });
  expect(plan.milestones).toEqual([
    { id: 'M-1', phases: [] },
    { id: 'M0', phases: [] },
  ]);
});

test.each([
  ['M-future — Later', 'M-future', 'Later'],
  ['2.1 M1 - Input', 'M1', 'Input'],
  ['**M1** — Input', 'M1', 'Input'],
  ['Milestone M2: Input', 'M2', 'Input'],
  ['M2.5 (week 3)', 'M2.5', '(week 3)'],
  ['M3', 'M3', ''],
  ['M4：输入', 'M4', '输入'],
  ['M5 — 100 users', 'M5', '100 users'],
])('The heading %j is milestone %s.', (heading, id, title) => {
  expect(read(`### ${heading}`).phases).toMatchObject([{ id, written: { label: id, title } }]);
});

test.each(['M0 is done', 'M0–M3 in short', 'M0–3 in short', 'Milestones', 'Mx — a', 'M0xy — a'])(
  'The heading %j is none.',
  (heading) => {
    expect(read(`### ${heading}`, '### M9 — z').phases.map(({ id }) => id)).toEqual(['M9']);
  },
);

test('What stands among the milestones under a name in parentheses is listed, but is no milestone.', () => {
  const plan = read(
    '## Milestones',
    '### (draft) Not yet',
    '### M0 — a',
    '### (Phase 2 — not v1) Similar things',
    '**Exit**: found.',
    '## (else) b',
  );
  expect(plan.phases.map(({ id, title, criteria }) => [id, title, criteria.length])).toEqual([
    ['M0', 'a', 0],
    ['Phase 2 — not v1', 'Similar things', 1],
  ]);
  expect(plan.milestones.map(({ id }) => id)).toEqual(['M0']);
});

test('Boxes below a key for criteria belong to the task above it.', () => {
  const plan = read(
    '### M0 — a',
    '- [ ] Parse it',
    '  - Acceptance criteria:',
    '    - [ ] it parses',
    '- [ ] Print it',
  );
  expect(plan.phases[0]?.tasks.map(({ title, criteria }) => [title, criteria.map(({ text }) => text)])).toEqual([
    ['Parse it', ['it parses']],
    ['Print it', []],
  ]);
});

test('A milestone claims what its heading and its status line say.', () => {
  const plan = read('### M0 — a ✅ CLOSED', '', 'Status: not started.', '', '### M1 — b');
  expect(plan.phases.map(({ claims }) => claims.map(({ line, says }) => [line, says]))).toEqual([
    [
      [3, 'done'],
      [5, 'open'],
    ],
    [],
  ]);
});
