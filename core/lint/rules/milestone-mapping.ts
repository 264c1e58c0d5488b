import { posix } from 'node:path';
import type { Line } from '../../markdown/lines.ts';
import type { Phase, Plan } from '../../plan/plan.ts';
import type { SpecFile } from '../../spec/section.ts';
import { linesOf, placeIn } from '../context.ts';
import { defineRule, type Complaint } from '../rule.ts';

/**
 * A roadmap beside the plan says what is promised, and the plan says which phase keeps it: without that, the name of a
 * milestone leads to no phase, and a milestone may be left out unnoticed. Milestones of the future are nobody's yet, and
 * phases before the first milestone may prepare for it.
 *
 * @example There is no roadmap, or nothing in it is to be done now.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     - [ ] Read input
 *     --- specs/90-roadmap.md
 *     ### M-future — Output
 *
 * @example The plan does not say what it does for the roadmap.
 *
 *     --- specs/91-impl-plan.md
 *     # Plan
 *
 *     ## Phase 1: Input
 *
 *     - [ ] Read input
 *     --- specs/90-roadmap.md
 *     ### M0 — Input
 *
 *     ### M1 — Output
 *     === specs/91-impl-plan.md:3:1 Unexpected plan without a milestone, expected those of specs/90-roadmap.md in its phases; say which phase starts, advances or closes which
 *     ===   see also specs/90-roadmap.md:1:1
 */
export const milestoneMapping = defineRule({
  id: 'milestone-mapping',
  recommended: 'warning',
  check({ plan, phases, files }, report) {
    if (!plan || plan.phases.length === 0 || !['impl', 'freeform'].includes(plan.format)) return;
    const roadmap = roadmapOf(plan, files);
    const promised = roadmap ? milestonesIn(roadmap) : [];
    if (!roadmap || promised.every(({ isFuture }) => isFuture)) return;
    const complaints = plan.milestones.some((milestone) => milestone.phases.length > 0)
      ? [...unserved(plan, roadmap, promised), ...unknown(plan, roadmap, promised), ...aimless(plan, phases)]
      : [unmapped(plan, roadmap, promised)];
    for (const complaint of complaints) report(complaint);
  },
});

function unmapped(plan: Plan, roadmap: SpecFile, promised: readonly Promised[]): Complaint {
  const message =
    `Unexpected plan without a milestone, expected those of ${roadmap.path} in its phases; ` +
    'say which phase starts, advances or closes which';
  const first = promised.find(({ isFuture }) => !isFuture);
  const at = { path: plan.path, line: plan.phases[0]?.line ?? 1, column: 1 };
  return { message, at, other: { path: roadmap.path, line: first?.line.number ?? 1, column: 1 } };
}

/** Milestones of the roadmap that no phase serves. */
function unserved(plan: Plan, roadmap: SpecFile, promised: readonly Promised[]): Complaint[] {
  const served = new Set(plan.milestones.filter(({ phases }) => phases.length > 0).map(({ id }) => id));
  return promised
    .filter(({ id, isFuture }) => !isFuture && !served.has(id))
    .map(({ id, line }) => {
      const message =
        `Unexpected milestone ${id} without a phase, expected one in ${plan.path} that starts, advances or closes it; ` +
        'name it there, or say here that it is for later';
      return { message, ...placeIn(roadmap.path, line) };
    });
}

/** Milestones that the plan names and the roadmap does not have. */
function unknown(plan: Plan, roadmap: SpecFile, promised: readonly Promised[]): Complaint[] {
  const known = new Set(promised.map(({ id }) => id));
  return plan.milestones.flatMap(({ id, phases: [first] }) => {
    if (known.has(id) || !first) return [];
    const message = `Unexpected milestone ${id} of phase ${first.phase}, expected one that ${roadmap.path} has; correct the name, or add it there`;
    return [{ message, at: { path: plan.path, line: first.line, column: 1 } }];
  });
}

/** Phases after the first served milestone that serve none, where at least half of the phases serve one. */
function aimless(plan: Plan, phases: readonly Phase[]): Complaint[] {
  const serving = new Set(plan.milestones.flatMap((milestone) => milestone.phases.map(({ phase }) => phase)));
  const first = plan.phases.findIndex(({ id }) => serving.has(id));
  const count = plan.phases.filter(({ id }) => serving.has(id)).length;
  if (count * 2 < plan.phases.length) return [];
  const later = new Set(plan.phases.slice(first));
  return phases
    .filter((phase) => later.has(phase) && !serving.has(phase.id))
    .map(({ id, line }) => {
      const message = `Unexpected phase ${id} without a milestone, expected one as in the other phases; say what it starts, advances or closes`;
      return { message, at: { path: plan.path, line, column: 1 } };
    });
}

interface Promised {
  readonly id: string;
  readonly line: Line;
  /** It is not for now, by its name or by the words of its heading. */
  readonly isFuture: boolean;
}

/** The roadmap in the plan's folder; null where it is not certain which one that is. */
function roadmapOf(plan: Plan, files: readonly SpecFile[]): SpecFile | null {
  const folder = posix.dirname(plan.path);
  const all = files.filter(
    ({ path }) => path !== plan.path && posix.dirname(path) === folder && /roadmap[^/]*\.md$/i.test(path),
  );
  const text = files.find(({ path }) => path === plan.path)?.content ?? '';
  const named = all.filter(({ path }) => text.includes(posix.basename(path)));
  const [roadmap = null, ...others] = all.length > 1 ? named : all;
  return others.length === 0 ? roadmap : null;
}

function milestonesIn(roadmap: SpecFile): Promised[] {
  return linesOf(roadmap).flatMap((line) => {
    const { level = 0, text = '' } = line.heading ?? {};
    const id = level < 2 || level > 4 ? undefined : milestoneName.exec(text)?.[1];
    return id === undefined ? [] : [{ id, line, isFuture: future.test(text) }];
  });
}

/** `M0 — title`, `M-1: title`, `M-future (later)`. */
const milestoneName = /^(M(?:-?\d+(?:\.\d+)*|-[a-z]+))(?=\s*(?:[—–:：(（]|-\s|$))/i;

const future = /^M-[a-z]|\b(?:future|later|not v\d|post-v?\d|out[ -]of[ -]scope|deferred)\b/i;
