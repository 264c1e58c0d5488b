import { join } from 'node:path';
import { agentKeys } from '../agent/keys.ts';
import { callNx, lastLines, type NxCall, type NxOutcome } from '../gate/nx.ts';
import { remoteVariables } from '../git/git.ts';
import { jsonObject } from '../json.ts';
import { ownerToText } from '../host/owner-text.ts';
import { fail, ok, type Failure, type Result } from '../failure.ts';
import { boundVariable, eventsVariable, ownerVariable, startedVariable } from '../host/variables.ts';
import type { ProgressEvent } from '../report/progress.ts';
import { json, layOut, type StageContext } from './context.ts';
import { passedOver } from './passed-over.ts';
import { boundDigest, type PhaseRecord } from './phase-record.ts';
import type { KnownResults } from './decide/known.ts';

/** Whether there is nothing left to run: the last stage has its result, and so has all that it builds on. */
export function isComplete(known: KnownResults): boolean {
  return known.has('exit-criteria');
}

/** Lays out the results of all stages, without starting any. */
export async function reuseAll(context: StageContext, known: KnownResults): Promise<Result<'ran'>> {
  for (const [stage, { artifacts }] of known) {
    await layOut(context, stage, artifacts);
    context.emit({ type: 'stage-finished', stage, outcome: 'reused' });
  }
  return ok('ran');
}

/** What of a phase's graph is run: all of it, or some targets with what they build on. */
export type Wanted = 'all' | readonly string[];

/**
 * Runs the phase's graph, or a part of it, with an Nx of its own in the phase worktree, and passes on what its stages
 * tell. How each stage ended is in its record; here it is only said whether Nx could run the graph at all.
 */
export async function runStages(
  context: StageContext,
  run: {
    readonly started: number;
    readonly onEvent: (event: ProgressEvent) => void;
    readonly what: Wanted;
    /** Ends it early, as a stop of the run does. */
    readonly cancel?: AbortSignal | undefined;
  },
): Promise<Result<'ran'>> {
  const { host, phase } = context;
  const events = join(phase.state, 'events', `${phase.run}.jsonl`);
  await host.files.write(events, '');
  const ended = new AbortController();
  const following = host.files.follow(events, (line) => tell(run.onEvent, line), ended.signal);
  const ran = await runAll(context, run, {
    ...agentKeys(host, phase.options),
    ...(phase.shared === undefined ? {} : remoteVariables(host)),
    [ownerVariable]: ownerToText(await host.processes.self()),
    [eventsVariable]: events,
    [startedVariable]: String(run.started),
    [boundVariable]: boundDigest(json(phase)),
  });
  ended.abort();
  await following;
  return ran;
}

/** What is wanted, and then, as long as there are such, the tasks of it that Nx has passed over. */
async function runAll(
  context: StageContext,
  { what, cancel }: { readonly what: Wanted; readonly cancel?: AbortSignal | undefined },
  env: Readonly<Record<string, string>>,
): Promise<Result<'ran'>> {
  const { host, phase } = context;
  const ran = new Map<string, boolean>();
  let output = '';
  let args =
    what === 'all'
      ? ['run', `${phase.project}:exit-criteria`]
      : ['run-many', `--projects=${phase.project}`, `--targets=${what.join(',')}`];
  const asked = what === 'all' ? taskTargets(phase) : what;
  const tasks = phase.tasks.filter(({ slug }) => asked.includes(`task-${slug}`));
  for (;;) {
    const once = await callNx(host, { ...nxCall(context, args, env), cancel });
    output += `${once.result.stdout}\n${once.result.stderr}`;
    await host.files.write(join(phase.state, 'nx', 'phase', 'output.txt'), output);
    const failure = whyNotRun(context, once);
    if (failure) return { ok: false, failure };
    const before = ran.size;
    for (const { target, passed } of once.tasks ?? []) ran.set(target, passed);
    const left = passedOver(tasks, ran);
    if (left.length === 0 || ran.size === before) return ok('ran');
    args = ['run-many', `--projects=${phase.project}`, `--targets=${left.join(',')}`, '--exclude-task-dependencies'];
  }
}

function nxCall({ phase, root }: StageContext, args: readonly string[], env: Readonly<Record<string, string>>): NxCall {
  const flags = [`--parallel=${phase.options.parallel}`, '--output-style=stream-without-prefixes', '--nx-bail=false'];
  return {
    worktree: root,
    args: [...args, ...flags],
    cache: join(phase.state, 'nx', 'phase'),
    checkout: phase.checkout,
    run: phase.run,
    env,
  };
}

function whyNotRun({ host, root }: StageContext, { result, tasks = [] }: NxOutcome): Failure | undefined {
  // Nx ends its whole tree of processes when it is told to stop, so the inner Nx may be told before we are.
  const wasEnded = result.ended !== 'exit' || (result.code ?? 0) > 128;
  if (wasEnded || host.stop.aborted) return fail('stopped', 'The run was stopped.').failure;
  if (result.code === 0 || tasks.length > 0) return undefined;
  const said = lastLines(`${result.stdout}\n${result.stderr}`);
  return fail('stage-failed', `Nx could not run the phase's graph in ${root}:\n${said}`).failure;
}

/** The targets of all tasks. */
export function taskTargets({ tasks }: Pick<PhaseRecord, 'tasks'>): string[] {
  return tasks.map(({ slug }) => `task-${slug}`);
}

/** A line that is not ours is nobody's business: progress decides nothing. */
function tell(onEvent: (event: ProgressEvent) => void, line: string): void {
  const event = jsonObject(line);
  if (typeof event?.['type'] === 'string') onEvent(event as unknown as ProgressEvent);
}
