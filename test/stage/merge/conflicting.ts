import { join } from 'node:path';
import { ensureWorktree, ownPath } from '../../../core/git/worktree.ts';
import type { Options } from '../../../core/options.ts';
import { recordVersion, type TaskRecord } from '../../../core/result/records.ts';
import { keyOf } from '../../../core/result/result.ts';
import { artifactPath, json, type StageContext } from '../../../core/stage/context.ts';
import { contextOf } from '../../agent/contained.ts';
import { taskBrief } from '../../brief/sample.ts';
import { commitFiles, scratch, userGit, type Scratch, type Texts } from '../../git/scratch.ts';
import { mergeAgents, type AgentCode } from './agents.ts';

/** What the agents of merges do, and a gate that is a line of shell. */
export interface Agents extends AgentCode {
  readonly gate?: string;
}

/** Results of tasks in a repository, with agents for what conflicts among them. */
export interface Conflicting extends Scratch {
  readonly context: StageContext;
  readonly records: readonly TaskRecord[];
  readonly notes: string[];
  /** Roles of the agents that were called. */
  readonly calls: () => string[];
}

export const before: Texts = { 'a.txt': '1\n2\n3\n', 'b.txt': 'b\n', '.gitignore': '.phasewright\nnode_modules\n' };

/** A task's result: what it changes, on which of the others, by place. */
export interface Work {
  readonly texts: Texts;
  readonly on?: number;
  /** What the plan says that it deletes. */
  readonly deletes?: string[];
}

export async function conflicting(
  works: readonly Work[],
  agents: Agents = {},
  texts: Texts = before,
): Promise<Conflicting> {
  const made = await scratch(texts);
  const { host, root, repository } = made;
  const commits: string[] = [];
  for (const { texts: change, on } of works) {
    userGit(root, 'checkout', '--quiet', '--detach', on === undefined ? 'main' : commits[on]!);
    commits.push(commitFiles(root, change, 'work'));
  }
  userGit(root, 'checkout', '--quiet', 'main');
  const phaseWorktree = join(root, '.worktrees', 'phase');
  await ensureWorktree(host, repository, await ownPath(host, phaseWorktree, 'phase'), repository.head);
  const usual = await contextOf(made, phaseWorktree);
  const merging = mergeAgents(host.stateFolder, agents);
  const gate = { name: 'check', command: ['sh', '-c', agents.gate ?? 'true'] };
  const tasks = works.map((_, index) => ({
    id: `1.${index + 1}`,
    slug: `1.${index + 1}`,
    title: `Part ${index + 1}`,
    dependsOn: [],
  }));
  const briefs = tasks.map(({ id, slug, title }, index) => ({
    ...taskBrief,
    id,
    slug,
    title,
    text: `the words of ${id}`,
    files: [],
    ...(works[index]?.deletes ? { deletes: works[index].deletes } : {}),
  }));
  const notes: string[] = [];
  const options: Options = {
    ...usual.phase.options,
    ...merging.options,
    gates: [{ name: gate.name, run: { command: gate.command }, expect: 'pass' }],
  };
  const context: StageContext = {
    ...usual,
    phase: {
      ...usual.phase,
      tasks,
      briefs: Object.fromEntries(briefs.map((brief) => [brief.slug, keyOf(brief)])),
      options,
      agents: merging.installed,
    },
    emit: (event) => 'text' in event && notes.push(event.text),
  };
  for (const brief of briefs)
    await host.files.write(artifactPath(context, 'bind', `task-${brief.slug}.json`), json({ brief }));
  const records = works.map(({ on }, index) =>
    recordOf(tasks[index]!, commits[index]!, on === undefined ? repository.head : commits[on]!),
  );
  return { ...made, context, records, notes, calls: merging.calls };
}

function recordOf(
  { id, slug, title }: { id: string; slug: string; title: string },
  commit: string,
  start: string,
): TaskRecord {
  return {
    version: recordVersion,
    stage: 'task',
    outcome: 'done',
    key: 'k',
    id,
    slug,
    title,
    spec: '',
    start,
    commit,
    rounds: 1,
    agentCalls: 0,
    usage: {},
    turns: [],
    gates: [],
    findings: [],
    deviations: [],
    mended: [],
    implementer: 'a',
    reviewer: 'a',
  };
}
