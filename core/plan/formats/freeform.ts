import { planPhases } from '../phases/plan-phases.ts';
import type { PlanDraft } from '../draft.ts';
import { readPlanList } from '../phases/plan-list.ts';
import type { PlanFile, PlanReader } from '../read.ts';

/** A plan of another shape, as far as it is certain: stages, steps or epics with lists, or one list or table of work. */
export const freeform: PlanReader = {
  format: 'freeform',
  detect: (file) => {
    const { word, first } = planPhases(file);
    if (word !== null && word !== 'phase')
      return `the heading "${first?.heading?.text ?? ''}" on line ${first?.number ?? 1}`;
    return word === null ? (readPlanList(file)?.because ?? null) : null;
  },
  read,
};

function read(file: PlanFile): PlanDraft {
  const { word, phases, problems, unparsed } = planPhases(file);
  if (word !== null) return word === 'phase' ? { phases: [], problems: [], unparsed } : { phases, problems, unparsed };
  const list = readPlanList(file);
  if (!list) return { phases: [], problems: [], unparsed };
  return { phases: [list.phase], problems: list.rest.problems, unparsed: [...unparsed, ...list.rest.unparsed] };
}
