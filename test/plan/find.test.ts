import { matchesGlob } from 'node:path';
import { expect, test } from 'vitest';
import { choosePlans, formatOfPlace, isPlanPath, placedFormats, planGlob } from '../../core/plan/find.ts';
import { readPlan } from '../../core/plan/read.ts';

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
  expect(isPlanPath(path, [])).toBe(expected);
  expect(matchesGlob(path, planGlob)).toBe(expected);
});

test.each([
  ['specs/001-auth/tasks.md', 'speckit'],
  ['libs/a/specs/001-auth/tasks.md', 'speckit'],
  ['openspec/changes/add-auth/tasks.md', 'openspec'],
  ['.kiro/specs/auth/tasks.md', 'kiro'],
  ['libs/a/.kiro/specs/auth/tasks.md', 'kiro'],
  ['.planning/ROADMAP.md', 'gsd'],
  ['.taskmaster/tasks/tasks.json', 'taskmaster'],
  ['.beads/issues.jsonl', 'beads'],
  ['kitty-specs/001-login/tasks.md', 'speckitty'],
  ['_bmad-output/implementation-artifacts/sprint-status.yaml', 'bmad'],
  ['docs/superpowers/plans/2026-01-02-login.md', 'superpowers'],
  ['docs/superpowers/plans/notes.txt', undefined],
  ['openspec/changes/archive/2026-01-02-add-auth/tasks.md', undefined],
  ['specs/tasks.md', undefined],
  ['specs/a/b/tasks.md', undefined],
  ['docs/specs.md', undefined],
] as const)('%s is a place of %s, looked at where that is asked for.', (path, format) => {
  expect(formatOfPlace(path)).toBe(format);
  expect(isPlanPath(path)).toBe(format !== undefined);
  expect(isPlanPath(path, [])).toBe(false);
  expect(choosePlans([path], format ? [format] : [])).toEqual(format ? [path] : []);
  expect(
    choosePlans(
      [path],
      placedFormats.filter((one) => one !== format),
    ),
  ).toEqual([]);
});

test('The glob finds all places, those in folders with a dot too.', () => {
  const paths = ['specs/1/tasks.md', 'openspec/changes/a/tasks.md', 'a/specs/1/tasks.md'];
  for (const path of paths) expect(matchesGlob(path, planGlob)).toBe(true);
});

test('Where a folder has both places, delivery wins; other folders keep theirs.', () => {
  expect(
    choosePlans(['specs/91-impl-plan.md', 'specs/delivery/impl-plan.md', 'libs/a/specs/91-impl-plan.md', 'README.md']),
  ).toEqual(['specs/delivery/impl-plan.md', 'libs/a/specs/91-impl-plan.md']);
});

test('A plan at a place of our own is of no other system, whatever it looks like.', () => {
  const like = '## Phase 1: A\n\n**Success Criteria** (what must be TRUE):\n\n- [ ] T001 x\n';
  for (const path of ['specs/91-impl-plan.md', 'docs/login-impl-plan.md'])
    expect(readPlan(path, like).format).toBe('impl');
  expect(readPlan('docs/plan.md', like).format).not.toBe('impl');
});
