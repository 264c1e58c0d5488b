import type { Host } from '../host/host.ts';
import type { NxTask } from './nx.ts';

/**
 * Nx replays what its cache says, and that is files, which whatever a gate runs can edit. So a replay counts only of what
 * this process has itself seen pass: nothing but we can write there. `cache` is the folder that Nx kept it in.
 */
export function areSeen(host: Host, cache: string, tasks: readonly NxTask[]): boolean {
  const seen = passing.get(host.files);
  return tasks.every((task) => !task.cached || seen?.has(keyOf(cache, task)) === true);
}

/** Remembers what has passed, and was no replay. */
export function remember(host: Host, cache: string, tasks: readonly NxTask[]): void {
  const seen = passing.get(host.files) ?? new Set();
  for (const task of tasks) if (task.passed && !task.cached && task.hash !== undefined) seen.add(keyOf(cache, task));
  passing.set(host.files, seen);
}

/** A process has one. */
const passing = new WeakMap<Host['files'], Set<string>>();

function keyOf(cache: string, { project, target, hash }: NxTask): string {
  return JSON.stringify([cache, project, target, hash]);
}
