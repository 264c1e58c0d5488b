import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A cache that was saved. It is never written again. */
export interface CacheEntry {
  readonly key: string;
  /** As written in `path`: another list is another cache, whatever the key. */
  readonly paths: string;
  readonly ref: string;
  /** The job that saved it. */
  readonly job: string;
  readonly id: string;
}

/** All caches that runs with this folder have saved, the oldest first. */
export function cachesIn(folder: string): readonly CacheEntry[] {
  return entriesOf(join(folder, 'store'));
}

export function entriesOf(store: string): readonly CacheEntry[] {
  const list = listOf(store);
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as CacheEntry[]) : [];
}

export function writeEntries(store: string, entries: readonly CacheEntry[]): void {
  writeFileSync(listOf(store), JSON.stringify(entries));
}

function listOf(store: string): string {
  mkdirSync(store, { recursive: true });
  return join(store, 'caches.json');
}
