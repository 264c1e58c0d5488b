import { adoptResults } from '../claim/adopt-results.ts';
import { lookThere } from '../claim/claims-there.ts';
import { claimThere, type Shared } from '../claim/shared.ts';
import { standingOf } from '../claim/standing.ts';
import { refsBelow } from '../claim/unshared.ts';
import { jsonObject } from '../json.ts';
import { taskRecordSchema } from '../result/records.ts';
import { artifactPath, readRecord, type StageContext } from './context.ts';
import type { PhaseTask } from './phase-record.ts';
import { shareAnswers } from './questions/share-answers.ts';

/** Milliseconds between two looks at the remote. */
const pause = 10_000;

/**
 * Waits for the tasks that other machines work on, until a result or an answer is there, or a claim is free: then there is
 * something to run again. False where nothing is waited for, or something else keeps the phase from its end. Nothing runs meanwhile, so
 * whoever waits takes no place of those that work.
 */
export async function waitForOthers(context: StageContext, shared: Shared): Promise<boolean> {
  const waiting = await waitingTasks(context);
  if (waiting.length === 0) return false;
  const ids = waiting.map(({ id }) => id).join(', ');
  const note = (text: string): void => context.emit({ type: 'note', stage: 'run', text });
  note(`waits for what other machines work on: ${ids}`);
  for (let isAway = false; ;) {
    await lookAtClaims(context, shared);
    const adopted = await adoptResults(shared, `${context.refs.all}result/`);
    if (adopted.ok === isAway) {
      isAway = !adopted.ok;
      note(adopted.ok ? `${shared.remote} can be asked again` : `goes on waiting, though ${adopted.failure.message}`);
    }
    if (adopted.ok && adopted.value.adopted.length > 0) return true;
    const answers = await shareAnswers(context.host, shared, context.refs);
    if (answers.ok && answers.value.length > 0) return true;
    for (const task of waiting) if (await isFree(context, shared, task)) return true;
    if (await context.host.stopsWithin(pause)) return false;
  }
}

export async function areTasksDone(context: StageContext): Promise<boolean> {
  for (const { slug } of context.phase.tasks) {
    const record = await readRecord(context, `task-${slug}`, taskRecordSchema);
    if (record?.outcome !== 'done') return false;
  }
  return true;
}

/** Undone tasks; none where another run now would only fail the same way again. */
async function waitingTasks(context: StageContext): Promise<PhaseTask[]> {
  const waiting: PhaseTask[] = [];
  for (const task of context.phase.tasks) {
    const record = await readRecord(context, `task-${task.slug}`, taskRecordSchema);
    const reason = record?.failure?.reason;
    if (reason === 'waiting' || (!record && (await gaveWay(context, task)))) waiting.push(task);
    else if (record?.outcome === 'failed' && reason !== 'missing-result') return [];
  }
  return waiting;
}

/** Whether its result gave way to another machine's while this run was at work on other tasks. */
async function gaveWay(context: StageContext, { slug }: PhaseTask): Promise<boolean> {
  const { host, repository, refs } = context;
  const stage = `task-${slug}`;
  const text = await host.files.read(artifactPath(context, stage, 'record.json'));
  const told = taskRecordSchema.safeParse(jsonObject(text ?? ''));
  if (!told.success || told.data.key === undefined) return false;
  const ours = refs.kept(stage, told.data.key);
  const kept = await refsBelow(repository.git, `${refs.kept()}${stage}/`);
  return [...kept.keys()].some((ref) => ref.startsWith(ours));
}

/** For `status`: nothing here goes by it. */
export async function lookAtClaims({ host, refs, phase }: StageContext, shared: Shared): Promise<void> {
  await lookThere(host, shared, { folder: refs.claim(''), state: phase.state });
}

async function isFree({ host, refs, phase }: StageContext, shared: Shared, task: PhaseTask): Promise<boolean> {
  const look = await claimThere(shared, refs.claim(`task-${task.slug}`));
  if (look.how !== 'seen') return false;
  return !look.found || (await standingOf(host, look.found, { run: phase.run }, 'remote')).isFree;
}
