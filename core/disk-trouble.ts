import { fail, type Failure } from './failure.ts';

/** A disk that refuses git: an error as Node throws it for files of ours. */
export function refusedGit(what: string, stderr: string): Error | undefined {
  // Of a warning git has gone on.
  const words = stderr.split('\n').filter((line) => /^(?:fatal|error): /.test(line));
  const code = Object.entries(known).find(([, { said }]) => words.some((line) => said.test(line)))?.[0];
  return code === undefined ? undefined : Object.assign(new Error(`${what}: ${stderr.trim()}`), { code });
}

/** What the system says when a file can be neither read nor written, as a failure. What says nothing of the kind is our bug, and thrown. */
export function diskTrouble(path: string, error: unknown): ReturnType<typeof fail> {
  const code = codeOf(error);
  if (code === undefined) throw error;
  const { why, remedy } = known[code] ?? { why: 'the system refuses it', remedy: 'Mend that' };
  return fail('journal', `Unexpected trouble with ${path}: ${why} (${code}). ${remedy}, ${goesOn}`);
}

/** The same of whatever was thrown while a run was at work; undefined where no disk is to blame. */
export function diskFailure(error: unknown): Failure | undefined {
  const code = codeOf(error);
  const trouble = code === undefined ? undefined : known[code];
  if (!trouble || !(error instanceof Error)) return undefined;
  const { why, remedy } = trouble;
  return fail('disk', `Unexpected trouble: ${why} (${error.message}). ${remedy}, ${goesOn}`).failure;
}

const goesOn = 'then run the same command again: it goes on from the last record, and none that was written is lost.';
const space = 'Free some space there';
const right = 'Give this user the right to';

/** By what the system calls it: why, what a person can do, and how git says it. */
const known: Readonly<Record<string, { readonly why: string; readonly remedy: string; readonly said: RegExp }>> = {
  ENOSPC: { why: 'the disk is full', remedy: space, said: /: No space left on device$/ },
  EDQUOT: { why: 'the quota of this user is used up', remedy: space, said: /: Disk quota exceeded$/ },
  EFBIG: {
    why: 'no file may become as large there',
    remedy: 'Raise the limit of the size of files',
    said: /: File too large$/,
  },
  EIO: {
    why: 'the disk answers with errors',
    remedy: 'Look at the disk; on another one, copy the state folder there and name it in PHASEWRIGHT_STATE',
    said: /: Input\/output error$/,
  },
  EROFS: {
    why: 'the file system is read-only',
    remedy: 'Make it writable',
    said: /: Read-only file system$/,
  },
  EACCES: { why: 'this user may not read or write there', remedy: right, said: /: Permission denied$/ },
  EPERM: { why: 'this user may not read or write there', remedy: right, said: /: Operation not permitted$/ },
};

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
