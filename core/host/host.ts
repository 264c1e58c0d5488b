import type { GitDigest } from './git-digests.ts';
import type { Carrier } from './running.ts';

/**
 * The world as the rest of `core` sees it: files, processes, clock, environment. Everything outside this folder gets
 * a Host handed in and touches nothing else, so a reader can find every effect by looking for `host.`.
 */
export interface Host {
  readonly files: Files;
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly processes: Processes;
  readonly machine: Machine;
  /** Folder for what has to outlive worktrees and be out of reach for agents, per user. Absolute. */
  readonly stateFolder: string;
  /** Aborted when this process is asked to stop: by a signal, because what started it is gone, or because its time is over. */
  readonly stop: AbortSignal;
  /** Whether `stop` is aborted, or will be within so many milliseconds. */
  stopsWithin(milliseconds: number): Promise<boolean>;
  /** A random identifier: nonces of claims and verdicts, ids of runs. */
  randomId(): string;
  /** At least 0 and below 1: for pauses that are not to coincide with those of others. */
  random(): number;
}

/** What programs run on here, as Node says it. */
export interface Machine {
  readonly platform: string;
  readonly arch: string;
  /** Of the Node that runs us. */
  readonly nodeVersion: string;
  /** Of this package. */
  readonly release: string;
}

/** Paths are absolute. Text is UTF-8; a byte that is not comes through as well, as `bytes.ts` says. */
export interface Files {
  /** Undefined when there is no such file, or no regular one. An error when it is a folder or larger than 256 MiB. */
  read(path: string): Promise<string | undefined>;
  /**
   * What may be of anybody's making: of a file with more than `most` bytes the first and the last half of them, with a line
   * between that says how much was left out. Undefined where no regular file is.
   */
  readEnds(path: string, most: number): Promise<string | undefined>;
  /** Whole or not at all: a temporary file beside it, synced, then renamed. Makes missing folders. */
  write(path: string, text: string): Promise<void>;
  /** Whole, and only where nothing is; false where something is. Of several that do this at once one succeeds. Makes missing folders. */
  create(path: string, text: string): Promise<boolean>;
  /** Makes missing folders, and a missing file as one that nobody but its owner reads. */
  append(path: string, text: string): Promise<void>;
  /**
   * Calls back for each line of a file that others append to, until told to end; then once more for the rest. Of a line
   * that is longer than 1 MiB only the beginning is passed on.
   */
  follow(path: string, onLine: (line: string) => void, until: AbortSignal): Promise<void>;
  /** For its one writer. Makes the file, and missing folders, such that they are still there after a power cut. */
  openAppend(path: string): Promise<AppendFile>;
  exists(path: string): Promise<boolean>;
  /** Whether this user may make something at a path, as far as can be told without doing it: the nearest thing there is a folder to write in. */
  mayWrite(path: string): Promise<boolean>;
  list(path: string): Promise<readonly Entry[]>;
  makeFolder(path: string): Promise<void>;
  /** Whatever is at the path, or nothing; links are removed, not followed. Folders may be such that nobody may write there. */
  remove(path: string): Promise<void>;
  /** Lets us look and write into every folder at and below a path; links are not followed. */
  unlock(path: string): Promise<void>;
  /** Copies a file's bytes; links are followed. */
  copy(from: string, to: string): Promise<void>;
  link(target: string, path: string): Promise<void>;
  readLink(path: string): Promise<string>;
  /** Undefined when the path leads nowhere. */
  realPath(path: string): Promise<string | undefined>;
  /** Whether a regular file is there that this user may run; links are followed. */
  isProgram(path: string): Promise<boolean>;
  /** How everything below a folder looks, by its path; links are not followed, folders of some names are left out. */
  survey(path: string, without: readonly string[]): Promise<ReadonlyMap<string, Look>>;
  /** Changes whenever the file is written, or is another one; links are followed. Undefined when there is none. */
  stamp(path: string): Promise<string | undefined>;
  /** SHA-256 of a file's bytes, in hexadecimal; undefined when it cannot be read. */
  digest(path: string): Promise<string | undefined>;
  /** Digest of what a file holds that is compressed as git compresses objects; undefined when it is damaged or missing. */
  inflatedDigest(path: string, algorithm: GitDigest): Promise<string | undefined>;
  /** The digest that a file ends with, where it is that of all before it, as in git's packs; undefined when it is not. */
  sealOf(path: string, algorithm: GitDigest): Promise<string | undefined>;
}

