import type { Host } from '../host/host.ts';
import { fail, ok, type Result } from '../failure.ts';
import { visibleLine } from '../visible.ts';
import type { Git } from './git.ts';

/** What a remote says that it has. */
export interface RemoteRefs {
  /** The ref of its default branch; undefined when it names none. */
  readonly main: string | undefined;
  /** Ref → commit. */
  readonly at: ReadonlyMap<string, string>;
}

/** The default branch of a remote, and where it and some branches are now. Nothing is fetched, no ref is moved. */
export async function readRemote(git: Git, remote: string, refs: readonly string[] = []): Promise<Result<RemoteRefs>> {
  const listed = await git.run(['ls-remote', '--symref', remote, 'HEAD', ...refs], { remote: true });
  if (!listed.ok) return fail('land', `Unexpected answer of the remote ${remote}: ${wordsOf(listed.stderr)}`);
  let main: string | undefined;
  const at = new Map<string, string>();
  for (const line of listed.stdout.split('\n')) {
    const [value = '', name] = line.split('\t');
    if (name === 'HEAD' && value.startsWith('ref: ')) main = value.slice('ref: '.length);
    else if (name !== undefined) at.set(name, value);
  }
  const head = at.get('HEAD');
  if (main !== undefined && head !== undefined) at.set(main, head);
  return ok({ main, at });
}

/**
 * Whether a branch that a remote has now has a commit in its history. One that had it when the user last saw it, and was
 * moved since to what is not here, is fetched: others may have moved it on, or have taken the commit off again.
 */
export async function isOnRemote(git: Git, remote: string, commit: string): Promise<Result<boolean>> {
  const read = await readRemote(git, remote, [`${branches}*`]);
  if (!read.ok) return read;
  const heads = [...read.value.at].filter(([ref]) => ref.startsWith(branches));
  const commits = heads.map(([, at]) => at);
  if (await isBehindAny(git, commit, commits)) return ok(true);
  const here = await commitsHere(git, commits);
  for (const [ref, at] of heads) {
    const lastSeen = `refs/remotes/${remote}/${ref.slice(branches.length)}`;
    if (here.has(at) || !(await isBehindAny(git, commit, [lastSeen]))) continue;
    const fetched = await fetchRef(git, remote, ref);
    if (!fetched.ok) return fetched;
    if (await isBehindAny(git, commit, [at])) return ok(true);
  }
  return ok(false);
}

/** Whether a commit is in the history of one of those that are here. */
async function isBehindAny(git: Git, commit: string, others: readonly string[]): Promise<boolean> {
  const input = [commit, ...others.map((one) => `^${one}`)].map((line) => `${line}\n`).join('');
  return (await git.text(['rev-list', '--max-count=1', '--ignore-missing', '--stdin'], { input })) === '';
}

async function commitsHere(git: Git, commits: readonly string[]): Promise<ReadonlySet<string>> {
  const input = commits.map((commit) => `${commit}\n`).join('');
  const found = await git.text(['cat-file', '--batch-check=%(objectname)'], { input });
  return new Set(found.split('\n').filter((line) => !line.endsWith(' missing')));
}

const branches = 'refs/heads/';

/** Brings a commit that a ref of a remote is at, with its history; the user's refs for that remote stay as they are. */
export async function fetchRef(git: Git, remote: string, ref: string): Promise<Result<'fetched'>> {
  const quietly = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules', '--refmap='];
  const fetched = await git.run(['fetch', ...quietly, remote, ref], { remote: true });
  return fetched.ok
    ? ok('fetched')
    : fail('land', `${ref} of the remote ${remote} could not be fetched: ${wordsOf(fetched.stderr)}`);
}

/** What came of a push: `lost` means that the ref was elsewhere, `unknown` that nobody can say where it is now. */
export type Pushed =
  | { readonly how: 'moved' }
  | { readonly how: 'lost' }
  | { readonly how: 'refused'; readonly words: string }
  | { readonly how: 'unknown'; readonly words: string };

