import { expect, test } from 'vitest';
import { readPlan } from '../../core/plan/read.ts';

function scan(...lines: readonly string[]) {
  return readPlan('specs/001-login/tasks.md', `${lines.join('\n')}\n`);
}

test('Marks are no part of a title, in whichever order, and those with [P] in a row wait together.', () => {
  const plan = scan(
    '## Phase 1: User Story 1 - Sign in (Priority: P1) 🎯 MVP',
    '',
    '- [X] T001 Make src/a.ts',
    '- [ ] T002 [P] [US1] Make src/b.ts',
    '- [ ] T003 [US1] [P] Make src/c.ts',
    '- [ ] T004 [P2] [US1] Bring them together (depends on T002, T003)',
    '',
    '**Checkpoint**: One can sign in.',
  );
  expect([plan.format, plan.because]).toEqual(['speckit', 'its place, specs/NNN-*/tasks.md']);
  const [phase] = plan.phases;
  expect(phase?.tasks.map(({ id, title, dependsOn }) => [id, title, ...dependsOn])).toEqual([
    ['T001', 'Make src/a.ts'],
    ['T002', 'Make src/b.ts', 'T001'],
    ['T003', 'Make src/c.ts', 'T001'],
    ['T004', 'Bring them together (depends on T002, T003)', 'T002', 'T003'],
  ]);
  expect(phase?.criteria.map(({ text }) => text)).toEqual(['One can sign in.']);
});

test('Boxes without an id are left aside, and a rule ends what a phase says of its criteria.', () => {
  const plan = scan(
    '## Phase 1: A',
    '- [ ] T001 a',
    '- [ ] look at it',
    '',
    '**Validation**: It starts.',
    '',
    '---',
    '## Phase 2: B',
    '- [ ] T002 b',
    '',
    '---',
    '**Validation**: of all',
  );
  expect(plan.phases.map(({ tasks, criteria }) => [tasks.length, criteria.length])).toEqual([
    [1, 1],
    [1, 0],
  ]);
  expect(plan.unparsed).toMatchObject([{ line: 3, reason: 'This box has no id such as T001.' }]);
});

test('Elsewhere it is known by its phases and ids, where nothing else is planned.', () => {
  const lines = ['## Phase 1: A', '- [ ] T001 a'];
  expect(readPlan('docs/a.md', lines.join('\n')).format).toBe('speckit');
  expect(readPlan('docs/a.md', [...lines, '- [ ] and b'].join('\n')).format).toBe('impl');
});

test('Tests that stand below a heading of their own come before what they are for.', () => {
  const text = `## Phase 3: User Story 1 (Priority: P1)

### Tests for User Story 1 (write these FIRST)

- [ ] T010 [P] [US1] Contract test in tests/contract/a.ts
- [ ] T011 [P] [US1] Integration test in tests/integration/b.ts

### Implementation for User Story 1

- [ ] T012 [P] [US1] Create a in src/a.ts
- [ ] T013 [P] [US1] Create b in src/b.ts
- [ ] T014 [US1] Join them in src/c.ts
`;
  const plan = readPlan('specs/001-a/tasks.md', text);
  expect(plan.phases[0]?.tasks.map(({ id, dependsOn }) => [id, ...dependsOn])).toEqual([
    ['T010'],
    ['T011'],
    ['T012', 'T010', 'T011'],
    ['T013', 'T010', 'T011'],
    ['T014', 'T012', 'T013'],
  ]);
});

test('Phases of the older template have numbers of two parts.', () => {
  const text =
    '## Phase 3.1: Setup\n\n- [ ] T001 A\n\n## Phase 3.2: Tests First (TDD)\n\n- [ ] T002 [P] B in tests/b.ts\n';
  const plan = readPlan('specs/001-a/tasks.md', text);
  expect(plan).toMatchObject({
    format: 'speckit',
    problems: [],
    phases: [{ id: '3.1' }, { id: '3.2', tasks: [{ title: 'B in tests/b.ts' }] }],
  });
});

test('What a task says that it depends on comes beside the order, and what follows it follows all of that.', () => {
  const text = '## Phase 1: A\n\n- [ ] T001 a\n- [ ] T002 [P] b\n- [ ] T003 [P] c (depends on T001)\n- [ ] T004 d\n';
  const plan = readPlan('specs/001-a/tasks.md', text);
  expect(plan.phases[0]?.tasks.map(({ id, dependsOn }) => [id, ...dependsOn])).toEqual([
    ['T001'],
    ['T002', 'T001'],
    ['T003', 'T001'],
    ['T004', 'T002', 'T003'],
  ]);
});
