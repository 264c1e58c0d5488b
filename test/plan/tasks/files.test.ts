import { expect, test } from 'vitest';
import { readPlan } from '../../../core/plan/read.ts';

const table = (files: string): string =>
  `# Plan\n\n## Phase 1 — Start\n\n| # | Task | Files |\n| --- | --- | --- |\n| 1.1 | Begin | ${files} |\n\n**Exit criteria**:\n\n- All gates pass.\n`;
const toml = (files: string): string =>
  `[meta]\nfeature = "a"\n\n[[commits]]\nid = 1\ntitle = "Begin"\nmessage = "feat: a"\nfiles = [${files}]\n`;
const checklist = (files: string): string => `# List\n\n## Tasks\n\n- [ ] Begin\n  - files: ${files}\n`;

test.each([
  ['a table, in one code span', 'specs/91-impl-plan.md', table('`src/a.ts`, `delete: src/old.ts`')],
  ['a table, before a code span', 'specs/91-impl-plan.md', table('`src/a.ts`, delete: `src/old.ts`')],
  ['a table, without code spans', 'specs/91-impl-plan.md', table('src/a.ts, Delete:src/old.ts')],
  ['TOML', 'docs/implementation-plan.toml', toml('"src/a.ts", "delete: src/old.ts"')],
  ['a checklist', 'tasks.md', checklist('`src/a.ts`, `delete: src/old.ts`')],
])('A file that a task is to delete is one of its files, in %s.', (_, path, content) => {
  const [task] = readPlan(path, content).phases[0]?.tasks ?? [];
  expect(task).toMatchObject({ files: ['src/a.ts', 'src/old.ts'], deletes: ['src/old.ts'] });
});

test('A task that is to delete none says nothing of it, and a path that begins like the mark is a path.', () => {
  const [task] = readPlan('specs/91-impl-plan.md', table('`delete/a.ts`, `deleted.ts`')).phases[0]?.tasks ?? [];
  expect(task?.files).toEqual(['delete/a.ts', 'deleted.ts']);
  expect(task && 'deletes' in task).toBe(false);
});
