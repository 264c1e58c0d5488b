import { expect, test } from 'vitest';
import { tick, tickAll } from '../../core/plan/edit/tick.ts';
import { readPlan } from '../../core/plan/read.ts';

const lines = [
  '# Roadmap',
  '<details>',
  '<summary>v1</summary>',
  '',
  '- [x] Phase 1: Ground (2/2 plans) — completed 2026-02-17',
  '',
  '</details>',
  '',
  '- [x] **Phase 2: Pages** - what one sees',
  '- [ ] **Phase 2.1: A fix** - in between (INSERTED)',
  '- [ ] **Phase 3: Later**',
  '',
  '### Phase 2: Pages',
  '**Goal**: One sees something.',
  '**Depends on**: Phase 1',
  '**Success Criteria** (what must be TRUE):',
  '  1. The page opens',
  '  2. `npm test` exits 0',
  '',
  'Plans:',
  '- [x] 02-01-PLAN.md -- a page',
  '- [ ] 02-02-PLAN.md -- another',
  '',
  '### Phase 2.1: A fix (INSERTED)',
  '**Success Criteria** (what must be TRUE):',
  '  1. It is mended',
  '',
];

test('Phases come in the order of their list, with what is said of them in detail and what their box says.', () => {
  const plan = readPlan('.planning/ROADMAP.md', lines.join('\n'));
  expect([plan.format, plan.because]).toEqual(['gsd', 'its place, .planning/ROADMAP.md']);
  const found = plan.phases.map(({ id, title, tasks, criteria, claims }) => {
    return [id, title, tasks.map(({ ticked }) => ticked), criteria.length, claims[0]?.says];
  });
  expect(found).toEqual([
    ['1', 'Ground', [], 0, 'done'],
    ['2', 'Pages', [true, false], 2, 'done'],
    ['2.1', 'A fix', [], 1, 'open'],
    ['3', 'Later', [], 0, 'open'],
  ]);
});

test.each([
  ['01-02: Send it', '01-02', 'Send it'],
  ['01-02-PLAN.md — Send it', '01-02', 'Send it'],
  ['04.1-03-PLAN.md -- Send `it`', '04.1-03', 'Send `it`'],
  ['12-PLAN-01.md — Send it', '12-PLAN-01', 'Send it'],
])('%s is known by its number.', (written, id, title) => {
  const content = lines.join('\n').replace('02-02-PLAN.md -- another', written);
  const task = readPlan('.planning/ROADMAP.md', content).phases[1]?.tasks[1];
  expect(task).toMatchObject({ id, title });
  const at = content.split('\n')[(task?.line ?? 1) - 1] ?? '';
  const { id: number, title: words } = task?.ranges ?? {};
  expect(at.slice((number?.column ?? 1) - 1, (number?.endColumn ?? 1) - 1)).toBe(id);
  expect(at.slice((words?.column ?? 1) - 1, (words?.endColumn ?? 1) - 1)).toBe(title);
});

test('A roadmap between two milestones has no phase, and says so.', () => {
  const plan = readPlan('.planning/ROADMAP.md', '# Roadmap\n\n- ✅ v1 — Phases 1-6 (shipped)\n');
  expect(plan.phases).toEqual([]);
  expect(plan.problems).toMatchObject([{ rule: 'no-phases' }]);
});

test('Elsewhere it is known by its phases and what must be true of them.', () => {
  expect(readPlan('docs/plan.md', lines.join('\n'))).toMatchObject({
    format: 'gsd',
    because: 'the heading "Phase 2: Pages" on line 13 and "Success Criteria" on line 16',
  });
});

const phase = (title: string, plan: string): string =>
  `### Phase 1: ${title}\n**Success Criteria** (what must be TRUE):\n  1. It is there\n\nPlans:\n- [x] ${plan}: Do it\n`;

test('A second phase of a number is told: nobody knows which of the two is meant.', () => {
  const plan = readPlan('.planning/ROADMAP.md', `${phase('Old', '01-01')}\n## v2\n\n${phase('New', '01-02')}`);
  expect(plan.phases.map(({ title, tasks }) => [title, tasks.length])).toEqual([
    ['Old', 1],
    ['New', 1],
  ]);
  expect(plan.problems.map(({ rule, at }) => [rule, at.line])).toEqual([['duplicate-id', 10]]);
});

test('A phase is ticked in its list with the last of its plans.', () => {
  const text = `- [ ] **Phase 1: A** - x
- [ ] **Phase 2: B** - y

### Phase 1: A
**Success Criteria** (what must be TRUE):
  1. It is there

Plans:
- [ ] 01-01: Do it
- [ ] 01-02: Say it
`;
  const path = '.planning/ROADMAP.md';
  const plan = readPlan(path, text);
  const [first, second] = plan.phases[0]?.tasks ?? [];
  const one = tick(text, plan, first!, true);
  expect(one.ok && one.value.content).toBe(text.replace('[ ] 01-01', '[x] 01-01'));
  const both = tickAll(text, plan, [second!, first!], true);
  const done = text
    .replace('[ ] **Phase 1', '[x] **Phase 1')
    .replace('[ ] 01-01', '[x] 01-01')
    .replace('[ ] 01-02', '[x] 01-02');
  expect(both.ok && both.value.content).toBe(done);
});

test('Phases stand below their milestone too; what was inserted comes behind what it stands below, and the backlog is nobody’s work.', () => {
  const text = `# Roadmap

- [x] **Phase 1: A** - x
- [ ] **Phase 2: B** - y

### v1.1 (In Progress)

#### Phase 1: A
Plans:
- [x] 01-01: a

#### Phase 1.1: Mend it (INSERTED)
Plans:
- [ ] TBD (run /gsd:plan-phase 1.1 to break down)

#### Phase 2: B
Plans:
- [ ] 02-01: b

### Phase 999.1: Someday (BACKLOG)
Plans:
- [ ] TBD (promote with /gsd:review-backlog when ready)
`;
  const plan = readPlan('.planning/ROADMAP.md', text);
  expect(plan.phases.map(({ id, title, tasks }) => [id, title, ...tasks.map((task) => task.id)])).toEqual([
    ['1', 'A', '01-01'],
    ['1.1', 'Mend it', expect.any(String)],
    ['2', 'B', '02-01'],
  ]);
  expect(plan.problems).toMatchObject([
    { severity: 'warning', at: { line: 14 }, message: expect.stringContaining('/gsd:plan-phase 1.1') },
  ]);
  expect(plan.unparsed).toMatchObject([{ line: 20 }]);
});
