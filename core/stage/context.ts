import { join } from 'node:path';
import type { z } from 'zod';
import type { Shared } from '../claim/shared.ts';
import type { Host } from '../host/host.ts';
import { tellingWaits } from '../host/telling-waits.ts';
import { boundVariable } from '../host/variables.ts';
import { fail, ok, type Failure, type Result } from '../failure.ts';
import { phaseRefs, type PhaseRefs } from '../git/refs.ts';
import { ownPath } from '../git/worktree.ts';
import { openRepository, type Repository } from '../git/repository.ts';
import type { ProgressEvent } from '../report/progress.ts';
import { findResult, keepResult, storedRecord, type StoredResult } from '../result/result.ts';
import { artifactFolder, boundDigest, markerPath, readPhaseRecord, type PhaseRecord } from './phase-record.ts';

type WithoutTime<E> = E extends unknown ? Omit<E, 'at'> : never;
/** Tells those who watch. Nothing depends on it. */
export type Emit = (event: WithoutTime<ProgressEvent>) => void;

/** What every stage of a phase has at hand. */
export interface StageContext {
  readonly host: Host;
  readonly repository: Repository;
  readonly phase: PhaseRecord;
  readonly refs: PhaseRefs;
  /** The phase worktree, absolute: stages read it and each other's artifacts, and change only their own artifacts. */
  readonly root: string;
  readonly emit: Emit;
  /** When the stage began, as ISO 8601; the run itself is no stage. */
  readonly started?: string;
}

/** The phase whose worktree `root` is. */
export async function openStage(silent: Host, root: string, emit: Emit): Promise<Result<StageContext>> {
  const host = tellingWaits(silent, (text) => emit({ type: 'note', stage: 'run', text }));
  const marker = await host.files.read(join(root, markerPath));
  const phase = marker === undefined ? undefined : readPhaseRecord(marker);
  if (!phase)
    return fail(
      'missing-result',
      `Unexpected checkout without ${markerPath}: ${root}. This stage runs in a phase worktree; start it with \`nx run <project>:implement-phase\`.`,
    );
  const bound = host.env[boundVariable];
  if (bound !== undefined && bound !== boundDigest(marker ?? ''))
    return fail(
      'agent-violation',
      `Unexpected content of ${join(root, markerPath)}: it is not what the run has written. Somebody has changed it while agents were at work; run again.`,
    );
  const repository = await openRepository(host, root, phase.standIn);
  if (!repository.ok) return repository;
  return ok({
    host,
    repository: repository.value,
    phase,
    refs: phaseRefs(phase.plan.id, phase.phase.slug),
    root,
    emit,
    started: now(host),
  });
}

/** Where a worktree of this phase lies: `.worktrees/<plan>-<what>`, or beside it if that is somebody else's. */
export async function worktreePath(context: StageContext, what: string): Promise<string> {
  const { plan, phase, checkout } = context.phase;
  const usual = join(checkout, '.worktrees', `${plan.id}-${what}`);
  return await ownPath(context.host, usual, `${worktreeOwner(plan.id, phase.slug, what)}\n`);
}

/** Whose a worktree is, as the file beside it says. */
export function worktreeOwner(plan: string, phaseSlug: string, what: string): string {
  return `plan ${plan}, phase ${phaseSlug}, ${what}`;
}

export function phaseWorktreeName(phase: { readonly slug: string }): string {
  return `phase-${phase.slug}`;
}

/** Absolute path of an artifact of a stage. */
export function artifactPath(context: StageContext, stage: string, name: string): string {
  const { project, phase } = context.phase;
  return join(context.root, artifactFolder(project, phase.slug, stage), name);
}

/**
 * A record that another stage left; undefined when it left none. Artifacts lie where an agent can write, so a record of
 * good work counts only if it is the one of a stored result.
 */
