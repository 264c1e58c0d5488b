import { resolve } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import { describeFailure, fail, ok, type Failure, type Result } from '../../core/failure.ts';
import type { Host } from '../../core/host/host.ts';
import { nodeHost } from '../../core/host/node-host.ts';
import { tellingWaits } from '../../core/host/telling-waits.ts';
import { implementPart, type Part } from '../../core/part.ts';
import { implementPhase } from '../../core/phase.ts';
import { slug } from '../../core/plan/tasks/slug.ts';
import { toldRefusal, toldReport, type Told } from '../../core/report/told.ts';
import { json } from '../../core/stage/context.ts';
import { describeDecision } from '../../core/stage/decide/dry-run.ts';
import { decide } from '../../core/stage/decide/decide.ts';
import { visibleLine } from '../../core/visible.ts';
import { github } from '../github.ts';
import { consoleReporter } from '../reporter.ts';
import { requestOf } from '../request.ts';

/** The outer executor: it has no `dependsOn`, so it reports whatever happens inside. */
export default async function implementPhaseExecutor(
  options: Record<string, unknown>,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const { stopAfter } = options;
  const host = nodeHost({ stopAfter: typeof stopAfter === 'number' ? stopAfter * 1000 : undefined });
  const request = requestOf(options, context);
  if (options['dryRun'] === true) {
    const decision = await decide(
      tellingWaits(host, (text) => console.error(text)),
      request,
    );
    if (decision.ok) console.log(await describeDecision(decision.value));
    else refuse(decision.failure);
    return { success: decision.ok || decision.failure.reason === 'nothing-to-do' };
  }
  const outside = { onEvent: consoleReporter(), forge: github(host.env) };
  const part = partOf(options);
  if (!part.ok) return await refused(host, options, part.failure);
  if (part.value) {
    const ran = await implementPart(host, request, part.value, outside);
    if (!ran.ok) return await refused(host, options, ran.failure);
    const { about, ready, run } = ran.value;
    const done: Told = { version: 1, about, outcome: 'done', failure: null, ready, report: null };
    await tell(host, options, run ? toldReport(about, run, ready) : done);
    return { success: run === undefined };
  }
  const run = await implementPhase(host, request, outside);
  if (!run.ok) return await refused(host, options, run.failure);
  const { project, plan, phase, outcome } = run.value.report;
  await tell(host, options, toldReport({ project, plan, phase: { ...phase, slug: slug(phase.id) } }, run.value));
  return { success: outcome === 'landed' };
}

/** Tells whoever has named a file for it what came of the run. */
async function tell(host: Host, { tell: path }: Record<string, unknown>, told: Told): Promise<void> {
  if (typeof path === 'string') await host.files.write(resolve(path), json(told));
}

function partOf({ part, task }: Record<string, unknown>): Result<Part | undefined> {
  switch (part) {
    case undefined:
      return ok(undefined);
    case 'open':
      return ok({ do: 'open' });
    case 'task':
      return typeof task === 'string' || typeof task === 'number'
        ? ok({ do: 'task', task: `${task}` })
        : fail('bad-option', 'Unexpected absence of option "task" with "part": "task", expected the id of a task.');
    case 'squash':
    case 'review':
    case 'gates':
    case 'exit-criteria':
      return ok({ do: 'stage', stage: part });
    default:
      return fail(
        'bad-option',
        `Unexpected value "${visibleLine(String(part))}" of option "part", expected open, task, squash, review, gates or exit-criteria.`,
      );
  }
}

async function refused(host: Host, options: Record<string, unknown>, failure: Failure): Promise<{ success: boolean }> {
  refuse(failure);
  await tell(host, options, toldRefusal(failure));
  return { success: failure.reason === 'nothing-to-do' };
}

function refuse(failure: Failure): void {
  if (failure.reason === 'nothing-to-do') console.log(`Nothing to do. ${describeFailure(failure)}`);
  else console.error(`Refused (${failure.reason}): ${describeFailure(failure)}`);
}
