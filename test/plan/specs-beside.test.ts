import { expect, test } from 'vitest';
import { rootOfPlace } from '../../core/plan/find.ts';
import { readPlan } from '../../core/plan/read.ts';
import { citations } from '../../core/spec/citation.ts';
import { hasSpecsBeside, withSpecsBeside } from '../../core/plan/specs-beside.ts';

/** What the first task of a plan cites, where these names are in its folder. */
function cited(path: string, text: string, names: readonly string[]): string | undefined {
  const folder = path.slice(0, path.lastIndexOf('/'));
  const plan = readPlan(path, text);
  expect(hasSpecsBeside(plan)).toBe(true);
  return withSpecsBeside(
    plan,
    names.map((name) => `${folder}/${name}`),
  ).phases[0]?.tasks[0]?.spec;
}

test('Tasks of other systems cite what lies beside their plan, and nothing else.', () => {
  const kiro = 'app/.kiro/specs/login/tasks.md';
  expect(cited(kiro, '- [ ] 1. Form\n', ['design.md', 'notes.md', 'requirements.md', 'tasks.md'])).toBe(
    `${kiro}, app/.kiro/specs/login/design.md, app/.kiro/specs/login/requirements.md`,
  );
  const openspec = 'openspec/changes/add-login/tasks.md';
  expect(cited(openspec, '## 1. Form\n\n- [ ] 1.1 Make it\n', ['proposal.md', 'specs/login/spec.md', 'a b.md'])).toBe(
    `${openspec}, openspec/changes/add-login/proposal.md, openspec/changes/add-login/specs/login/spec.md`,
  );
  const speckit = 'specs/001-login/tasks.md';
  const text = '## Phase 1: Form\n\n- [ ] T001 Make it\n';
  expect(cited(speckit, text, ['spec.md', 'plan.md', 'contracts/api.md', 'checklists/ux.md'])).toBe(
    'specs/001-login/contracts/api.md, specs/001-login/plan.md, specs/001-login/spec.md',
  );
});

test('A task of GSD cites the plan that has its number.', () => {
  const text =
    '### Phase 1: Form\n**Success Criteria** (what must be TRUE):\n  1. It is there\n\nPlans:\n- [ ] 01-02: Send it\n';
  const path = '.planning/ROADMAP.md';
  expect(cited(path, text, ['phases/01-form/01-01-PLAN.md', 'phases/01-form/01-02-PLAN.md', 'PROJECT.md'])).toBe(
    '.planning/phases/01-form/01-02-PLAN.md',
  );
});

test('Elsewhere than at its place nothing is known of what lies beside a plan.', () => {
  expect(hasSpecsBeside(readPlan('docs/tasks.md', '- [ ] 1. Form\n  - _Requirements: 1.1_\n'))).toBe(false);
  expect(hasSpecsBeside(readPlan('specs/91-impl-plan.md', '## Phase 1: a\n'))).toBe(false);
});

test('The folder of a system is above its plans, wherever that is.', () => {
  expect(rootOfPlace('app/openspec/changes/add-login/tasks.md')).toBe('app/openspec');
  expect(rootOfPlace('.planning/ROADMAP.md')).toBe('.planning');
  expect(rootOfPlace('docs/superpowers/plans/a.md')).toBe('docs/superpowers');
  expect(rootOfPlace('specs/91-impl-plan.md')).toBeUndefined();
});

test('A folder may be called what it likes; what no citation can name is told.', () => {
  const text = '- [ ] 1. Form\n';
  for (const folder of [
    'my app/.kiro/specs/a',
    '.kiro/specs/用户登录',
    '.kiro/specs/a (draft)',
    '.kiro/specs/a,b',
    '.kiro/specs/a[1]',
  ]) {
    const spec = cited(`${folder}/tasks.md`, text, ['design.md']) ?? '';
    expect(citations(spec)).toMatchObject([
      { kind: 'path', path: `${folder}/tasks.md` },
      { kind: 'path', path: `${folder}/design.md` },
    ]);
  }
  const folder = '.kiro/specs/a`b';
  const plan = withSpecsBeside(readPlan(`${folder}/tasks.md`, text), [`${folder}/design.md`, `${folder}/notes.md`]);
  expect(plan.problems).toMatchObject([{ severity: 'warning', message: expect.stringContaining('design.md') }]);
});

test('Plans of a milestone that is over are not cited.', () => {
  const text = '### Phase 1: A\n**Success Criteria** (what must be TRUE):\n  1. x\n\nPlans:\n- [ ] 01-01: B\n';
  const names = ['milestones/v1-phases/01-a/01-01-PLAN.md', 'phases/01-a/01-01-PLAN.md'];
  expect(cited('.planning/ROADMAP.md', text, names)).toBe('.planning/phases/01-a/01-01-PLAN.md');
});
