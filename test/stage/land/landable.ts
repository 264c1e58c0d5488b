import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { targetGate } from '../../../core/gate/option.ts';
import { ensureWorktree } from '../../../core/git/worktree.ts';
import type { Host } from '../../../core/host/host.ts';
import type { Options } from '../../../core/options.ts';
import { keepAnswer } from '../../../core/stage/questions/answers.ts';
import { appendToBacklog } from '../../../core/review/backlog.ts';
import type { Finding } from '../../../core/review/finding.ts';
import { keyOf } from '../../../core/result/result.ts';
import { artifactPath, json, keep, type StageContext } from '../../../core/stage/context.ts';
import { land } from '../../../core/stage/land/land.ts';
import type { Landed, Landing, LandingHelp } from '../../../core/stage/land/landing.ts';
import { contextOf } from '../../agent/contained.ts';
import { taskBrief } from '../../brief/sample.ts';
import { mergeAgents, stops, type AgentCode } from '../merge/agents.ts';
import { commitFiles, openScratch, scratch, userGit, writeFiles, type Scratch, type Texts } from '../../git/scratch.ts';

export const planPath = 'specs/91-impl-plan.md';

/** A plan with a phase of one task, ticked or not. */
export function planText(status: 'open' | 'done', criterion = '`node -e 0` passes.'): string {
  return [
    '# Implementation plan\n',
    '## Phase 1 — Start\n',
    '| # | Task | Status |',
    '| --- | --- | --- |',
    `| 1.1 | Begin | ${status} |\n`,
    `**Exit criteria**:\n\n- ${criterion}\n`,
  ].join('\n');
}

/** What every repository here has: a plan, and an Nx that is red where a file `red.txt` lies. */
const basic: Texts = {
  'package.json': '{ "name": "demo" }\n',
  '.gitignore': 'node_modules/\n.worktrees/\n',
  'a.txt': '1\n2\n3\n4\n5\n',
  [planPath]: planText('open'),
};

/** A finished phase, ready to land: reviewed, judged and proven, as its records say. */
export interface Landable extends Scratch {
  readonly context: StageContext;
  /** Its last commit. */
  readonly handOff: string;
  readonly help: LandingHelp;
  /** Lands it. */
  land(help?: Partial<LandingHelp>): Promise<Landing>;
  /** What the run told. */
  readonly told: string[];
  /** Agents that were called to resolve conflicts. */
  readonly calls: () => string[];
}

export interface Finished {
  readonly land?: Options['land'];
  readonly options?: Partial<Options>;
  /** What the agents wrote. */
  readonly work?: Texts;
  /** The plan after the hand-off. */
  readonly ticked?: string;
  /** What its review left for later, and the backlog that has it after the hand-off. */
  readonly deferred?: { readonly path: string; readonly findings: readonly Finding[] };
  /** Of the hand-off commit. */
  readonly message?: string;
  /** Sets up what the user has, such as hooks, once all is committed and before the phase is bound. */
  readonly setUp?: (root: string) => void;
  /** Paths of specs that its task was done to. */
  readonly cites?: readonly string[];
  /** What the agents do that are to resolve conflicts with main; the writer cannot tell if nothing is said. */
  readonly agents?: AgentCode;
  /** What the work was before its review, where that has fixed some of it. */
  readonly fixedFrom?: string;
  /** Trees that stages have looked at, where that is not the one that lands. */
  readonly lookedAt?: Readonly<Partial<Record<'review' | 'gates' | 'exit-criteria', string>>>;
}

