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
