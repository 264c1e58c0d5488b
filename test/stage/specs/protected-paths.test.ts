import { expect, test } from 'vitest';
import { isPolishable } from '../../../core/stage/specs/protected-paths.ts';

test('A polish may change the plan, but no export of a database.', () => {
  expect(isPolishable('specs/91-impl-plan.md', [])('specs/91-impl-plan.md')).toBe(true);
  expect(isPolishable('.taskmaster/tasks/tasks.json', [])('.taskmaster/tasks/tasks.json')).toBe(true);
  expect(isPolishable('.beads/issues.jsonl', [])('.beads/issues.jsonl')).toBe(false);
  expect(isPolishable('.beads/issues.jsonl', ['specs/10-login.md'])('specs/10-login.md')).toBe(true);
});