/** The phase in a repository that is there: its work is two commits on HEAD, which no branch has. */
export async function finish(made: Scratch, about: Finished = {}): Promise<Landable> {
  const { root } = made;
  // A turn of the event loop, so that what beats beside the work does not keep it from going on.
  const host: Host = { ...made.host, stopsWithin: async () => await setImmediate(false) };
  installNx(root);
  const { work = { 'work.txt': 'work\n' }, ticked = planText('done'), message = 'phase 1: Start' } = about;
  const base = userGit(root, 'rev-parse', 'HEAD');
  const branch = userGit(root, 'rev-parse', '--abbrev-ref', 'HEAD');
  userGit(root, 'checkout', '--quiet', '--detach');
  commitFiles(root, work, 'Begin');
  const handOff = commitFiles(root, { [planPath]: ticked, ...backlogAfter(root, about.deferred) }, message);
  userGit(root, 'checkout', '--quiet', branch === 'HEAD' ? base : branch);

  about.setUp?.(root);
  const opened = await openScratch(host, root);
  const worktree = join(root, '.worktrees', 'phase');
  await ensureWorktree(host, opened.repository, worktree, base);
  const told: string[] = [];
  const sections = (about.cites ?? []).map((path) => ({ path, heading: null, text: '' }));
  const brief = { ...taskBrief, sections };
  const usual = await contextOf(opened, worktree);
  const merging = mergeAgents(host.stateFolder, { writer: stops, ...about.agents });
  const context: StageContext = {
    ...usual,
    phase: {
      ...usual.phase,
      options: {
        ...usual.phase.options,
        ...merging.options,
        gates: [targetGate('test')],
        land: about.land ?? 'main',
        ...about.options,
      },
      agents: merging.installed,
      tasks: [{ id: '1.1', slug: '1.1', title: 'Begin', dependsOn: [] }],
      briefs: { '1.1': keyOf(brief) },
    },
    emit: (event) => 'text' in event && told.push(event.text),
  };
  await host.files.write(artifactPath(context, 'bind', 'task-1.1.json'), json({ brief }));
  await keepRecords(context, handOff, about);
  const usualHelp: LandingHelp = {
    isStillOurs: () => Promise.resolve(true),
    describe: (landed: Landed) => Promise.resolve(`About ${landed.branch}.`),
    forge: {
      check: () => ({ ok: true, value: 'usable' }),
      open: () => Promise.reject(new Error('no forge was expected')),
    },
  };
  return {
    ...opened,
    context,
    handOff,
    told,
    calls: merging.calls,
    help: usualHelp,
    land: async (help) => await land(context, { ...usualHelp, ...help }),
  };
}

/** A phase in a new repository, without a remote. */
export async function finishedAlone(about: Finished = {}, texts: Texts = {}): Promise<Landable> {
  return await finish(await scratch({ ...basic, ...texts }), about);
}

export interface WithRemote {
  readonly user: Scratch;
  /** A bare repository that is `origin` of the user's. */
  readonly remote: string;
}

/** A repository of a user's that was pushed to a remote. */
export async function withRemote(texts: Texts = {}): Promise<WithRemote> {
  const user = await scratch({ ...basic, ...texts });
  const remote = join(dirname(user.root), 'remote.git');
  userGit(dirname(user.root), 'init', '--quiet', '--bare', '--initial-branch=main', remote);
  userGit(user.root, 'remote', 'add', 'origin', remote);
  userGit(user.root, 'push', '--quiet', 'origin', 'main');
  return { user, remote };
}

/** Somebody else commits to main of the remote; answers with the commit. */
export function somebodyElse(remote: string, texts: Texts, message = 'Theirs'): string {
  const clone = join(dirname(remote), 'theirs');
  userGit(dirname(remote), 'clone', '--quiet', remote, clone);
  userGit(clone, 'config', 'user.name', 'Bo');
  userGit(clone, 'config', 'user.email', 'bo@example.com');
  const commit = commitFiles(clone, texts, message);
  userGit(clone, 'push', '--quiet', 'origin', 'HEAD:main');
  return commit;
}