export async function readRecord<T extends { outcome: string; key?: string }>(
  context: StageContext,
  stage: string,
  schema: z.ZodType<T>,
): Promise<T | undefined> {
  const text = await context.host.files.read(artifactPath(context, stage, 'record.json'));
  if (text === undefined) return undefined;
  const record = schema.parse(JSON.parse(text));
  if (record.outcome !== 'done' || record.key === undefined) return record;
  const { repository, refs, emit } = context;
  if (text === (await storedRecord(repository.git, refs, stage, record.key))) return record;
  emit({ type: 'note', stage, text: 'its record is not the one of a result, and does not count' });
  return undefined;
}

/** The record of a stage that must have ended well before this one. */
export async function requireRecord<T extends { outcome: string; key?: string }>(
  context: StageContext,
  stage: string,
  schema: z.ZodType<T>,
): Promise<Result<T>> {
  const record = await readRecord(context, stage, schema);
  if (record?.outcome === 'done') return ok(record);
  return fail(
    'missing-result',
    `Unexpected absence of the result of ${stage}, which this stage needs. Run \`nx run ${context.phase.project}:${stage}\` in ${context.root} first.`,
  );
}

/** Lays out artifacts where people and Nx look for them, in place of what was there. */
export async function layOut(
  context: StageContext,
  stage: string,
  artifacts: ReadonlyMap<string, string>,
): Promise<void> {
  await context.host.files.remove(artifactPath(context, stage, '.'));
  for (const [name, text] of artifacts) await context.host.files.write(artifactPath(context, stage, name), text);
}

/** The record of a stage that already has a result for this key, which is laid out; undefined when it has none. */
export async function reuse<T>(
  context: StageContext,
  about: { stage: string; key: string; schema: z.ZodType<T> },
): Promise<T | undefined> {
  const { stage, key, schema } = about;
  const found = await findResult(context.repository.git, context.refs, stage, key);
  if (!found) return undefined;
  await layOut(context, stage, found.artifacts);
  context.emit({ type: 'stage-finished', stage, outcome: 'reused' });
  return recordOf(found, schema);
}

/** The record that a result holds. */
export function recordOf<T>(result: StoredResult, schema: z.ZodType<T>): T {
  return schema.parse(JSON.parse(result.artifacts.get('record.json') ?? ''));
}

/** Stores what a stage made of `work`, and lays it out. */
export async function keep(
  context: StageContext,
  about: { stage: string; key: string; work: string; artifacts: ReadonlyMap<string, string> },
): Promise<void> {
  const { host, repository, refs, phase } = context;
  await keepResult(host, repository.git, { ...about, refs, scratch: join(phase.state, 'scratch') });
  await layOut(context, about.stage, about.artifacts);
}

/** Where this phase is shared with other machines; undefined where it is not. */
export function sharedOf({ repository, phase }: StageContext): Shared | undefined {
  return phase.shared === undefined ? undefined : { remote: phase.shared, git: repository.git.in(phase.checkout) };
}

/** A stage's record as it is stored, with the time that the stage took. */
export function recordText({ host, started }: StageContext, record: object): string {
  return json(started === undefined ? record : { ...record, times: { started, ended: now(host) } });
}

function now(host: Host): string {
  return new Date(host.clock.wall()).toISOString();
}

export function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** What a stage that ended by a bug of ours leaves in place of a record. */
export async function recordCrash(context: StageContext, stage: string, message: string): Promise<void> {
  await layOut(context, stage, new Map([['crash.txt', `${message}\n`]]));
  context.emit({ type: 'stage-finished', stage, outcome: 'failed', detail: message });
}

export async function readCrash(context: StageContext, stage: string): Promise<string | undefined> {
  return (await context.host.files.read(artifactPath(context, stage, 'crash.txt')))?.trim();
}

/** How a stage that did not end well says so. */
export function reportFailure(context: StageContext, stage: string, failure: Failure): void {
  context.emit({ type: 'stage-finished', stage, outcome: 'failed', detail: failure.message });
}
