import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index';
import { CannotRun, find, type Document } from './document.ts';
import type { Scope, Value } from './expression.ts';
import { readConcurrency, type Concurrency } from './concurrency.ts';
import { jobStatusFunctions } from './functions.ts';
import type { GitHub, Outcome } from './job.ts';
import type { Leg } from './matrix.ts';
import { checkMachine, readStrategy, type Strategy } from './strategy.ts';
import { permissionsOf, type Permissions } from './permissions.ts';
import { runLeg, type LegResult } from './run-leg.ts';
import type { RunOptions } from './options.ts';
import { holds } from './template.ts';

/** A run, as its jobs see it. */
export interface RunOf {
  readonly document: Document;
  readonly options: RunOptions;
  /** Where machines are made. */
  readonly work: string;
  readonly isFork: boolean;
  readonly secrets: Readonly<Record<string, string>>;
  readonly github: GitHub;
  /** `github`, `inputs`, `vars`. */
  readonly contexts: Readonly<Record<string, Value>>;
  /** `env` of the workflow. */
  readonly env: Readonly<Record<string, string>>;
  limit<Result>(work: () => Promise<Result>): Promise<Result>;
}

export interface JobOf {
  readonly id: string;
  readonly token: TemplateToken;
  readonly needs: readonly string[];
  /** All jobs that come before it. */
  readonly before: readonly string[];
  readonly done: Readonly<Record<string, JobResult>>;
}

export interface JobResult {
  /** As `needs.<job>.result` has it: a failure that is tolerated is none. */
  readonly result: Outcome;
  readonly outputs: Readonly<Record<string, string>>;
  /** One for a job without a matrix, none for one that was skipped. */
  readonly legs: readonly LegResult[];
  readonly permissions: Permissions;
  readonly concurrency: Concurrency | undefined;
  /** Why it failed before its steps: a matrix without values, an expression that cannot be evaluated. */
  readonly error: string | undefined;
}

/** Runs a job with all legs of its matrix, or skips it. */
export async function runJob(run: RunOf, job: JobOf): Promise<JobResult> {
  const permissions = permissionsOf(run.document.root, job.token, run.isFork);
  const none = { outputs: {}, legs: [], permissions, concurrency: undefined, error: undefined };
  const needs = Object.fromEntries(
    job.needs.map((id) => [id, { result: job.done[id]?.result, outputs: job.done[id]?.outputs }]),
  );
  const scope: Scope = {
    contexts: () => ({ ...run.contexts, needs }),
    functions: jobStatusFunctions(() => statusBefore(run, job)),
  };
  try {
    if (!holds(run.document, find(job.token, 'if'), scope)) {
      const isCancelled = run.options.signal?.aborted === true;
      return { ...none, result: isCancelled ? 'cancelled' : 'skipped' };
    }
    const strategy = readStrategy(job.token, scope);
    const legs = await runLegs(run, { ...job, permissions, contexts: { ...run.contexts, needs } }, strategy);
    const concurrency = readConcurrency(find(job.token, 'concurrency'), legScope(scope, strategy.legs[0] ?? {}));
    return { ...none, legs, concurrency, result: resultOf(legs), outputs: outputsOf(legs) };
  } catch (error) {
    if (error instanceof CannotRun || error instanceof TypeError) throw error;
    return { ...none, result: 'failure', error: (error as Error).message };
  }
}

/** The job as its legs see it. */
export interface LegsOf extends JobOf {
  readonly permissions: Permissions;
  readonly contexts: Readonly<Record<string, Value>>;
}

function statusBefore(run: RunOf, { before, done }: JobOf): Outcome {
  if (run.options.signal?.aborted === true) return 'cancelled';
  const results = before.map((id) => done[id]?.result);
  // One that was skipped or cancelled anywhere before is no success, and no failure either.
  return results.includes('failure')
    ? 'failure'
    : results.every((result) => result === 'success')
      ? 'success'
      : 'skipped';
}

async function runLegs(run: RunOf, job: LegsOf, strategy: Strategy): Promise<LegResult[]> {
  const failed = new AbortController();
  // A job that begins after the cancel was asked to run all the same.
  const outside = run.options.signal?.aborted === true ? undefined : run.options.signal;
  const signal = AbortSignal.any([failed.signal, ...(outside === undefined ? [] : [outside])]);
  const results: LegResult[] = [];
  const queue = [...strategy.legs.entries()];
  const { legs, failFast, maxParallel } = strategy;
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const [index, matrix] = next;
      const context = {
        'fail-fast': failFast,
        'job-index': index,
        'job-total': legs.length,
        'max-parallel': maxParallel,
      };
      checkMachine(
        run.document,
        find(job.token, 'runs-on'),
        legScope({ contexts: () => job.contexts, functions: [] }, matrix),
      );
      const label = strategy.hasMatrix ? `${job.id} (${Object.values(matrix).map(shown).join(', ')})` : job.id;
      const result = await run.limit(async () => await runLeg(run, job, { label, matrix, strategy: context, signal }));
      results[index] = result;
      if (result.result === 'failure' && !result.tolerated && failFast) failed.abort();
    }
  };
  await Promise.all(Array.from({ length: Math.min(maxParallel, legs.length) }, worker));
  return results;
}

function shown(value: Value): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}

function legScope(scope: Scope, matrix: Leg): Scope {
  return { ...scope, contexts: () => ({ ...scope.contexts(), matrix, strategy: {} }) };
}

function resultOf(legs: readonly LegResult[]): Outcome {
  const results = legs.map(({ result, tolerated }) => (result === 'failure' && tolerated ? 'success' : result));
  return (['failure', 'cancelled'] as const).find((bad) => results.includes(bad)) ?? 'success';
}

/** Of the legs that give a value to an output, the last one counts. */
function outputsOf(legs: readonly LegResult[]): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const leg of legs) {
    for (const [name, value] of Object.entries(leg.outputs)) {
      outputs[name] = value === '' ? (outputs[name] ?? '') : value;
    }
  }
  return outputs;
}
