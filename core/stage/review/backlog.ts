import type { Brief } from '../../brief/brief.ts';
import { ok, type Result } from '../../failure.ts';
import type { Git } from '../../git/git.ts';
import { fileAt, pathsAt } from '../../git/repository.ts';
import { squashRecordSchema, taskRecordSchema, type ReviewRecord } from '../../result/records.ts';
import { appendToBacklog, type Deferred } from '../../review/backlog.ts';
import { backlogPath } from '../../review/backlog-path.ts';
import type { Finding } from '../../review/finding.ts';
import { openEntries } from '../../review/open-entries.ts';
import { isRaisedAgain } from '../../review/raised-again.ts';
import { setFindingState } from '../../review/set-finding-state.ts';
import { readRecord, type StageContext } from '../context.ts';
import { deferredFindings } from './deferred-findings.ts';
import { readBrief } from '../task/read-brief.ts';

export interface Backlog {
  readonly path: string;
  /** As it is at the commit; undefined where there is none yet. */
  readonly text: string | undefined;
}

/** The one backlog of a project, at a commit: the file that the option names, else the one that is there. */
export async function backlogAt(
  git: Git,
  commit: string,
  about: { readonly plan: string; readonly projectRoot: string; readonly named: string | undefined },
): Promise<Backlog> {
  const path = about.named ?? backlogPath(about.plan, about.projectRoot, await pathsAt(git, commit, ''));
  return { path, text: await fileAt(git, commit, path) };
}

/** An open finding of the backlog that a task's implementer says to have mended: so far nobody's word but its own. */
interface Mended {
  readonly finding: Brief['findings'][number];
  /** The task's commit on the phase's branch. */
  readonly commit: string;
}

/** What implementers of the phase say to have mended, of what their briefs named. */
export async function mendedByTasks(context: StageContext): Promise<Mended[]> {
  const squash = await readRecord(context, 'squash', squashRecordSchema);
  const mended: Mended[] = [];
  for (const task of context.phase.tasks) {
    const record = await readRecord(context, `task-${task.slug}`, taskRecordSchema);
    const commit = squash?.commits.find((one) => one.task === task.id)?.commit;
    if (!record || record.mended.length === 0 || commit === undefined) continue;
    const { findings } = await readBrief(context, task);
    for (const finding of findings) if (record.mended.includes(finding.id)) mended.push({ finding, commit });
  }
  return mended;
}

export interface HandOffBacklog {
  readonly path: string;
  /** Its text after the hand-off; undefined where nothing in it changes. */
  readonly text: string | undefined;
  readonly deferred: readonly Deferred[];
  readonly fixed: ReviewRecord['mended'];
}

/**
 * What the hand-off does to the backlog: entries are marked as fixed, and what was found and left for later is added. An
 * entry is fixed if a task says so, its commit has changed a file that the entry names, and the review of the phase,
 * which was told of it, has not found it again.
 */
export async function handOffBacklog(
  context: StageContext,
  about: {
    readonly record: ReviewRecord;
    /** The commit that was approved. */
    readonly commit: string;
    /** Absent: the backlog at that commit. `known`: what it was when the phase began, if it has changed since. */
    readonly onto?: Backlog & { readonly known: string | undefined };
  },
): Promise<Result<HandOffBacklog>> {
  const { git } = context.repository;
  const { plan, projectRoot, options } = context.phase;
  const { record, commit } = about;
  const place = { plan: plan.path, projectRoot, named: options.backlog };
  const { path, text } = about.onto ?? (await backlogAt(git, commit, place));
  const known = about.onto?.known;
  const deferred = await deferredFindings(context, { record, commit });
  const raised = deferred.map(({ finding }) => finding);
  const closed = text === undefined ? ok({ text, fixed: [] }) : await close(context, { path, text }, raised);
  if (!closed.ok) return closed;
  const { fixed } = closed.value;
  const after = deferred.length > 0 ? appendToBacklog(path, closed.value.text, deferred, known) : ok(closed.value.text);
  if (!after.ok) return after;
  return ok({ path, text: after.value === text ? undefined : after.value, deferred, fixed });
}

/** Marks what the tasks have mended, each with the commit that did. */
async function close(
  context: StageContext,
  { path, text }: { readonly path: string; readonly text: string },
  raised: readonly Finding[],
): Promise<Result<{ text: string; fixed: ReviewRecord['mended'] }>> {
  let content = text;
  const fixed: ReviewRecord['mended'] = [];
  for (const { finding, commit } of await mendedByTasks(context)) {
    const entry = openEntries(content).find(({ id }) => id === finding.id);
    if (!entry || isRaisedAgain(entry, raised)) continue;
    const changed = new Set(await changedBy(context.repository.git, commit));
    if (!entry.paths.some((one) => changed.has(one))) continue;
    const marked = setFindingState(path, content, entry.finding, 'fixed', commit.slice(0, 10));
    if (!marked.ok) return marked;
    content = marked.value;
    fixed.push({ id: entry.id, title: entry.finding.title, commit });
  }
  return ok({ text: content, fixed });
}

async function changedBy(git: Git, commit: string): Promise<string[]> {
  const names = await git.text(['diff-tree', '-r', '-z', '--name-only', '--no-renames', `${commit}^`, commit]);
  return names.split('\0').filter(Boolean);
}