export interface Push {
  readonly remote: string;
  readonly ref: string;
  readonly to: string;
  /** Where the ref must be; undefined: it must not be there. */
  readonly expected: string | undefined;
}

/**
 * Moves a ref of a remote from exactly `expected`. The lease takes the place of git's own check for a fast-forward, so
 * whoever wants one has to look before. A push that failed may have landed, or land later: what counts is what the
 * remote says afterwards. To push the same again is safe, since both name the same commit.
 */
export async function pushRef(host: Host, git: Git, push: Push): Promise<Pushed> {
  const { remote, ref, to, expected } = push;
  const lease = `--force-with-lease=${ref}:${expected ?? ''}`;
  const only = ['--no-follow-tags', '--no-recurse-submodules', '--no-signed'];
  for (let tries = 1; ; tries += 1) {
    const pushed = await git.run(['push', '--porcelain', ...only, lease, remote, `${to}:${ref}`], { remote: true });
    if (pushed.ok) return await confirmed(git, push);
    const status = statusOf(pushed.stdout);
    const words = [...remoteLines(pushed.stderr), ...(status === undefined ? [] : [status])].join(' ');
    const now = await settle(host, git, push, status !== undefined);
    if (!now.ok) return { how: 'unknown', words: wordsOf(pushed.stderr) };
    if (now.value === to) return { how: 'moved' };
    if (now.value !== expected) return { how: 'lost' };
    const isRefused = status !== undefined && !race.test(status);
    if (isRefused) return { how: 'refused', words };
    if (tries === mostTries || (await host.stopsWithin(tries * 500)))
      return status === undefined ? { how: 'unknown', words: wordsOf(pushed.stderr) } : { how: 'refused', words };
  }
}

const mostTries = 3;
/** Somebody else was writing the ref, or it was elsewhere for a moment. */
const race = /^\[rejected\]|failed to update ref|cannot lock ref/;
/** Milliseconds. A connection that broke may have left a push behind it that still lands. */
const lateLanding = 2000;

/** An address to push to may lead elsewhere than the one to read from. */
async function confirmed(git: Git, push: Push): Promise<Pushed> {
  const now = await refOf(git, push);
  if (!now.ok || now.value !== push.expected || push.to === push.expected) return { how: 'moved' };
  const words = `git says that it has pushed, and ${push.remote} has nothing new: look at remote.${push.remote}.pushurl`;
  return { how: 'refused', words };
}

/** Where the ref is after a push that failed; where its outcome is open, looked at twice. */
async function settle(host: Host, git: Git, push: Push, isAnswered: boolean): Promise<Result<string | undefined>> {
  const first = await refOf(git, push);
  if (isAnswered || (first.ok && first.value !== push.expected)) return first;
  await host.stopsWithin(lateLanding);
  return await refOf(git, push);
}

async function refOf(git: Git, { remote, ref }: Push): Promise<Result<string | undefined>> {
  const read = await readRemote(git, remote, [ref]);
  return read.ok ? ok(read.value.at.get(ref)) : read;
}

/** `[remote rejected] (pre-receive hook declined)`: the summary of the one ref, if the remote has answered at all. */
function statusOf(porcelain: string): string | undefined {
  const line = porcelain.split('\n').find((one) => one.startsWith('!\t'));
  const summary = line?.split('\t')[2];
  return summary?.startsWith('[remote failure]') ? undefined : summary && visibleLine(summary);
}

/** What the remote itself has to say. */
function remoteLines(stderr: string): string[] {
  return stderr
    .split('\n')
    .filter((line) => line.startsWith('remote:'))
    .map((line) => visibleLine(line.slice('remote:'.length)))
    .filter(Boolean);
}

/** What git said, on one line. Addresses may hold a token. */
function wordsOf(stderr: string): string {
  return visibleLine(stderr.replaceAll(/\/\/[^/@\s]*@/g, '//')) || 'git said nothing';
}
