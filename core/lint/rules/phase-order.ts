import type { Phase, Plan } from '../../plan/plan.ts';
import { findCycles } from '../../plan/tasks/cycles.ts';
import type { SpecFile } from '../../spec/section.ts';
import { linesOf, placeIn } from '../context.ts';
import { defineRule, type Complaint } from '../rule.ts';
import { isDependencyLine, phaseDependencies, type PhaseDependency } from './phase-dependencies.ts';
import { phaseMentions } from './phase-mention.ts';

/**
 * Phases are landed one after the other, so one that says `**Depends on**: Phase 1` waits for a phase before it. Only
 * what such a line lists is read; words in parentheses and further sentences are for people. A phase that the plan names
 * elsewhere, such as in a list of what was done before, is no unknown one.
 *
 * @example Earlier phases, and one of an earlier plan.
 *
 *     --- specs/91-impl-plan.md
 *     Phase 3 was done last year.
 *
 *     ## Phase 4: Input
 *     **Depends on**: Phase 3
 *
 *     ## Phase 5: Output
 *     **Depends on**: Phase 3 (the reader), Phase 4. Can run beside Phase 6.
 *
 *     ## Phase 6: Release
 *     **Depends on**: Phases 4 and 5
 *
 * @example Unknown, later, and itself.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *     **Depends on**: Phase 2
 *
 *     ## Phase 2: Output
 *     **Depends on**: Phase 1, Phase 7
 *
 *     ## Phase 3: Release
 *     **Depends on**: Phases 1–3
 *     === specs/91-impl-plan.md:2:17 Unexpected dependency of phase 1 on the later phase 2, expected an earlier one; change their order, or remove the dependency
 *     ===   see also specs/91-impl-plan.md:4:1
 *     === specs/91-impl-plan.md:5:26 Unexpected dependency of phase 2 on phase 7, expected a phase of the plan; correct it
 *     === specs/91-impl-plan.md:8:26 Unexpected dependency of phase 3 on itself, expected an earlier phase; correct it
 *
 * @example A cycle, in a plan that does not keep the order of its numbers.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 2: Output
 *     **Depends on**: Phase 1
 *
 *     ## Phase 1: Input
 *     **Depends on**: Phase 2
 *     === specs/91-impl-plan.md:2:17 Unexpected cycle of phases 2 → 1 → 2, expected an order in which they can be done; remove one of these dependencies
 *     ===   see also specs/91-impl-plan.md:5:17
 */
export const phaseOrder = defineRule({
  id: 'phase-order',
  recommended: 'warning',
  strict: 'error',
  check({ plan, phases, files }, report) {
    const file = files.find(({ path }) => path === plan?.path);
    const dependencies = plan && file ? phaseDependencies(plan, file) : [];
    if (!plan || !file || dependencies.length === 0) return;
    const isLookedAt = new Set(phases);
    const mistakeOf = mistakes(plan, file);
    const fine: PhaseDependency[] = [];
    for (const dependency of dependencies) {
      const mistake = mistakeOf(dependency);
      if (!mistake) fine.push(dependency);
      else if (isLookedAt.has(dependency.phase)) report({ ...mistake, ...placeOf(file, dependency) });
    }
    for (const complaint of cycles(file, fine, isLookedAt)) report(complaint);
  },
});

type Mistake = Pick<Complaint, 'message' | 'other'>;

/** What is wrong with a dependency by itself. */
function mistakes(plan: Plan, file: SpecFile): (dependency: PhaseDependency) => Mistake | null {
  const places = new Map(plan.phases.map((phase, at) => [phase, at]));
  const byId = new Map(plan.phases.toReversed().map((phase) => [phase.id.toLowerCase(), phase]));
  const elsewhere = namedElsewhere(plan, file);
  return ({ phase, id }) => {
    const other = byId.get(id.toLowerCase());
    const start = `Unexpected dependency of phase ${phase.id} on`;
    if (!other && elsewhere.has(id.toLowerCase())) return null;
    if (!other) return { message: `${start} phase ${id}, expected a phase of the plan; correct it` };
    if (other === phase) return { message: `${start} itself, expected an earlier phase; correct it` };
    // Some plans do not keep the order of their numbers.
    const isLater = (places.get(other) ?? 0) > (places.get(phase) ?? 0) && !(Number(other.id) < Number(phase.id));
    if (!isLater) return null;
    const message = `${start} the later phase ${other.id}, expected an earlier one; change their order, or remove the dependency`;
    return { message, other: { path: file.path, line: other.line, column: 1 } };
  };
}

/** Phases that the plan speaks of in other lines: they may have been done long ago. */
function namedElsewhere(plan: Plan, file: SpecFile): ReadonlySet<string> {
  const lines = linesOf(file).filter((line) => line.kind === 'text' && !isDependencyLine(line));
  return new Set(lines.flatMap(({ text }) => phaseMentions(text, plan, [file]).map(({ id }) => id.toLowerCase())));
}

/** One complaint for each cycle, at the first dependency of its first phase in the file. */
function cycles(file: SpecFile, dependencies: readonly PhaseDependency[], among: ReadonlySet<Phase>): Complaint[] {
  const waiting = [...Map.groupBy(dependencies, ({ phase }) => phase)].map(([phase, all]) => {
    return { id: phase.id.toLowerCase(), dependsOn: { ids: all.map(({ id }) => id.toLowerCase()) }, phase, all };
  });
  return findCycles(waiting)
    .filter((cycle) => cycle.some(({ phase }) => among.has(phase)))
    .map((cycle) => {
      const ids = cycle.map(({ phase }) => phase.id).join(' → ');
      const message = `Unexpected cycle of phases ${ids}, expected an order in which they can be done; remove one of these dependencies`;
      const [first, second] = cycle.map(({ id, all }, index) => {
        const next = cycle[index + 1]?.id;
        return all.find((each) => each.id.toLowerCase() === next && id !== next);
      });
      if (!first) throw new Error('Internal error: a cycle without a dependency');
      return { message, ...placeOf(file, first), ...(second ? { other: placeOf(file, second).at } : {}) };
    });
}

function placeOf({ path }: SpecFile, { line, from, to }: PhaseDependency): Pick<Complaint, 'at' | 'end'> {
  return placeIn(path, line, from, to);
}
