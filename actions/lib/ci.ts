import * as core from '@actions/core';
import { describeFailure } from '../../core/failure.ts';
import { nodeHost } from '../../core/host/node-host.ts';
import { visibleLine } from '../../core/visible.ts';
import type { Job } from './job.ts';
import { setOutputs } from './set-outputs.ts';
import type { Stage } from './stage.ts';
import { answer } from './stages/answer.ts';
import { bring } from './stages/bring.ts';
import { check } from './stages/check.ts';
import { fetch } from './stages/fetch.ts';
import { land } from './stages/land.ts';
import { report } from './stages/report.ts';
import { open, phase, task, upTo } from './stages/work.ts';

/** What a step of a job can do. */
export const stages: Readonly<Record<string, Stage>> = {
  'spec-lint': check('spec-lint'),
  gates: check('gates'),
  'exit-criteria': check('exit-criteria'),
  fetch,
  open,
  task,
  squash: upTo('squash'),
  review: upTo('review'),
  phase,
  land,
  bring,
  report,
  answer,
};

/** Does one stage in a job of GitHub Actions; answers with the exit code of its step. */
export async function ci(stage: Stage, job: Job, workspace: string): Promise<number> {
  const ended = await stage(nodeHost(), job, workspace);
  const set = ended.ok ? setOutputs(ended.value.outputs) : ended;
  const failure = ended.ok && set.ok ? ended.value.failure : set.ok ? undefined : set.failure;
  if (!failure) return 0;
  core.error(visibleLine(describeFailure(failure)), { title: 'phasewright' });
  return 1;
}
