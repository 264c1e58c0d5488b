import { dirname, join } from 'node:path';
import { refusedGit } from '../disk-trouble.ts';
import type { Host, RunOptions, RunResult } from '../host/host.ts';
import { userAttributes, userExcludes } from './configuration.ts';
import { outlastLock } from './dead-lock.ts';
import { lasting, type Lasting } from './lasting.ts';

/**
 * Git in one checkout. Every call goes through here. Hooks and a file monitor never run; filters and drivers do when they
 * were configured before the repository was opened, as `stand-in.ts` says, and not when an agent has configured them.
 */
export interface Git {
  /** The checkout, absolute. */
  readonly folder: string;
  /** Runs git and answers with what came of it. A lock that a dead git has left on a ref of ours does not keep it from moving. */
  run(args: readonly string[], options?: GitOptions): Promise<GitResult>;
  /** Runs git where failure can only be our bug or a broken machine; answers with its output, without the last newline. */
  text(args: readonly string[], options?: GitOptions): Promise<string>;
  /** The same git in another checkout. */
  in(folder: string): Git;
  /** The same git, going by the stand-in of that folder. */
  by(standIn: string): Git;
  /** Writes down, where agents do not look, that a ref is about to be moved by us: it is told by that whose a move is. */
  announce(ref: string, to: string | undefined): Promise<void>;
}

export interface GitOptions {
  readonly input?: string;
  /** A private index, so that no checkout's own index is touched. */
  readonly index?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Looks at the repository's own folder, not at its stand-in. Only for what runs nothing, whatever is configured. */
  readonly asItIs?: boolean;
  /** Speaks to a remote: with the user's ways to get there and to log in. What lasts too long has failed. */
  readonly remote?: RemoteCall;
  /** Signs: with the user's ways to their keys. What lasts too long has failed. */
  readonly signing?: boolean;
}

/** How long a remote is waited for. */
export interface RemoteCall {
  readonly name: string;
  /** Milliseconds. */
  readonly timeLimit?: number;
  /** Milliseconds without a byte from git. */
  readonly silenceLimit?: number;
  /** Changes nothing anywhere, so that it ends at once where we are asked to stop. */
  readonly isRead: boolean;
}

