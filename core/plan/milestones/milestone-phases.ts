import { fail, ok, type Location, type Result } from '../../failure.ts';
import { markdownLines } from '../../markdown/lines.ts';
import type { Milestone, MilestonePhase, Phase, Plan } from '../plan.ts';
import { readPlan } from '../read.ts';
import { namedMilestones } from './milestone-naming.ts';
import { milestonesInTables, unplannedInTables } from './milestones.ts';

/** A roadmap that belongs to a plan. */
export interface RoadmapFile {
  readonly path: string;
  readonly content: string;
}

/** A phase that does something for a milestone, and where that is said. */
export interface ServingPhase {
  readonly phase: Phase;
  readonly verb: MilestonePhase['verb'];
  readonly at: Location;
}

/**
 * The phases that a milestone is made of, in the plan's order, as the plan says or else a table of the roadmap. Refused
 * where nobody says, where they contradict each other, where the roadmap names a phase that the plan does not have, or
 * where none of them closes it: then nothing tells when it is reached.
 */
export function phasesOfMilestone(
  plan: Plan,
  id: string,
  roadmaps: readonly RoadmapFile[],
): Result<readonly ServingPhase[]> {
  const mappings = [
    { path: plan.path, milestones: plan.milestones },
    ...roadmaps.map(({ path, content }) => {
      return { path, milestones: milestonesInTables(markdownLines(content), plan.phases, plan.path) };
    }),
  ]
    .map(({ path, milestones }) => servingPhases(plan, path, called(milestones, id)))
    .filter((phases) => phases.length > 0);
  const [said, ...others] = mappings;
  if (!said) return unmapped(plan, id, roadmaps);
  const other = others.find((phases) => namesOf(phases) !== namesOf(said));
  if (other) {
    return unclear(
      said,
      `Unexpected milestone ${id} that is ${namesOf(said)} in ${placesOf(said)} and ${namesOf(other)} in ${placesOf(other)}, expected the same phases`,
    );
  }
  const [unplanned] = roadmaps.flatMap(({ path, content }) =>
    unplannedInTables(markdownLines(content), plan.phases, { milestone: id, plan: plan.path }).map((one) => ({
      ...one,
      path,
    })),
  );
  if (unplanned) {
    return fail(
      'milestone',
      `Unexpected phase ${unplanned.id} of milestone ${id} in ${unplanned.path}:${unplanned.line}, expected one of ${plan.path}, which has no such phase. ` +
        `Correct this cell, add the phase to the plan, or ask for a phase: --phase=${said[0]?.phase.id}.`,
      { path: unplanned.path, line: unplanned.line, column: 1 },
    );
  }
  if (said.every(({ verb }) => verb !== 'closes') && !isAllOf(said, id)) {
    const none = said.length === 1 ? 'which does not close it' : 'none of which closes it';
    return unclear(
      said,
      `Unexpected milestone ${id} of ${namesOf(said)} (${placesOf(said)}), ${none}, expected one that does`,
    );
  }
  return ok(said);
}

/** One phase alone that has the milestone in its title, without a word of how much, is all of it. */
function isAllOf([only, ...others]: readonly ServingPhase[], id: string): boolean {
  if (!only || others.length > 0 || only.at.line !== only.phase.line) return false;
  const named = namedMilestones(only.phase.title).filter(
    ({ milestone }) => milestone.toLowerCase() === id.toLowerCase(),
  );
  return named.length > 0 && named.every(({ verb }) => verb === null);
}

function called(milestones: readonly Milestone[], id: string): Milestone | undefined {
  return milestones.find((one) => one.id.toLowerCase() === id.toLowerCase());
}

function servingPhases(plan: Plan, path: string, milestone: Milestone | undefined): ServingPhase[] {
  const said = new Map(milestone?.phases.map((one) => [one.phase, one]));
  return plan.phases.flatMap((phase) => {
    const one = said.get(phase.id);
    return one ? [{ phase, verb: one.verb, at: { path, line: one.line, column: 1 } }] : [];
  });
}

function unclear([first]: readonly ServingPhase[], message: string): Result<never> {
  return fail(
    'milestone',
    `${message}. Say in the plan which phase starts, advances or closes it, or ask for a phase: --phase=${first?.phase.id}.`,
    first?.at,
  );
}

/** What plan and roadmap do say, so that the missing words can be written. */
function unmapped(plan: Plan, id: string, roadmaps: readonly RoadmapFile[]): Result<never> {
  const at = { path: plan.path, line: plan.phases[0]?.line ?? 1, column: 1 };
  const promised = roadmaps.flatMap(({ path, content }) =>
    readPlan(path, content, 'roadmap').phases.map((one) => ({ id: one.id, at: { path, line: one.line, column: 1 } })),
  );
  const heading = promised.find((one) => one.id.toLowerCase() === id.toLowerCase());
  const named = plan.milestones.flatMap((one) =>
    one.phases.map(({ phase, verb, line }) => `phase ${phase} ${verb} ${one.id} (${plan.path}:${line})`),
  );
  const inPlan =
    named.length > 0 ? `The plan says: ${named.join(', ')}.` : `No phase of ${plan.path} names a milestone.`;
  const inRoadmap = heading
    ? `The roadmap has ${id} at ${heading.at.path}:${heading.at.line}.`
    : promised.length > 0
      ? `The roadmap has ${promised.map((one) => `${one.id} (${one.at.path}:${one.at.line})`).join(', ')}.`
      : 'There is no roadmap with milestones beside the plan.';
  const advice = heading
    ? `Say in the plan which phase starts, advances or closes ${id}, such as "## Phase 1 — Title (closes ${id})", or ask for a phase.`
    : 'Correct the name, or ask for a phase.';
  return fail(
    'milestone',
    `Unexpected milestone ${id}, expected one that a phase of the plan starts, advances or closes. ${inPlan} ${inRoadmap} ${advice}`,
    heading?.at ?? at,
  );
}

function namesOf(phases: readonly ServingPhase[]): string {
  return `phase${phases.length === 1 ? '' : 's'} ${phases.map(({ phase }) => phase.id).join(', ')}`;
}

function placesOf(phases: readonly ServingPhase[]): string {
  return [...new Set(phases.map(({ at }) => `${at.path}:${at.line}`))].join(', ');
}
