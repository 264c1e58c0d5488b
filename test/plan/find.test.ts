import { matchesGlob } from 'node:path';
import { expect, test } from 'vitest';
import { choosePlans, isPlanPath, planGlob } from '../../core/plan/find.ts';

test.each([
  ['specs/91-impl-plan.md', true],
  ['specs/delivery/impl-plan.md', true],
  ['libs/a/specs/91-impl-plan.md', true],
  ['implementation-plan.toml', true],
  ['docs/features/1/implementation-plan.toml', true],
  ['specs/92-impl-plan.md', false],
  ['myspecs/91-impl-plan.md', false],
  ['docs/implementation-plan.md', false],
])('%s is a known place: %s, and the glob agrees.', (path, expected) => {
  expect(isPlanPath(path)).toBe(expected);
  expect(matchesGlob(path, planGlob)).toBe(expected);
});

test('Where a folder has both places, delivery wins; other folders keep theirs.', () => {
  expect(
    choosePlans(['specs/91-impl-plan.md', 'specs/delivery/impl-plan.md', 'libs/a/specs/91-impl-plan.md', 'README.md']),
  ).toEqual(['specs/delivery/impl-plan.md', 'libs/a/specs/91-impl-plan.md']);
});