/** What a file looks like from outside. */
export interface Look {
  /** `special` is a pipe or a device: whoever opens one may wait, or read, without end. */
  readonly kind: 'file' | 'folder' | 'link' | 'socket' | 'special';
  /** The permission bits. */
  readonly mode: number;
  /** Changes whenever something is written; empty for a folder, which changes with what lies in it. */
  readonly stamp: string;
  /** Of a file with several names: its stamp without the time that changes also when it gets or loses one. */
  readonly written?: string;
  /** Bytes. */
  readonly size: number;
  /** Of a link. */
  readonly target?: string;
}

export interface Entry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link';
}

/** A file that only grows. What a disk may do by halves, this does by halves: who writes sees to it that records are whole. */
export interface AppendFile {
  /** Bytes. */
  size(): Promise<number>;
  /** Adds bytes at the end. Answers with how many were taken: a disk that is nearly full takes fewer, without an error. */
  write(bytes: Uint8Array): Promise<number>;
  /** Returns once all that was written is on the disk. */
  sync(): Promise<void>;
  /** Forgets what is behind so many bytes. */
  truncate(size: number): Promise<void>;
  close(): Promise<void>;
}

export interface Clock {
  /** Milliseconds since the epoch: for people, never for durations. */
  wall(): number;
  /** Milliseconds from a point that all processes share until the machine is started anew: for durations and for leases. */
  monotonic(): number;
}

export interface Processes {
  /** Runs a program to its end, whatever that end is. Never throws for what the program does. */
  run(options: RunOptions): Promise<RunResult>;
  /** This process, told apart from any other that ever had its number. */
  self(): Promise<Owner>;
  isAlive(owner: Owner): Promise<boolean>;
  /**
   * Kills what still carries `NAME=value` in its environment, wherever it has put itself, and what was left behind in
   * `folder`. Returns how many there were.
   */
  sweep(marker: string, folder?: string): Promise<number>;
  /** The processes that carry a variable of that name in their environment, this one apart. */
  carriersOf(name: string): Promise<readonly Carrier[]>;
  /** The processes, this one apart, that have the file at a path open, or are in the folder there. */
  usersOf(path: string): Promise<readonly number[]>;
  /** The Node that runs us: children get the same. */
  readonly node: string;
}

/** A process, by more than its number: numbers come round again. */
export interface Owner {
  readonly host: string;
  readonly user: string;
  readonly pid: number;
  /** Which boot of the machine, and which of its containers; empty where the platform does not tell. */
  readonly boot: string;
  /** When the process started, in the platform's own unit; empty where it does not tell. */
  readonly started: string;
}

export interface RunOptions {
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment of the program; nothing is inherited. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Standard input; bytes that are not UTF-8 go and come as in files. */
  readonly input?: string;
  /** Milliseconds until the program and its descendants are ended. */
  readonly timeLimit?: number;
  /** Milliseconds without a byte of output until they are ended. */
  readonly silenceLimit?: number;
  /** Bytes of each stream that are kept: the first and the last half. Default 1 MiB. */
  readonly keep?: number;
  /** Called for each line of standard output. */
  readonly onLine?: (line: string, isCut: boolean) => void;
  /** Bytes; of a longer line only the beginning is passed on. Default 1 MiB. */
  readonly longestLine?: number;
  /** Called every so many milliseconds while the program runs. */
  readonly pulse?: { readonly every: number; readonly beat: () => void };
  /** What it waits for, for people: told by `telling-waits.ts` when that takes more than a moment. */
  readonly waitsFor?: string;
  /** Ends the program early; the host's own `stop` always does. */
  readonly cancel?: AbortSignal;
  /** Not ended by the host's `stop`: for short commands that finish what was begun, such as a git ref update. */
  readonly uninterrupted?: boolean;
}

export interface RunResult {
  readonly ended: 'exit' | 'signal' | 'time-limit' | 'silence-limit' | 'cancelled' | 'not-found';
  /** Present when `ended` is `exit`. */
  readonly code?: number;
  readonly signal?: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly durationMs: number;
  /** Standard output was longer than what is kept, and lacks its middle. */
  readonly isCut?: boolean;
}