/** An Nx that has one gate, red where `red.txt` lies or where it may replay something, and that runs `before-gates` beside the checkout if that is there. */
function installNx(root: string): void {
  const time = new Date(0).toISOString();
  const before = join(dirname(root), 'before-gates');
  writeFiles(root, {
    'node_modules/nx/package.json': '{ "bin": { "nx": "nx.cjs" } }',
    'node_modules/nx/nx.cjs': `
      const fs = require('node:fs');
      if (fs.existsSync(${JSON.stringify(before)})) require('node:child_process').execFileSync('sh', [${JSON.stringify(before)}]);
      const status = fs.existsSync('red.txt') || !process.argv.includes('--skip-nx-cache') ? 1 : 0;
      const task = { target: 'test', projectName: 'demo', startTime: '${time}', endTime: '${time}', cacheStatus: 'cache-miss', status };
      fs.mkdirSync(process.env.NX_CACHE_DIRECTORY, { recursive: true });
      fs.writeFileSync(process.env.NX_CACHE_DIRECTORY + '/run.json', JSON.stringify({ tasks: [task] }));
      process.exitCode = status;`,
  });
  mkdirSync(join(root, '.worktrees'), { recursive: true });
}

/** The backlog with the deferred findings, as the hand-off has it. */
function backlogAfter(root: string, deferred: Finished['deferred']): Texts {
  if (!deferred) return {};
  const { path, findings } = deferred;
  const from = { plan: 'demo', phase: '1', task: null, commit: 'c0ffee', date: '2026-05-01', reviewer: 'true' };
  const before = existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined;
  const after = appendToBacklog(
    path,
    before,
    findings.map((finding) => ({ finding, from })),
  );
  if (!after.ok) throw new Error(after.failure.message);
  return { [path]: after.value };
}

async function keepRecords(
  context: StageContext,
  handOff: string,
  { lookedAt = {}, deferred, fixedFrom }: Finished,
): Promise<void> {
  const common = { version: 1, outcome: 'done', key: 'k'.repeat(64) };
  const treeFor = (stage: keyof typeof lookedAt): string =>
    userGit(context.phase.checkout, 'rev-parse', lookedAt[stage] ?? `${handOff}^{tree}`);
  const verdict = { commit: handOff, tree: treeFor('gates'), green: true, gates: [], changedFiles: [] };
  const nothing = { rounds: 1, agentCalls: 1, usage: {}, findings: [], fixes: [] };
  const left = deferred && {
    backlog: deferred.path,
    findings: deferred.findings.map((finding) => ({ finding, outcome: 'deferred' })),
  };
  const proven = { commit: handOff, tree: treeFor('exit-criteria'), criteria: [], questions: [] };
  const squashed = userGit(context.phase.checkout, 'rev-parse', `${handOff}~1`);
  const records = {
    squash: { ...common, stage: 'squash', commits: [], commit: fixedFrom ?? squashed },
    review: { ...common, stage: 'review', ...nothing, ...left, handOff, tree: treeFor('review') },
    gates: { ...common, stage: 'gates', verdict },
    'exit-criteria': { ...common, stage: 'exit-criteria', ...proven },
  };
  for (const [stage, record] of Object.entries(records)) {
    const artifacts = new Map([['record.json', json(record)]]);
    const work = stage === 'squash' ? records.squash.commit : handOff;
    await keep(context, { stage, key: common.key, work, artifacts });
  }
}

export function mainOf(remote: string): string {
  return userGit(remote, 'rev-parse', 'main');
}

/** A hook of the remote's, or of the user's in a folder of theirs, as shell. */
export function hook(repository: string, name: string, script: string, folder = 'hooks'): void {
  writeFiles(repository, { [`${folder}/${name}`]: `#!/bin/sh\n${script}\n` });
}

/** A person answers what landing asks. */
export async function answer({ host, git, context }: Landable, landing: Landing, choice: string): Promise<void> {
  const question = landing.questions?.[0];
  if (!question) throw new Error('Landing asks nothing');
  await keepAnswer(host, git, context.refs, { question, choice, text: '', by: 'Ada' });
}
