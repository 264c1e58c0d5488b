import { expect, test } from 'vitest';
import { taskTitle } from '../../../core/lint/rules/task-title.ts';
import { lintPlan } from './lint-plan.ts';

function complaints(...titles: readonly string[]): string[] {
  return lintPlan(taskTitle, `## Phase 1: Input\n${titles.map((title) => `- [ ] ${title}\n`).join('')}`);
}

test.each(['add', '输入', '入力', '`a.ts`', 'v2 API', 'été'])('"%s" is a title.', (title) => {
  expect(complaints(title)).toEqual([]);
});

test.each(['?', '…', '—', 'ab', '12', '输', '**x**'])('"%s" is none.', (title) => {
  expect(complaints(title)).toEqual([expect.stringContaining('expected words')]);
});

test('The same title is complained about each time it comes again in its phase.', () => {
  expect(complaints('1.1 Read input', '1.2 Read  `input`.', '1.3 Write it', '1.4 READ INPUT')).toEqual([
    expect.stringMatching(/:3:11 Unexpected title of task 1\.2, which task 1\.1 has too[^]*:2:11$/),
    expect.stringMatching(/:5:11 Unexpected title of task 1\.4, which task 1\.1 has too[^]*:2:11$/),
  ]);
  const twoPhases = '## Phase 1: a\n- [ ] Read input\n## Phase 2: b\n- [ ] Read input\n';
  expect(lintPlan(taskTitle, twoPhases)).toEqual([]);
});
