import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CannotRun, find, loadWorkflow, pairsOf, textOf, textsOf } from './document.ts';
import { contextOfEvent, isFromFork } from './event.ts';
import { type Scope, type Value } from './expression.ts';
import { readConcurrency, type Concurrency } from './concurrency.ts';
import { runJob, type JobResult, type RunOf } from './run-job.ts';
import { limiter } from './limiter.ts';
import type { RunOptions } from './options.ts';
import { checkWorkflow } from './supported.ts';
import { dispatchInputs, isTriggered } from './trigger.ts';
import { evaluatedTexts } from './template.ts';

export interface RunResult {
  /** Whether the event starts the workflow at all. If not, no job is here. */
  readonly triggered: boolean;
  /** `skipped` for a workflow that was not started. */
  readonly conclusion: 'success' | 'failure' | 'cancelled' | 'skipped';
  readonly jobs: Readonly<Record<string, JobResult>>;
  readonly concurrency: Concurrency | undefined;
}

/**
 * Runs a workflow on this machine as GitHub would, for the features that it knows. Throws `CannotRun` for a file that is
 * invalid or asks for more; what fails within a job is in the result.
 */
export async function runWorkflow(path: string, options: RunOptions): Promise<RunResult> {
  const document = loadWorkflow(path);
  checkWorkflow(document);
  if (!isTriggered(document, options.event)) {
    return { triggered: false, conclusion: 'skipped', jobs: {}, concurrency: undefined };
  }
  const run = startRun(path, options, dispatchInputs(document, options.event));
  const scope: Scope = { contexts: () => run.contexts, functions: [] };
  const env = evaluatedTexts(find(document.root, 'env'), scope);
  const jobs = new Map(pairsOf(find(document.root, 'jobs')));
  const needsOf = (id: string) => textsOf(find(jobs.get(id), 'needs'));
  checkGraph(path, [...jobs.keys()], needsOf);
  const ended = new Map<string, Promise<JobResult>>();
  const done: Record<string, JobResult> = {};
  const end = (id: string): Promise<JobResult> => {
    const known = ended.get(id) ?? start(id);
    ended.set(id, known);
    return known;
  };
  const start = async (id: string): Promise<JobResult> => {
    await Promise.all(needsOf(id).map(end));
    const token = jobs.get(id);
    if (token === undefined) throw new Error(`Internal error: no job ${id}`);
    const before = ancestors(id, needsOf);
    const result = await runJob({ ...run, document, env }, { id, token, needs: needsOf(id), before, done });
    done[id] = result;
    return result;
  };
  await settleAll([...jobs.keys()].map(end));
  const results = Object.values(done).map(({ result }) => result);
  const conclusion = (['failure', 'cancelled'] as const).find((bad) => results.includes(bad)) ?? 'success';
  return {
    triggered: true,
    conclusion,
    jobs: Object.fromEntries([...jobs.keys()].map((id) => [id, done[id] as JobResult])),
    concurrency: readConcurrency(find(document.root, 'concurrency'), scope),
  };
}

function startRun(path: string, options: RunOptions, inputs: Readonly<Record<string, Value>>) {
  mkdirSync(options.folder, { recursive: true });
  const work = mkdtempSync(join(options.folder, 'run-'));
  const repository = options.repository ?? 'octo/app';
  const actor = options.actor ?? 'octocat';
  const eventPath = join(work, 'event.json');
  writeFileSync(eventPath, JSON.stringify(options.event.payload));
  const apiUrl = options.apiUrl ?? 'http://127.0.0.1:9';
  const event = contextOfEvent(options.event, options.head ?? { branch: 'main', sha: '0'.repeat(40) });
  const github: RunOf['github'] = {
    ...event,
    actor,
    triggering_actor: actor,
    api_url: apiUrl,
    graphql_url: `${apiUrl}/graphql`,
    server_url: options.serverUrl ?? 'http://127.0.0.1:9',
    event_name: options.event.name,
    event_path: eventPath,
    repository,
    repository_owner: repository.split('/')[0] ?? '',
    run_id: options.runId ?? '1',
    run_number: '1',
    run_attempt: options.runAttempt ?? '1',
    workflow: textOf(find(loadWorkflow(path).root, 'name')) ?? basename(path),
    workflow_ref: `${repository}/.github/workflows/${basename(path)}@${event.ref}`,
    workflow_sha: event.sha,
  };
  const isFork = isFromFork(options.event, repository);
  const run: Omit<RunOf, 'document' | 'env'> = {
    options,
    work,
    isFork,
    secrets: isFork ? {} : (options.secrets ?? {}),
    github,
    contexts: { github: { ...github, event: options.event.payload }, inputs, vars: options.vars ?? {} },
    limit: limiter(options.parallel ?? 2),
  };
  return run;
}

function ancestors(id: string, needsOf: (id: string) => readonly string[]): string[] {
  return [...new Set(needsOf(id).flatMap((need) => [need, ...ancestors(need, needsOf)]))];
}

function checkGraph(path: string, ids: readonly string[], needsOf: (id: string) => readonly string[]): void {
  const placed = new Set<string>();
  for (let left = [...ids]; left.length > 0; left = left.filter((id) => !placed.has(id))) {
    const ready = left.filter((id) => needsOf(id).every((need) => placed.has(need)));
    if (ready.length === 0) throw new CannotRun(`${path}:1: The needs of ${left.join(', ')} go in a circle or nowhere`);
    for (const id of ready) placed.add(id);
  }
}

/** Waits for all before it throws, so that no program of the run is left when a test ends. */
async function settleAll(promises: readonly Promise<unknown>[]): Promise<void> {
  for (const end of await Promise.allSettled(promises)) if (end.status === 'rejected') throw end.reason;
}
