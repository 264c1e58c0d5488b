import { expect, test } from 'vitest';
import { mayBePlanId, planIdOf } from '../../../core/stage/decide/choose-plan.ts';
import type { PhaseRequest } from '../../../core/stage/decide/decision.ts';
import { scratch } from '../../git/scratch.ts';
import { askedIn, onePhase, phaseText } from './asking.ts';

function asking(projectRoot: string, ...plans: readonly string[]): PhaseRequest {
  return { workspace: '/w', project: 'demo', projectRoot, plans, rebase: false, targets: [], options: [] };
}

test.each([
  ['', '.planning/ROADMAP.md', 'demo-gsd'],
  ['', 'libs/a/.planning/ROADMAP.md', 'demo-libs-a-gsd'],
  ['libs/a', 'libs/a/.planning/ROADMAP.md', 'demo-gsd'],
  ['', 'libs/b/specs/001-x/tasks.md', 'demo-libs-b-speckit-001-x'],
  ['libs', 'libs/b/.kiro/specs/x/tasks.md', 'demo-b-kiro-x'],
  ['libs/a', 'docs/superpowers/plans/x.md', 'demo-superpowers-x'],
  ['libs/a', 'libs/a/specs/91-impl-plan.md', 'demo'],
])('In a project at "%s" the plan %s is %s.', (root, path, id) => {
  expect(planIdOf(asking(root, path), path)).toBe(id);
  expect(mayBePlanId('demo', path, id)).toBe(true);
});

test('An id of another file, or project, is none of a plan’s.', () => {
  const path = 'libs/b/specs/001-x/tasks.md';
  for (const id of ['demo-libs-c-speckit-001-x', 'demo-speckit-001-y', 'other-speckit-001-x', 'demo'])
    expect(mayBePlanId('demo', path, id)).toBe(false);
});

test('Two plans of one id are refused: all that is kept of the one would be taken for the other’s.', async () => {
  const plans = ['a/specs/91-impl-plan.md', 'b/specs/91-impl-plan.md'];
  const texts = Object.fromEntries(plans.map((path) => [path, phaseText('1', 'Input')]));
  const { host, root } = await scratch({ ...onePhase, ...texts });
  expect(await askedIn(host, root, { plans, plan: 'a/specs/91-impl-plan.md' })).toMatchObject({
    ok: false,
    failure: { reason: 'several-plans', message: expect.stringContaining('both have "a-91-impl-plan"') },
  });
  expect(await askedIn(host, root, { plans })).toMatchObject({
    failure: { message: expect.stringContaining('a/specs/91-impl-plan.md (a-91-impl-plan), b/') },
  });
});
