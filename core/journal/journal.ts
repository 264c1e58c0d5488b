import { createHash } from 'node:crypto';
import { z } from 'zod';
import { byteLength } from '../host/bytes.ts';
import type { AppendFile, Host } from '../host/host.ts';
import { fail, ok, type Result } from '../failure.ts';
import { appendWhole } from './append.ts';
import { diskTrouble } from '../disk-trouble.ts';
import { takeLock, type Lock } from './lock.ts';

/**
 * The append-only record of one loop in flight: one JSON object per line, each with the hash of the one before. What is
 * in it happened or was about to; what is not did not happen. It has one writer at a time, by a lock beside it.
 */
export interface Journal {
  readonly entries: readonly Entry[];
  /** Once it answers well, the record is on the disk. After a failure nothing more is taken: whoever goes on opens it anew. */
  append(kind: Entry['kind'], data: unknown): Promise<Result<Entry>>;
  /** Lets others write. The entries stay. */
  close(): Promise<void>;
}

/** Raised when the shape of what is stored changes; a newer journal is refused. */
export const journalVersion = 1;

const entrySchema = z.object({
  version: z.literal(journalVersion),
  sequence: z.number().int().nonnegative(),
  /** Hash of the entry before; empty for the first. */
  previous: z.string(),
  /** `intent` before an effect, `result` after it: an event for the state machine. */
  kind: z.enum(['opened', 'intent', 'result']),
  /** ISO 8601, for people. */
  at: z.string(),
  data: z.unknown(),
  hash: z.string(),
});
export type Entry = z.infer<typeof entrySchema>;

/**
 * Opens the journal at `path`, or begins it. A torn last line is dropped; anything else wrong is a failure that names the
 * line, and so is another writer, if it is alive.
 */
export async function openJournal(host: Host, path: string): Promise<Result<Journal>> {
  try {
    const lock = await takeLock(host, path);
    if (!lock.ok) return lock;
    const opened = await openLocked(host, path, lock.value).catch(async (error: unknown) => {
      await lock.value.release();
      throw error;
    });
    if (!opened.ok) await lock.value.release();
    return opened;
  } catch (error) {
    return diskTrouble(path, error);
  }
}

async function openLocked(host: Host, path: string, lock: Lock): Promise<Result<Journal>> {
  const text = (await host.files.read(path)) ?? '';
  const read = readJournal(text, path);
  if (!read.ok) return read;
  const { entries, whole } = read.value;
  const file = await host.files.openAppend(path);
  if (whole !== text) await file.truncate(byteLength(whole));
  return ok(journal(host, { path, file, lock }, [...entries]));
}

/** Reads the entries of a journal's text, and the part of the text that holds them. */
export function readJournal(text: string, path: string): Result<{ entries: readonly Entry[]; whole: string }> {
  const lines = text.split('\n');
  // The text after the last newline is empty, or the torn end of a write that never finished.
  lines.pop();
  const entries: Entry[] = [];
  for (const [index, line] of lines.entries()) {
    const problem = (what: string) =>
      fail(
        'journal',
        `Unexpected ${what} in record ${index + 1} of ${path}. Nothing was changed; the file is kept. Move it away to begin this loop anew.`,
      );
    const parsed = entrySchema.safeParse(json(line));
    if (!parsed.success)
      return problem(
        versionOf(line) > journalVersion
          ? `version ${versionOf(line)} (this is version ${journalVersion}; update phasewright)`
          : 'text',
      );
    const entry = parsed.data;
    if (entry.sequence !== index) return problem(`sequence number ${entry.sequence}, expected ${index},`);
    if (entry.previous !== (entries.at(-1)?.hash ?? '')) return problem('break of the hash chain');
    if (entry.hash !== hashOf(entry)) return problem('hash');
    entries.push(entry);
  }
  return ok({ entries, whole: lines.map((line) => `${line}\n`).join('') });
}

interface Opened {
  readonly path: string;
  readonly file: AppendFile;
  readonly lock: Lock;
}

function journal(host: Host, { path, file, lock }: Opened, entries: Entry[]): Journal {
  let trouble: Result<Entry> | undefined;
  let isOpen = true;
  return {
    entries,
    async append(kind, data) {
      // What a disk has once refused to sync may be lost though it takes more: nothing is put behind it.
      if (trouble) return trouble;
      const entry = {
        version: journalVersion,
        sequence: entries.length,
        previous: entries.at(-1)?.hash ?? '',
        kind,
        at: new Date(host.clock.wall()).toISOString(),
        data,
      } as const;
      const complete = { ...entry, hash: hashOf(entry) };
      try {
        await appendWhole(file, `${JSON.stringify(complete)}\n`);
      } catch (error) {
        trouble = diskTrouble(path, error);
        return trouble;
      }
      entries.push(complete);
      return ok(complete);
    },
    async close() {
      if (!isOpen) return;
      isOpen = false;
      // Each record is on the disk already: there is nothing more that could go wrong with them.
      await file.close().catch(() => undefined);
      await lock.release();
    },
  };
}

function hashOf(entry: Omit<Entry, 'hash'>): string {
  const { version, sequence, previous, kind, at, data } = entry;
  return createHash('sha256')
    .update(JSON.stringify([version, sequence, previous, kind, at, data]))
    .digest('hex');
}

function json(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function versionOf(line: string): number {
  const value = json(line);
  return typeof value === 'object' && value !== null && 'version' in value ? Number(value.version) : 0;
}
