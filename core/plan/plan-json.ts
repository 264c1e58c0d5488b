import type { Criterion, Phase, Plan, PlannedCommit, Task } from './plan.ts';
import type { PlanJson } from './plan-schema.ts';

/** The plan as `phasewright plan --json` prints it. */
export function planJson(plan: Plan): PlanJson {
  const { path, format, because, phases, milestones, findings, unparsed, problems } = plan;
  return {
    path,
    format,
    because,
    phases: phases.map((phase) => phaseJson(phase, format === 'toml')),
    milestones: milestones.map(({ id, phases: parts }) => ({ id, phases: [...parts] })),
    findings: [...findings],
    unparsed: [...unparsed],
    problems: [...problems],
  };
}

type PhaseJson = PlanJson['phases'][number];
type CommitJson = NonNullable<PhaseJson['tasks'][number]['commit']>;

function phaseJson(
  { id, written, line, tasks, criteria, claims, after, ranges }: Phase,
  withCommits: boolean,
): PhaseJson {
  return {
    id,
    label: written.label,
    title: written.title,
    line,
    tasks: tasks.map((task) => taskJson(task, withCommits)),
    exitCriteria: criteria.map(criterionJson),
    claims: [...claims],
    ...(after ? { after: [...after] } : {}),
    ranges,
  };
}

function taskJson(task: Task, withCommit: boolean): PhaseJson['tasks'][number] {
  return {
    id: task.id,
    slug: task.slug,
    title: task.title,
    line: task.line,
    done: task.ticked,
    dependsOn: [...task.dependsOn],
    dependsBy: task.dependsBy,
    ...(task.isOptional ? { optional: true as const } : {}),
    ...(task.wave === undefined ? {} : { wave: task.wave }),
    spec: task.spec,
    files: [...task.files],
    ...(task.deletes ? { deletes: [...task.deletes] } : {}),
    effort: task.effort,
    status: task.status,
    branch: task.branch,
    exitCriteria: task.criteria.map(criterionJson),
    ...(withCommit ? { commit: commitJson(task.commit) } : {}),
    ranges: task.ranges,
  };
}

function commitJson({ message, tests, antiPatterns, requirements, constraints }: PlannedCommit): CommitJson {
  return {
    message,
    tests: [...tests],
    antiPatterns: [...antiPatterns],
    requirements: [...requirements],
    constraints: [...constraints],
  };
}

function criterionJson({ text, kind, line, range }: Criterion): PhaseJson['exitCriteria'][number] {
  return { text, kind, line, range };
}
