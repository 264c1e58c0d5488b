import { join } from 'node:path';
import { CommandReader } from './commands.ts';
import { find } from './document.ts';
import { asText, isTruthy, type Scope, type Value } from './expression.ts';
import { statusFunctions } from './functions.ts';
import { annotate, mask, type Job, type Outcome } from './job.ts';
import { makeMachine } from './machine.ts';
import type { Leg } from './matrix.ts';
import { endGroups } from './program.ts';
import type { LegsOf, RunOf } from './run-job.ts';
import { standIns } from './stand-ins/index.ts';
import { runSteps, scopeOf, type StepsOf, type StepsState } from './steps.ts';
import { evaluated, evaluatedTexts } from './template.ts';

/** What is left of a job, or of one leg of its matrix. */
export interface LegResult extends Pick<Job, 'annotations' | 'log' | 'summaries' | 'steps' | 'permissions'> {
  readonly label: string;
  readonly matrix: Leg;
  readonly result: Outcome;
  /** Whether `continue-on-error` makes a failure none. */
  readonly tolerated: boolean;
  readonly outputs: Readonly<Record<string, string>>;
  readonly token: string;
  readonly workspace: string;
}

export interface LegOf {
  readonly label: string;
  readonly matrix: Leg;
  readonly strategy: Readonly<Record<string, Value>>;
  /** Aborted when another leg has failed, or the run is cancelled. */
  readonly signal: AbortSignal;
}

/** Runs the steps of a job on a machine of its own. */
export async function runLeg(run: RunOf, of: LegsOf, leg: LegOf): Promise<LegResult> {
  const { options, document } = run;
  const token = options.issueToken?.({ label: leg.label, permissions: of.permissions }) ?? `token-of-${of.id}`;
  const outer: Scope = {
    contexts: () => ({ ...of.contexts, matrix: leg.matrix, strategy: leg.strategy, secrets: run.secrets }),
    functions: [],
  };
  const limit = new AbortController();
  const minutes = evaluated(find(of.token, 'timeout-minutes'), outer);
  const job = makeJob(run, of, leg, { token, limit: limit.signal });
  Object.assign(job.env, run.env, evaluatedTexts(find(of.token, 'env'), outer));
  const state: StepsState = { status: job.signal.aborted ? 'cancelled' : 'success', steps: {} };
  const status = () => (job.signal.aborted ? 'cancelled' : state.status);
  const of_: StepsOf = {
    document,
    job,
    surroundings: surroundingsOf(run),
    label: leg.label,
    self: { repository: job.github.repository, ref: job.github.sha },
    env: {},
    github: {},
    defaults: defaultsOf(run, of, outer),
    depth: 0,
    state,
    functions: statusFunctions(job, status),
    contexts: () => ({
      ...outer.contexts(),
      github: { ...job.github, event: job.event.payload },
      secrets: job.secrets,
      runner: job.runner,
      job: { status: status() },
    }),
  };
  const limitMs = minutes === undefined ? undefined : Number(minutes) * (options.minute ?? 60_000);
  const timer = limitMs === undefined ? undefined : setTimeout(() => limit.abort(), limitMs);
  try {
    if (!leg.signal.aborted) {
      await options.beforeJob?.(job);
      await runSteps(of_, find(of.token, 'steps'));
      for (const post of job.posts) {
        const isDone = await post.run();
        const outcome = isDone ? 'success' : 'failure';
        job.steps.push({ step: post.step, outcome, conclusion: outcome });
        if (!isDone && state.status === 'success') state.status = 'failure';
      }
    }
  } finally {
    clearTimeout(timer);
    endGroups(job);
  }
  return {
    ...job,
    label: leg.label,
    result: status(),
    tolerated: isTruthy(evaluated(find(of.token, 'continue-on-error'), outer)),
    outputs: outputsOf(of_, find(of.token, 'outputs')),
    token,
    workspace: job.github.workspace,
  };
}

function makeJob(run: RunOf, of: LegsOf, leg: LegOf, { token, limit }: { token: string; limit: AbortSignal }): Job {
  const machine = makeMachine(run.work, leg.label);
  const job: Job = {
    id: of.id,
    matrix: leg.matrix,
    github: { ...run.github, job: of.id, token, workspace: machine.workspace },
    event: run.options.event,
    runner: machine.runner,
    permissions: of.permissions,
    secrets: { ...run.secrets, GITHUB_TOKEN: token },
    actionsFolder: machine.actionsFolder,
    machine: machine.variables,
    env: {},
    path: [],
    masks: new Set(),
    commands: new CommandReader(),
    signal: AbortSignal.any([leg.signal, limit]),
    groups: [],
    posts: [],
    annotations: [],
    log: [],
    summaries: [],
    steps: [],
  };
  for (const secret of Object.values(job.secrets)) mask(job, secret);
  return job;
}

function surroundingsOf({ options }: RunOf): StepsOf['surroundings'] {
  return {
    actions: options.actions ?? {},
    standIns: options.standIns ?? standIns,
    remotes: options.remotes ?? {},
    store: join(options.folder, 'store'),
    minute: options.minute ?? 60_000,
  };
}

function defaultsOf({ document }: RunOf, { token }: LegsOf, scope: Scope): StepsOf['defaults'] {
  const read = (key: string) =>
    [token, document.root].map((place) => asText(evaluated(find(place, 'defaults', 'run', key), scope))).find(Boolean);
  return { shell: read('shell'), directory: read('working-directory') };
}

/** Outputs of the job. One that has a secret in it is dropped, as on GitHub. */
function outputsOf(of: StepsOf, written: Parameters<typeof evaluatedTexts>[0]): Record<string, string> {
  const { job } = of;
  const kept = Object.entries(evaluatedTexts(written, scopeOf(of))).filter(([name, value]) => {
    const isSecret = [...job.masks].some((secret) => value.includes(secret));
    if (isSecret) annotate(job, of.label, 'warning', `Skip output '${name}' since it may contain secret.`);
    return !isSecret;
  });
  return Object.fromEntries(kept);
}