export interface GitResult {
  readonly ok: boolean;
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const fixed = [
  '-c', 'core.hooksPath=/dev/null',
  '-c', 'core.fsmonitor=false',
  '-c', 'core.quotePath=false',
  '-c', 'core.fsync=committed,reference',
  '-c', 'core.sparseCheckout=false',
  '-c', 'commit.gpgSign=false',
  '-c', 'i18n.commitEncoding=UTF-8',
  '-c', 'gc.auto=0',
  '-c', 'maintenance.auto=false',
  '-c', 'advice.detachedHead=false',
  '-c', 'submodule.recurse=false',
  '-c', 'log.showSignature=false',
]; // prettier-ignore

/** Bytes. Git prints paths and diffs of any size; what is cut off would be misread, so it is read not at all. */
const keep = 256 * 1024 * 1024;
/** Milliseconds. A file that it reads may be a pipe that nobody writes to. */
const timeLimit = 10 * 60_000;
/** Milliseconds for a remote once we are asked to stop: claims are given back then, and whoever has started us does not wait long. */
const lastLimit = 5000;

export function git(
  host: Host,
  folder: string,
  standIn?: string,
  known: Lasting<GitResult> = lasting<GitResult>(),
): Git {
  const run = async (args: readonly string[], options?: GitOptions): Promise<GitResult> => {
    if (options) return await runAnew(args, options);
    const before = known.get(args);
    if (before) return before;
    const result = await runAnew(args, {});
    if (result.ok) known.keep(args, result, result.stdout.length);
    return result;
  };
  const runAnew = async (args: readonly string[], options: GitOptions): Promise<GitResult> => {
    const result = await call(args, options);
    const mayAgain = args[0] === 'update-ref' && !result.ok && (await outlastLock(host, result.stderr));
    return mayAgain ? await call(args, options) : result;
  };
  const call = async (args: readonly string[], options: GitOptions): Promise<GitResult> => {
    const copied = options.asItIs ? undefined : standIn;
    const result = await host.processes.run({
      file: 'git',
      args: [...fixed, ...(copied ? frozenFiles(copied) : []), ...args],
      cwd: folder,
      env: {
        ...gitEnvironment(host, [
          ...needed,
          ...(options.remote ? neededForRemotes : []),
          ...(options.signing ? neededToSign : []),
        ]),
        ...options.env,
        ...(options.index ? { GIT_INDEX_FILE: options.index } : {}),
        ...(copied ? { GIT_COMMON_DIR: copied, ...frozenConfig(copied) } : {}),
      },
      keep,
      ...(options.remote ? patienceFor(host, options.remote) : patience),
      ...(options.input === undefined ? {} : { input: options.input }),
    });
    const what = `git ${args.join(' ')} in ${folder}`;
    if (result.isCut) throw new Error(`Internal error: ${what} printed more than ${keep} bytes`);
    if (options.remote && cutShort[result.ended] !== undefined)
      return { ok: false, code: 128, stdout: result.stdout, stderr: cutShort[result.ended] ?? '' };
    if (result.ended === 'time-limit' && options.signing)
      return {
        ok: false,
        code: 128,
        stdout: result.stdout,
        stderr: `did not end within ${timeLimit / 60_000} minutes`,
      };
    if (result.ended === 'time-limit') throw new Error(`Internal error: ${what} did not end within ${timeLimit} ms`);
    const code = result.code ?? 128;
    return { ok: code === 0, code, stdout: result.stdout, stderr: result.stderr };
  };
  return {
    folder,
    run,
    async text(args, options) {
      const result = await run(args, options);
      if (!result.ok) {
        const what = `git ${args.join(' ')} in ${folder}`;
        throw (
          refusedGit(what, result.stderr) ??
          new Error(`Internal error: ${what} ended with ${result.code}: ${result.stderr}`)
        );
      }
      return result.stdout.replace(/\n$/, '');
    },
    in: (other) => git(host, other, standIn, known),
    by: (other) => git(host, folder, other),
    announce: async (ref, to) => {
      if (standIn) await host.files.append(movesBeside(standIn), moveLine(ref, to));
    },
  };
}

/** A half-made ref or worktree is worse than a git call that ends a moment after we were asked to stop. */
const patience = { uninterrupted: true, timeLimit };

function patienceFor(host: Host, { name, isRead, ...limits }: RemoteCall): Partial<RunOptions> {
  const waitsFor = `the remote ${name}`;
  return host.stop.aborted
    ? { waitsFor, uninterrupted: true, timeLimit: lastLimit }
    : { waitsFor, uninterrupted: !isRead, timeLimit, ...limits };
}

/** A remote that takes a connection and says nothing is as bad as none. */
const cutShort: Partial<Record<RunResult['ended'], string>> = {
  'time-limit': 'it did not answer in time',
  'silence-limit': 'it did not answer in time',
  cancelled: 'it was not waited for, since the run was stopped',
};

/** What a stand-in holds of the machine's and the user's own configuration, which agents can write as well. */
export const userConfig = 'user-config';

function frozenConfig(standIn: string): Record<string, string> {
  return { GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: join(standIn, userConfig) };
}

function frozenFiles(standIn: string): string[] {
  const attributes = `core.attributesFile=${join(standIn, userAttributes)}`;
  return ['-c', attributes, '-c', `core.excludesFile=${join(standIn, userExcludes)}`];
}

/** The list of all moves of refs that were ours, in this repository. */
export function movesBeside(standIn: string): string {
  return join(dirname(standIn), 'moves.txt');
}

export function moveLine(ref: string, to: string | undefined): string {
  return `${ref} ${to ?? 'deleted'}\n`;
}

/**
 * What git itself needs. A run that was started from a git hook carries that hook's GIT_DIR and index, and a filter that
 * a repository configures would see every secret of the user's: none of it reaches our git.
 */
const needed = [
  /^(PATH|HOME|USERPROFILE|HOMEDRIVE|HOMEPATH|XDG_CONFIG_HOME|APPDATA|LOCALAPPDATA|SYSTEMROOT|TMPDIR|TEMP|TMP|LANG|USER|USERNAME|LOGNAME|EMAIL|GIT_EXEC_PATH|GIT_CONFIG_GLOBAL|GIT_CONFIG_SYSTEM|GIT_CONFIG_NOSYSTEM|GIT_(AUTHOR|COMMITTER)_(NAME|EMAIL))$/i,
];
/** What the user's git needs as well to reach a remote. Agents are never at work then in what it runs in. */
const neededForRemotes = [
  /^(SSH_AUTH_SOCK|SSH_AGENT_PID|GIT_SSH|GIT_SSH_COMMAND|GIT_SSH_VARIANT|GIT_ASKPASS|SSH_ASKPASS|XDG_RUNTIME_DIR|DBUS_SESSION_BUS_ADDRESS|GIT_SSL_[A-Z]+|SSL_CERT_FILE|SSL_CERT_DIR|(HTTP|HTTPS|ALL|NO)_PROXY)$/i,
];
/** What leads to the user's keys, and to the agents that hold them. */
const neededToSign = [
  /^(GNUPGHOME|GPG_TTY|GPG_AGENT_INFO|PINENTRY_USER_DATA|SSH_AUTH_SOCK|SSH_ASKPASS|SSH_ASKPASS_REQUIRE|DISPLAY|WAYLAND_DISPLAY|XDG_RUNTIME_DIR|DBUS_SESSION_BUS_ADDRESS)$/i,
];

/** What a process of ours that speaks to a remote needs of our own environment. */
export function remoteVariables({ env }: Host): Record<string, string> {
  const named = Object.entries(env).filter(([name]) => neededForRemotes.some((known) => known.test(name)));
  return Object.fromEntries(named.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}

function gitEnvironment(host: Host, names: readonly RegExp[]): Record<string, string | undefined> {
  return {
    ...Object.fromEntries(Object.entries(host.env).filter(([name]) => names.some((known) => known.test(name)))),
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    LC_ALL: 'C',
  };
}
