import type { Stage } from '../story.ts';
import { duration, taskWords } from '../wording.ts';
import { anchor } from './anchor.ts';

export function label({ task, kind }: Stage): string {
  return task ?? kind.replaceAll('-', ' ');
}

/** Where the page tells of a stage. */
export function targetOf({ kind, task }: Stage): string {
  if (task !== null) return anchor('task', task);
  return places[kind];
}

export function tooltip(stage: Stage): string {
  const time = took(stage);
  return `${label(stage)}: ${stage.title}. ${taskWords[stage.outcome]}${time && `, ${time}`}`;
}

export function took({ reused, steps, started, ended }: Stage): string {
  if (started === null || ended === null) return reused ? 'reused' : '';
  // What several runs have done may lie days apart: only the work counts.
  const worked = steps.reduce((sum, step) => sum + Date.parse(step.ended) - Date.parse(step.started), 0);
  return duration(steps.length > 0 ? worked : Date.parse(ended) - Date.parse(started));
}

const places: Record<Stage['kind'], string> = {
  polish: 'specs',
  'spec-lint': 'specs',
  task: 'tasks',
  squash: 'gates',
  review: 'review',
  gates: 'gates',
  'exit-criteria': 'criteria',
  land: 'next-steps',
};
