import { sortDiagnostics } from '../lint/diagnostic.ts';
import { scanChecklist } from './formats/checklist.ts';
import type { PhaseDraft, PlanDraft, TaskDraft } from './draft.ts';
import { scanImplPlan } from './formats/impl.ts';
import type { Phase, Plan, PlanFormat, Task } from './plan.ts';
import { planProblems } from './problems.ts';
import { taskSlugs } from './slug.ts';
import { scanTomlPlan } from './formats/toml.ts';

/**
 * Reads a plan line by line. It runs whenever Nx computes its graph, so it is fast, and it never throws:
 * what cannot be read for certain becomes one of the plan's problems.
 */
export function readPlan(path: string, content: string, format: PlanFormat = planFormat(path)): Plan {
  const draft = scanners[format](path, content);
  const problems = [...draft.problems, ...planProblems(path, format, draft.phases)];
  return { path, format, phases: draft.phases.map(finishPhase), problems: sortDiagnostics(problems) };
}

function planFormat(path: string): PlanFormat {
  if (/\.toml$/i.test(path)) return 'toml';
  return /impl-plan\.md$/i.test(path) ? 'impl' : 'checklist';
}

const scanners: Record<PlanFormat, (path: string, content: string) => PlanDraft> = {
  impl: scanImplPlan,
  toml: scanTomlPlan,
  checklist: scanChecklist,
};

function finishPhase({ id, title, line, tasks, criteria }: PhaseDraft): Phase {
  const slugs = taskSlugs(tasks.map((task) => task.id));
  return { id, title, line, tasks: tasks.map((task, index) => finishTask(task, tasks[index - 1], slugs)), criteria };
}

function finishTask(draft: TaskDraft, before: TaskDraft | undefined, slugs: ReadonlyMap<string, string>): Task {
  const written = draft.dependsOn?.ids ?? (before ? [before.id] : []);
  return {
    id: draft.id,
    slug: slugs.get(draft.id) ?? draft.id,
    title: draft.title,
    line: draft.line,
    text: draft.text,
    ticked: draft.ticked,
    // A task of an earlier phase is done before this phase starts; an unknown one is among the problems.
    dependsOn: [...new Set(written)].filter((id) => slugs.has(id)),
    spec: draft.spec,
    files: draft.files,
  };
}
