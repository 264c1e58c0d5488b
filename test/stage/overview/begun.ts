import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { taskBrief } from '../../brief/sample.ts';
import { contextOf } from '../../agent/contained.ts';
import { commitFiles, scratch, userGit, writeFiles, type Scratch } from '../../git/scratch.ts';
import type { Brief } from '../../../core/brief/brief.ts';
import { takeClaim } from '../../../core/claim/take-claim.ts';
import { readRef, setRef } from '../../../core/git/refs.ts';
import { ensureWorktree } from '../../../core/git/worktree.ts';
import type { Owner } from '../../../core/host/host.ts';
import { openJournal } from '../../../core/journal/journal.ts';
import { commitMessage } from '../../../core/git/commit.ts';
import { recordVersion, type TaskRecord } from '../../../core/result/records.ts';
import { keepBound } from '../../../core/stage/bound.ts';
import { json, keep, worktreePath, type StageContext } from '../../../core/stage/context.ts';
import { taskKey } from '../../../core/stage/keys.ts';
import { journalPath } from '../../../core/stage/loop/loop-journal.ts';
import { stateOf } from '../../../core/stage/state-folder.ts';
import type { Event } from '../../../core/workflow/state.ts';

/** A phase of two tasks, the second of which builds on the first, that a run has bound in a repository of its own. */
export interface Begun extends Scratch {
  readonly context: StageContext;
  /** Of a task; the first one has to be done before the second has one. */
  key(slug: string): string;
  /** The result of a task, whose work is a file of its name. Answers with the commit. */
  finish(slug: string): Promise<string>;
  /** What the loop of a task has gone through; a command at the end was begun and did not end. */
  journal(slug: string, events: readonly Event[], pending?: object): Promise<string>;
  /** A worktree of the task, whole. */
  worktree(slug: string): Promise<string>;
  /** A claim by another process than this one; on the remote as well where the phase is shared. */
  claim(what: string, by: Partial<Owner>, run?: string): Promise<string>;
  /** From now on the phase is shared: answers with its remote, a bare repository. */
  share(): Promise<string>;
}

const planPath = 'specs/91-impl-plan.md';

/** The plan, with these of its tasks ticked. */
export function planText(...ticked: readonly string[]): string {
  const row = (id: string, title: string): string => `| ${id} | ${title} | ${ticked.includes(id) ? 'done' : 'open'} |`;
  const rows = ['| # | Task | Status |', '| --- | --- | --- |', row('1.1', 'Begin'), row('1.2', 'Go on')];
  return `# Implementation plan\n\n## Phase 1 — Start\n\n${rows.join('\n')}\n\n**Exit criteria**:\n\n- \`true\` passes.\n`;
}

