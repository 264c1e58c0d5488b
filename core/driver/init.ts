import { isAbsolute, relative, resolve, sep } from 'node:path';
import { fail, ok, type Result } from '../failure.ts';
import { changedBetween } from '../git/changed-between.ts';
import { setRef } from '../git/refs.ts';
import { fileAt, openRepository, pathsAt, type Repository } from '../git/repository.ts';
import type { Host } from '../host/host.ts';
import { jsonObject } from '../json.ts';
import { isTestPath } from '../review/test-file.ts';
import { isDone } from './done.ts';
import { alone, deskOf, stateFilesIn, type Desk } from './desk.ts';
import { begun } from './fold.ts';
import { statePathsIn } from './known-work.ts';
import { snapshot, withPathsOf } from './look.ts';
import { commitId, readPlanned, type Planned } from './planned.ts';
import { phases, type Phase } from './protocol.ts';
import { outsideDeclared } from './scope-of.ts';
import { stateVersion, type Fact, type Work } from './state.ts';
import { createStore, standingOf } from './store.ts';

export interface InitRequest {
  /** Where the command was called, absolute. */
  readonly folder: string;
  readonly plan: string;
  readonly commit: string;
  readonly state: string;
  /** Begins anew where there is a state file, another commit in work, or work that lies in the commit's files. */
  readonly force: boolean;
  /** Ids of commits that were done before the driver knew of them. */
  readonly done: readonly string[];
  readonly designerGate?: string | undefined;
  readonly testGate?: string | undefined;
  readonly fmtCmd?: string | undefined;
  readonly lintCmd?: string | undefined;
  readonly acceptCommands: boolean;
  /** Paths of guides beside those in `docs/style`. */
  readonly guides: readonly string[];
  /** Seconds for one command. */
  readonly timeLimit: number;
}

/** Begins one commit of a plan. Nothing of the checkout is changed but the state file. */
export async function init(
  host: Host,
  request: InitRequest,
): Promise<Result<{ readonly unrelated: readonly string[] }>> {
  const { folder } = request;
  const text = await host.files.read(resolve(folder, request.plan));
  if (text === undefined) return fail('unknown-plan', `Unexpected path of a plan: ${request.plan} is no file.`);
  const planned = readPlanned(request.plan, text, request.commit);
  if (!planned.ok) return planned;
  const opened = await openRepository(host, resolve(folder, planned.value.workspace));
  if (!opened.ok) return opened;
  const repository = opened.value;
  const { root } = repository;
  const path = resolve(folder, request.state);
  const plan = relative(root, (await host.files.realPath(resolve(folder, request.plan))) ?? '')
    .split(sep)
    .join('/');
  if (isAbsolute(plan) || plan.startsWith('../'))
    return fail('unknown-plan', `Unexpected plan outside of the checkout ${root}: ${request.plan}.`);
  const asked = { request, planned: planned.value, path, plan };
  // Whether another commit is in work there must not change before this one is written down.
  return await alone(host, repository.git, root, async () => {
    const refused = await whyNotYet(host, repository, asked);
    return refused ?? (await alone(host, repository.git, path, async () => await begin(host, repository, asked)));
  });
}

async function begin(
  host: Host,
  repository: Repository,
  asked: Asked,
): Promise<Result<{ readonly unrelated: readonly string[] }>> {
  const work = await workOf(host, repository, asked);
  if (!work.ok) return work;
  const store = await createStore(host, asked.path, work.value);
  if (!store.ok) return store;
  try {
    for (const fact of [...namedCommands(asked.request), ...untested(work.value)]) await store.value.happened(fact);
  } finally {
    await store.value.close();
  }
  return ok({ unrelated: work.value.unrelated });
}

interface Asked {
  readonly request: InitRequest;
  readonly planned: Planned;
  readonly path: string;
  readonly plan: string;
}

async function whyNotYet(host: Host, { git, root }: Repository, { request, planned, path, plan }: Asked) {
  const waiting: string[] = [];
  for (const id of planned.commit.dependsOn)
    if (!request.done.includes(id) && !(await isDone(git, plan, id))) waiting.push(id);
  if (waiting.length > 0)
    return fail(
      'earlier-phase',
      `Unexpected commit ${request.commit} before ${waiting.join(', ')}, which it depends on: HEAD does not have what they were done with. Do them first; for one that was done without this driver, add --done ${waiting[0]}.`,
    );
  if (request.force) return undefined;
  if (await host.files.exists(path))
    return fail(
      'journal',
      `Unexpected state file ${request.state}, expected none. Go on with resume, or begin anew with --force.`,
    );
  for (const other of await statePathsIn(host, root)) {
    if (other === path || !(await host.files.exists(other)) || (await isOver(host, other))) continue;
    return fail(
      'claimed',
      `Unexpected second commit in the checkout ${root}: another one is in work there (${other}). Finish it, or give this one a worktree of its own.`,
    );
  }
  return undefined;
}

