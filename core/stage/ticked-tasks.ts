import type { Git } from '../git/git.ts';
import type { CriterionText, Phase, Task } from '../plan/plan.ts';
import type { CriterionRecord } from '../result/records.ts';

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
  readonly commits: readonly string[];
}

/**
 * Whether a commit says that a ticked task was done, by its trailers, and changes something. A tick alone proves nothing:
 * without such a commit it is for a person to say.
 */
export async function probeTickedTask(git: Git, ticked: TickedTask, about: Done): Promise<CriterionRecord> {
  const { text, line, task } = ticked;
  const record = { text, line, probe: `commits with the trailer Task: ${task}` };
  const commits = await commitsOf(git, task, about);
  const changes = await Promise.all(commits.map(async (commit) => await changedFiles(git, commit)));
  const files = changes.reduce((sum, count) => sum + count, 0);
  const named = commits.map((commit) => commit.slice(0, 10)).join(', ');
  if (files > 0) return { ...record, outcome: 'met', evidence: `${named}: ${files} files changed` };
  if (commits.length > 0) return { ...record, outcome: 'not-met', evidence: `Empty: ${named} changes nothing.` };
  return {
    ...record,
    outcome: 'undecided',
    evidence: 'It is ticked in the plan, and no commit says that it was done.',
  };
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
