import type { Git } from '../../git/git.ts';
import { revertsOf } from '../../git/reverts.ts';
import type { CriterionText, Phase, Task } from '../../plan/plan.ts';
import type { CriterionRecord } from '../../result/records.ts';

/** A task that was ticked and not done by us, as something that has to be proven like a criterion. */
export interface TickedTask extends CriterionText {
  readonly task: string;
}

/** The ticked tasks of a phase, apart from those that are known to be done. */
export function tickedTasks(phase: Phase, done: readonly { readonly id: string }[]): TickedTask[] {
  const ids = new Set(done.map(({ id }) => id));
  return phase.tasks.filter((task) => task.ticked && !ids.has(task.id)).map(statement);
}

function statement({ id, title, line }: Task): TickedTask {
  return { task: id, text: `Task ${id} is done: ${title}`, line };
}

/** Where to look for what was done: in the history of these commits, for this plan and phase by their ids. */
interface Done {
  readonly plan: string;
  readonly phase: string;
  /** The first is the head. */
  readonly commits: readonly [head: string, ...others: string[]];
}

/** What the history says of a ticked task. */
export interface FoundDone {
  readonly record: CriterionRecord;
  /** The commits that take it back: what somebody has said before one of them says nothing of it. */
  readonly revertedBy: readonly string[];
}

/**
 * Whether a commit says that a ticked task was done, by its trailers, changes something, and was not taken back. A tick
 * alone proves nothing: without such a commit it is for a person to say. So it is where it was taken back and something
 * like it is there.
 */
export async function probeTickedTask(git: Git, ticked: TickedTask, about: Done): Promise<FoundDone> {
  const { text, line, task } = ticked;
  const record = { text, line, probe: `commits with the trailer Task: ${task}` };
  const all = await commitsOf(git, task, about);
  const reverts = all.length > 0 ? await revertsOf(git, about.commits, new Set(all)) : [];
  const reverted = new Map(reverts.flatMap((one) => one.takes.map((commit) => [commit, one] as const)));
  const commits = all.filter((commit) => !reverted.has(commit));
  const changes = await Promise.all(commits.map(async (commit) => await changedFiles(git, commit)));
  const files = changes.reduce((sum, count) => sum + count, 0);
  const named = commits.map(short).join(', ');
  const revertedBy = [...new Set(reverts.map(({ commit }) => commit))];
  const found = (outcome: CriterionRecord['outcome'], evidence: string): FoundDone => ({
    record: { ...record, outcome, evidence },
    revertedBy,
  });
  if (files > 0) return found('met', `${named}: ${files} files changed`);
  if (commits.length > 0) return found('not-met', `Empty: ${named} changes nothing.`);
  if (reverts.length === 0) return found('undecided', 'It is ticked in the plan, and no commit says that it was done.');
  const gone = `Taken back: ${[...reverted].map(([commit, by]) => `${short(commit)} by ${short(by.commit)}`).join(', ')}.`;
  return reverts.every(({ left }) => left === 'none')
    ? found('not-met', `${gone} Take the tick back as well.`)
    : found(
        'undecided',
        `${gone} It may be there again in another form: where it was has been changed since, or some of it is left.`,
      );
}

async function commitsOf(git: Git, task: string, { plan, phase, commits }: Done): Promise<string[]> {
  const values = ['Plan', 'Phase', 'Task'].map((key) => `%(trailers:key=${key},valueonly,separator=%x00)`);
  const format = ['%H', ...values].join('%x01');
  const log = await git.text(['log', '--grep=^Task: ', `--format=${format}`, ...commits]);
  return log.split('\n').flatMap((line) => {
    const [hash = '', ...said] = line.split('\u0001');
    return said.join('\n') === [plan, phase, task].join('\n') ? [hash] : [];
  });
}

async function changedFiles(git: Git, commit: string): Promise<number> {
  const names = await git.text(['diff-tree', '-r', '-z', '--root', '--no-commit-id', '--name-only', commit]);
  return names.split('\0').filter(Boolean).length;
}

function short(commit: string): string {
  return commit.slice(0, 10);
}