async function workOf(
  host: Host,
  repository: Repository,
  { request, planned, path, plan }: Asked,
): Promise<Result<Work>> {
  const { commit, workspace, digest } = planned;
  const { head, root, git } = repository;
  const styles = (await pathsAt(git, head, 'docs/style')).filter((one) => one.endsWith('.md'));
  const draft: Work = {
    version: stateVersion,
    folder: request.folder,
    checkout: root,
    plan_path: request.plan,
    plan,
    plan_digest: digest,
    commit_id: commitId(commit.id),
    workspace,
    commit_title: commit.title,
    commit_message: commit.commit.message,
    commit_files: [...commit.files],
    commit_tests: [...commit.commit.tests],
    phases: phasesOf(commit.files, commit.commit.tests),
    base: head,
    start: head,
    unrelated: [],
    guides: [...new Set([...request.guides, ...styles])],
    time_limit: request.timeLimit,
  };
  const desk = await deskFor(host, repository, { path, work: draft });
  const now = await snapshot(desk, head, 'start');
  if (!now.ok) return now;
  const edited = await changedBetween(git, head, now.value);
  const unrelated = outsideDeclared(draft, edited);
  const own = edited.filter((one) => !unrelated.includes(one));
  if (own.length > 0 && !request.force)
    return fail(
      'worktree',
      `Unexpected edits in files of commit ${commit.id}: ${own.join(', ')}. Commit them or put them aside; with --force they count as its work.`,
    );
  if (own.length === 0) return ok({ ...draft, start: now.value, unrelated });
  // A ref of its own for each: nothing else has what the user has not committed.
  await setRef(git, `${desk.refs}/kept/${host.randomId()}`, now.value);
  const start = await withPathsOf(desk, { snapshot: now.value, from: head, onto: head, paths: own, name: 'start' });
  const already = await begunWith(desk, { own, start, all: now.value });
  return ok({ ...draft, start, draft: now.value, unrelated, ...(already && { begun: already }) });
}

/**
 * The step that the files show, where a commit is begun with work that is there: with tests of all names the code is next,
 * with others the tests are, and without any all is.
 */
async function begunWith(
  desk: Desk,
  { own, start, all }: { readonly own: readonly string[]; readonly start: string; readonly all: string },
): Promise<Work['begun']> {
  const { commit_tests } = desk.store.standing.work;
  const paths = own.filter(isTestPath);
  if (paths.length === 0) return undefined;
  await setRef(desk.git, `${desk.refs}/work/begun`, all);
  const code = await withPathsOf(desk, { snapshot: all, from: start, onto: start, paths, name: 'work/code' });
  const tests = await withPathsOf(desk, { snapshot: start, from: all, onto: start, paths, name: 'work/tests' });
  const texts = await Promise.all(paths.map(async (path) => (await fileAt(desk.git, all, path)) ?? ''));
  const isThere = (name: string): boolean => texts.some((text) => text.includes(ownNameOf(name)));
  return { code, tests, all, from: commit_tests.every(isThere) ? 'implementor' : 'tester' };
}

/** `suite > name`, `module::name`: the last part, which stands in the file as it is. */
function ownNameOf(name: string): string {
  return name.split(/ > | › |::|#/).at(-1) ?? name;
}

/** A desk for a look at the checkout, before there is a store. */
async function deskFor(host: Host, repository: Repository, about: { path: string; work: Work }): Promise<Desk> {
  const store = {
    path: about.path,
    standing: begun(about.work),
    happened: async () => undefined,
    close: async () => undefined,
  };
  const desk = await deskOf(host, repository, store);
  return { ...desk, stateFiles: [...(await stateFilesIn(host, repository.root)), about.path, `${about.path}.changed`] };
}

/** What holds no code and is tested by nothing needs neither interfaces nor tests. */
function phasesOf(files: readonly string[], tests: readonly string[]): Phase[] {
  if (tests.length > 0) return [...phases];
  return files.every((file) => noCode.test(file)) ? ['implementor'] : ['designer', 'implementor'];
}

const noCode =
  /(?:^|\/)(?:[^./]+|\.[^/.]+)$|\.(?:md|txt|rst|adoc|json|jsonc|toml|ya?ml|lock|cfg|ini|csv|svg|png|jpe?g|gif|mk|dockerfile|gitignore|editorconfig)$/i;

function namedCommands(request: InitRequest): Fact[] {
  const { designerGate, testGate, fmtCmd, lintCmd, acceptCommands } = request;
  const facts: Fact[] = [];
  if (designerGate !== undefined && testGate !== undefined)
    facts.push({ fact: 'commands', from: 'option', gates: { designer_gate: designerGate, test_gate: testGate } });
  if (fmtCmd !== undefined || lintCmd !== undefined)
    facts.push({ fact: 'commands', from: 'option', formatters: { fmt_cmd: fmtCmd ?? '', lint_cmd: lintCmd ?? '' } });
  if (acceptCommands) facts.push({ fact: 'commands-accepted' });
  return facts;
}

/** A plan without tests switches the red gate off; that is said, so that nobody takes it for passed. */
function untested({ phases: through, commit_tests, begun: already }: Work): Fact[] {
  if (commit_tests.length > 0)
    return already?.from === 'implementor'
      ? [{ fact: 'note', text: 'The tests were there when the commit was begun: nobody has seen them red.' }]
      : [];
  const text = through.includes('designer')
    ? 'The plan names no tests for this commit: no step writes them first, and nothing has to be red.'
    : 'The commit holds no code and names no tests: it has neither a designer nor a tester.';
  return [{ fact: 'note', text }];
}

/** What another release has begun is told by its state file. */
async function isOver(host: Host, statePath: string): Promise<boolean> {
  const standing = await standingOf(host, statePath);
  if (standing) return standing.committed !== null || standing.loop.at === 'abandoned';
  return jsonObject(await host.files.read(statePath))?.['state'] === 'done';
}
