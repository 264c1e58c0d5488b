import { expect, test } from 'vitest';
import { milestoneMapping } from '../../../core/lint/rules/milestone-mapping.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { lintPlan, planPath } from './lint-plan.ts';

const plan = ['## Phase 0: Risk', '## Phase 1: Input', '## Phase 2: Output', '## Phase 3: Release'].join('\n');
const roadmapPath = 'specs/90-roadmap.md';
const files = { [roadmapPath]: '# Roadmap\n## M0: Input\n### M1 — Output\n### Milestones are promises\n' };

test('Every milestone that has a phase, and phases that come before the first milestone, are fine.', () => {
  const change = serving({ M0: ['1', '2'], M1: ['3'] });
  expect(lintPlan(milestoneMapping, plan, { files, change: [change] })).toEqual([]);
});

test('A milestone that no phase serves is complained about in the roadmap, unless it is for later.', () => {
  const later = ['### M-future — Scale', '### M2 — Scale (not v1)', '### M3 — Post-v1', '### M4 — Scale'].join('\n');
  const change = serving({ M0: ['1', '2', '3'], M1: [] });
  expect(
    lintPlan(milestoneMapping, plan, { files: { [roadmapPath]: `## M0\n## M1\n${later}` }, change: [change] }),
  ).toEqual([
    expect.stringMatching(/^specs\/90-roadmap\.md:2:1 Unexpected milestone M1 without a phase/),
    expect.stringMatching(/^specs\/90-roadmap\.md:6:1 Unexpected milestone M4 without a phase/),
  ]);
});

test('A milestone that the roadmap does not have is complained about where the plan names it.', () => {
  const change = serving({ M0: ['1'], M1: ['2', '3'], M9: ['3'] });
  expect(lintPlan(milestoneMapping, plan, { files, change: [change] })).toEqual([
    `${planPath}:4:1 Unexpected milestone M9 of phase 3, expected one that specs/90-roadmap.md has; correct the name, or add it there`,
  ]);
});

test('A phase that serves no milestone is complained about if at least half of the phases serve one.', () => {
  const half = serving({ M0: ['1'], M1: ['3'] });
  expect(lintPlan(milestoneMapping, plan, { files, change: [half] })).toEqual([
    `${planPath}:3:1 Unexpected phase 2 without a milestone, expected one as in the other phases; say what it starts, advances or closes`,
  ]);
  expect(lintPlan(milestoneMapping, plan, { files, change: [half], phase: '1' })).toEqual([]);
  const one = serving({ M0: ['1'], M1: ['1'] });
  expect(lintPlan(milestoneMapping, plan, { files, change: [one] })).toEqual([]);
});

test('Of several roadmaps, the one that the plan names counts; if it names none, none counts.', () => {
  const two = { ...files, 'specs/app-roadmap.md': '### M7 — Scale' };
  expect(lintPlan(milestoneMapping, `${plan}\n\nSee app-roadmap.md.`, { files: two })).toEqual([
    expect.stringContaining('see also specs/app-roadmap.md:1:1'),
  ]);
  expect(lintPlan(milestoneMapping, plan, { files: two })).toEqual([]);
  expect(lintPlan(milestoneMapping, `${plan}\n\nSee app-roadmap.md and 90-roadmap.md.`, { files: two })).toEqual([]);
  expect(lintPlan(milestoneMapping, plan, { files: { 'docs/90-roadmap.md': '### M7 — Scale' } })).toEqual([]);
});

test('A plan that names no milestone is compared with the first one that is not for later.', () => {
  const roadmap = { [roadmapPath]: '### M-future — Scale\n### M0 — Input\n' };
  expect(lintPlan(milestoneMapping, plan, { files: roadmap })).toEqual([
    expect.stringMatching(/^specs\/91-impl-plan\.md:1:1 Unexpected plan without a milestone[^]*90-roadmap\.md:2:1$/),
  ]);
});

test('A backlog, and a plan without phases, need no milestones.', () => {
  const change = [(read: Plan): Plan => ({ ...read, format: 'backlog' })];
  expect(lintPlan(milestoneMapping, plan, { files, change })).toEqual([]);
  expect(lintPlan(milestoneMapping, '# Plan\n', { files })).toEqual([]);
});

/** The plan with milestones and the phases that serve them, named on the lines of these phases. */
function serving(milestones: Readonly<Record<string, readonly string[]>>): (plan: Plan) => Plan {
  return (read) => ({
    ...read,
    milestones: Object.entries(milestones).map(([id, phases]) => ({
      id,
      phases: phases.map((phase) => ({
        phase,
        verb: 'closes' as const,
        line: read.phases.find((one) => one.id === phase)?.line ?? 0,
      })),
    })),
  });
}