export async function begun(): Promise<Begun> {
  const made = await scratch({
    'a.txt': 'one\n',
    [planPath]: planText(),
    '.gitignore': '.worktrees/\n.phasewright/\n',
  });
  const { host, root, repository, git } = made;
  const usual = await contextOf(made, root);
  const phase: StageContext['phase'] = {
    ...usual.phase,
    // Processes are looked for by it, and tests run side by side.
    run: host.randomId(),
    state: join(stateOf(host, repository), 'demo', 'phase-1'),
    tasks: [
      { id: '1.1', slug: '1.1', title: 'Begin', dependsOn: [] },
      { id: '1.2', slug: '1.2', title: 'Go on', dependsOn: ['1.1'] },
    ],
  };
  const context: StageContext = { ...usual, phase };
  await keepBound(host, { phase, briefs: [brief('1.1'), brief('1.2')] });
  await setRef(git, context.refs.base, repository.head);
  let remote: string | undefined;
  const records = new Map<string, TaskRecord>();
  const key = (slug: string): string =>
    taskKey(phase, brief(slug), slug === '1.1' ? [] : [...records.values()].slice(0, 1));
  return {
    ...made,
    context,
    key,
    async finish(slug) {
      const start = userGit(root, 'rev-parse', 'HEAD');
      const trailers = { Plan: 'demo', Phase: '1', Task: slug };
      userGit(root, 'checkout', '--quiet', '--detach');
      const commit = commitFiles(root, { [`${slug}.txt`]: `${slug}\n` }, commitMessage(`Do ${slug}`, [], trailers));
      const tree = userGit(root, 'rev-parse', 'HEAD^{tree}');
      userGit(root, 'checkout', '--quiet', 'main');
      const record = recordOf(slug, { key: key(slug), start, commit, tree });
      const artifacts = new Map([['record.json', json(record)]]);
      const stage = `task-${slug}`;
      await keep(
        { ...context, phase: { ...phase, checkout: root } },
        { stage, key: key(slug), work: commit, artifacts },
      );
      records.set(slug, record);
      return commit;
    },
    async journal(slug, events, pending) {
      const path = journalPath(phase, `task-${slug}`, key(slug));
      const opened = await openJournal(host, path);
      if (!opened.ok) throw new Error(opened.failure.message);
      const journal = opened.value;
      await journal.append('opened', { stage: `task-${slug}`, workflow: 'iterative', start: repository.head });
      for (const event of events) {
        await journal.append('intent', { do: 'work' });
        await journal.append('result', event);
      }
      if (pending) await journal.append('intent', pending);
      await journal.close();
      return path;
    },
    async worktree(slug) {
      const path = await worktreePath(context, slug);
      await ensureWorktree(host, repository, path, repository.head);
      return path;
    },
    async claim(what, by, run = phase.run) {
      const self = { ...(await host.processes.self()), ...by };
      const there = { ...host, processes: { ...host.processes, self: async () => self } };
      const shared = remote === undefined ? undefined : { remote, git, perMinute: Infinity };
      const attempt = await takeClaim(there, git, { ref: context.refs.claim(what), run, shared });
      if (attempt.how !== 'held') throw new Error('The claim is held by another');
      return (await readRef(git, attempt.claim.ref))!;
    },
    async share() {
      remote = join(dirname(root), 'remote.git');
      userGit(dirname(root), 'clone', '--quiet', '--bare', root, remote);
      await keepBound(host, { phase: { ...phase, shared: remote }, briefs: [brief('1.1'), brief('1.2')] });
      return remote;
    },
  };
}

/** A process that was there and is gone: its number, boot and start. */
export async function deadOwner({ host }: Scratch): Promise<Partial<Owner>> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return { pid: child.pid ?? 0, started: (await host.processes.self()).started };
}

/** A process that waits in a folder until the test is over, with these variables beside its own, and maybe with a file that is open. */
export async function waiting(
  folder: string,
  env: Readonly<Record<string, string>> = {},
  holds?: number,
): Promise<number> {
  const code = 'process.stdout.write("r"); setInterval(() => {}, 1000)';
  const child = spawn(process.execPath, ['-e', code], {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: [holds ?? 'ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  if (!child.stdout) throw new Error('It has no standard output');
  await once(child.stdout, 'data');
  return child.pid ?? 0;
}

/** The user commits this plan on main. */
export function commitPlan(root: string, text: string): string {
  writeFiles(root, { [planPath]: text });
  return commitFiles(root, {}, 'The plan');
}

function brief(slug: string): Brief {
  return { ...taskBrief, id: slug, slug, tests: [] };
}

function recordOf(slug: string, own: Pick<TaskRecord, 'key' | 'start' | 'commit' | 'tree'>): TaskRecord {
  const nothing = { usage: {}, turns: [], gates: [], findings: [], deviations: [], mended: [] };
  const about = { id: slug, slug, title: slug, spec: '', rounds: 2, agentCalls: 3, reviewer: 'r', implementer: 'i' };
  return { version: recordVersion, stage: 'task', outcome: 'done', ...nothing, ...about, ...own };
}
