import type { Report } from '../../report/report.ts';
import type { Stage } from '../../report/story.ts';
import type { Times } from '../../result/records.ts';
import type { Left } from './left.ts';
import type { Ending } from './report-outcome.ts';

/** The graph of the phase: every stage with what it waited for, how it ended and how long it took. */
export function reportStages(left: Left, { ending, tasks }: { ending: Ending; tasks: Report['tasks'] }): Stage[] {
  const nameOf = new Map(tasks.map((task) => [task.id, task.stage]));
  const work = tasks.map((task): Stage => {
    const record = [...left.tasks.values()].find((one) => one.id === task.id);
    const before = task.dependsOn.map((id) => nameOf.get(id)).filter((name) => name !== undefined);
    return {
      ...nothing(task.stage, 'task', task.title),
      task: task.id,
      dependsOn: before.length > 0 ? before : ['spec-lint'],
      outcome: task.outcome,
      reused: task.reused,
      ...timesOf(left, task.stage, record?.times),
    };
  });
  const kept = [
    ['squash', 'One commit per task', left.squash],
    ['review', 'Independent review', left.review],
    ['gates', 'Gates on the final tree', left.gates],
    ['exit-criteria', 'Exit criteria', left.proof],
  ] as const;
  const later = kept.map(([name, title, record], index): Stage => ({
    ...nothing(name, name, title),
    dependsOn: index === 0 ? work.map((stage) => stage.name) : [kept[index - 1]![0]],
    outcome: left.crashes.has(name) ? 'failed' : outcomeOf(record),
    reused: ending.known.has(name),
    ...timesOf(left, name, record?.times),
  }));
  const polish = left.polish ? [polished(left, left.polish, ending)] : [];
  // Nothing runs where all is known; but no task has its result without clean specs, and they are the same.
  const isAsBefore = left.lint === undefined && ending.known.has('exit-criteria');
  const lint = {
    ...nothing('spec-lint', 'spec-lint', 'Specs are clean'),
    dependsOn: polish.map(({ name }) => name),
    outcome: isAsBefore ? ('done' as const) : outcomeOf(left.lint),
    reused: isAsBefore,
  };
  return [...polish, lint, ...work, ...later, landing(ending)];
}

function polished(left: Left, record: NonNullable<Left['polish']>, { reusesPolish = false }: Ending): Stage {
  const stage = nothing('polish', 'polish', 'Specs are made fit');
  return { ...stage, outcome: outcomeOf(record), reused: reusesPolish, ...timesOf(left, 'polish', undefined) };
}

function landing(ending: Ending): Stage {
  const outcome = landingOutcome(ending);
  return { ...nothing('land', 'land', ending.landed?.branch ?? 'Land'), dependsOn: ['exit-criteria'], outcome };
}

/** A phase that is on a branch since it could not be where it was to be has not landed well. */
function landingOutcome({ landed, failure, questions = [] }: Ending): Stage['outcome'] {
  if (failure && (landed || failure.reason === 'land')) return 'failed';
  if (landed) return 'done';
  return questions.length > 0 ? 'waiting' : 'skipped';
}

function nothing(name: string, kind: Stage['kind'], title: string): Stage {
  return {
    name,
    kind,
    task: null,
    title,
    dependsOn: [],
    outcome: 'skipped',
    reused: false,
    started: null,
    ended: null,
    lane: null,
    steps: [],
  };
}

function outcomeOf(record: { readonly outcome: 'done' | 'failed' | 'question' } | undefined): Stage['outcome'] {
  if (!record) return 'skipped';
  return record.outcome === 'question' ? 'waiting' : record.outcome;
}

/** A loop that several runs went on with began with the first of them: its journal tells, its record knows the last. */
function timesOf(left: Left, name: string, times: Times | undefined): Pick<Stage, 'started' | 'ended' | 'steps'> {
  const steps = [...(left.stories.get(name)?.steps ?? [])];
  const starts = [times?.started, steps[0]?.started].filter((at) => at !== undefined).toSorted();
  const ends = [times?.ended, steps.at(-1)?.ended].filter((at) => at !== undefined).toSorted();
  return { started: starts[0] ?? null, ended: ends.at(-1) ?? null, steps };
}
