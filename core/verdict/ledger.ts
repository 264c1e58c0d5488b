import { basename, join } from 'node:path';
import { z } from 'zod';
import type { Host } from '../host/host.ts';
import { openJournal, readJournal } from '../journal/journal.ts';
import { ownKey, sealOf } from '../result/seal.ts';
import { isReusable, readEntry, type LedgerEntry } from './ledger-entry.ts';
import { laidOut } from './test-names.ts';

/**
 * The verdicts of one plan's gates, in a folder of ours outside of every worktree. Stages of a phase run side by side, so
 * each writes a chain of its own, in the form of a journal; all are read.
 */
export interface Ledger {
  /** Absolute. */
  readonly folder: string;
  /** By chain, and in each the oldest first. */
  readonly entries: readonly LedgerEntry[];
  /** Chains that were laid aside, and why; for people. */
  readonly notes: readonly string[];
}

/** All chains, or one. What is not as we have written it is laid aside, and nothing of it is believed. */
export async function readLedger(host: Host, folder: string, only?: string): Promise<Ledger> {
  const entries: LedgerEntry[] = [];
  const notes: string[] = [];
  const listed = only === undefined ? await host.files.list(folder) : [{ name: `${only}${ending}` }];
  for (const { name } of listed.filter((one) => one.name.endsWith(ending))) {
    const chain = await readChain(host, join(folder, name));
    if (typeof chain === 'string') notes.push(await layAside(host, join(folder, name), chain));
    else entries.push(...chain);
  }
  return { folder, entries, notes };
}

/** The last verdict on this input that may be taken for the next. */
export function verdictOn(ledger: Ledger, key: string, run: string): LedgerEntry | undefined {
  return ledger.entries
    .filter((entry) => entry.key === key)
    .toSorted((a, b) => (a.at < b.at ? -1 : 1))
    .findLast((entry) => isReusable(entry, run));
}

/** Adds a verdict to a chain. Each chain has one writer at a time; the claims see to that. Answers with notes for people. */
export async function writeVerdict(
  host: Host,
  folder: string,
  chain: string,
  entry: LedgerEntry,
): Promise<readonly string[]> {
  const path = join(folder, `${chain}${ending}`);
  const before = await readChain(host, path);
  const notes = typeof before === 'string' ? [await layAside(host, path, before)] : [];
  const journal = await openJournal(host, path);
  if (!journal.ok) return [...notes, journal.failure.message];
  const data = { ...entry, ...(await laidOut(host, folder, entry.verdict)) };
  const seal = sealAt(await ownKey(host), path, { data, previous: journal.value.entries.at(-1)?.hash ?? '' });
  const written = await journal.value.append('result', { ...data, seal });
  await journal.value.close();
  return written.ok ? notes : [...notes, written.failure.message];
}

const ending = '.jsonl';

/** The entries of a chain, or what is wrong with it. */
async function readChain(host: Host, path: string): Promise<LedgerEntry[] | string> {
  const read = readJournal((await host.files.read(path)) ?? '', path);
  if (!read.ok) return read.failure.message;
  const key = await ownKey(host);
  const entries: LedgerEntry[] = [];
  for (const { sequence, previous, data } of read.value.entries) {
    const entry = readEntry(data);
    if (entry === 'broken' || (entry !== 'other' && !isOurs(key, path, { data, previous })))
      return `Unexpected verdict in record ${sequence + 1} of ${path}.`;
    if (entry !== 'other') entries.push(entry);
  }
  return entries;
}

/** Whoever writes here can make the hashes of a chain, but not the seals: they are by a key, and say where an entry stands. */
function isOurs(key: string, path: string, { data, previous }: { data: unknown; previous: string }): boolean {
  const { seal, ...entry } = z.looseObject({ seal: z.string().optional() }).parse(data);
  return seal === sealAt(key, path, { data: entry, previous });
}

function sealAt(key: string, path: string, about: { data: object; previous: string }): string {
  return sealOf(key, JSON.stringify([basename(path), about.previous, about.data]));
}

async function layAside(host: Host, path: string, why: string): Promise<string> {
  const aside = `${path}.${host.clock.wall()}`;
  await host.files.write(aside, (await host.files.read(path)) ?? '');
  await host.files.remove(path);
  const [what] = why.split(' of ', 1);
  return `verdicts of earlier gates do not count, and were laid aside as ${aside}: ${what}`;
}
