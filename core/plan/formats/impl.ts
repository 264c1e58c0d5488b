import { milestonesOf } from '../milestones/milestones.ts';
import { planPhases } from '../phases/plan-phases.ts';
import type { PlanReader } from '../read.ts';

/** A Markdown plan with phase headings, as `specs/91-impl-plan.md`. */
export const impl: PlanReader = {
  format: 'impl',
  detect: (file) => {
    const { word, first } = planPhases(file);
    return word === 'phase' && first ? `the heading "${first.heading?.text ?? ''}" on line ${first.number}` : null;
  },
  read: (file) => {
    const { word, phases, problems, unparsed } = planPhases(file);
    return word === 'phase'
      ? { phases, problems, unparsed, milestones: milestonesOf(file.lines, phases) }
      : { phases: [], problems: [], unparsed };
  },
};
