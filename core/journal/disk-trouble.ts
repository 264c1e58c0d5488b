import { fail } from '../failure.ts';

/** What the system says when a file can be neither read nor written, as a failure. What says nothing of the kind is our bug, and thrown. */
export function diskTrouble(path: string, error: unknown): ReturnType<typeof fail> {
  const code = codeOf(error);
  if (code === undefined) throw error;
  const [why, what] = known[code] ?? ['the system refuses it', 'Mend that'];
  return fail(
    'journal',
    `Unexpected trouble with ${path}: ${why} (${code}). ${what}, then run the same command again: it goes on from the last record, and none that was written is lost.`,
  );
}

const space = 'Free some space there';

/** By what the system calls it: why, and what a person can do. */
const known: Readonly<Record<string, readonly [string, string]>> = {
  ENOSPC: ['the disk is full', space],
  EDQUOT: ['the quota of this user is used up', space],
  EFBIG: ['no file may become as large there', 'Raise the limit of the size of files'],
  EIO: [
    'the disk answers with errors',
    'Look at the disk; on another one, copy the state folder there and name it in PHASEWRIGHT_STATE',
  ],
  EROFS: ['the file system is read-only', 'Make it writable'],
  EACCES: ['this user may not read or write there', 'Give this user the right to'],
  EPERM: ['this user may not read or write there', 'Give this user the right to'],
};

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
