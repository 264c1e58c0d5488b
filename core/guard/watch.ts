import type { Host, Look } from '../host/host.ts';

/** What came to pass between two looks. */
export interface Found {
  /** What an agent must not do and nobody else has done: its turn does not count. */
  readonly violations: readonly string[];
  /** What was contained, or may have been somebody else's doing: it is only said. */
  readonly notes: readonly string[];
  /** Puts back what is ours. What is the user's is never overwritten. */
  readonly undo: () => Promise<void>;
}

/** The second look; the first was taken when this was made. */
export type Watch = () => Promise<Found>;

export const nothing: Found = { violations: [], notes: [], undo: () => Promise.resolve() };

/**
 * All of them as one. What is put back is put back in the order of the watches. One that cannot look has found a
 * violation, and one that cannot put back keeps no other from it: an agent may have seen to either.
 */
export function together(watches: readonly Watch[]): Watch {
  return async () => {
    const found: Found[] = [];
    for (const watch of watches) found.push(await watch().catch(unseen));
    return {
      violations: found.flatMap((one) => one.violations),
      notes: found.flatMap((one) => one.notes),
      undo: async () => {
        const failures: unknown[] = [];
        for (const one of found) await one.undo().catch((error: unknown) => failures.push(error));
        if (failures.length > 0) throw new AggregateError(failures, failures.map(messageOf).join('\n'));
      },
    };
  };
}

function unseen(error: unknown): Found {
  return { ...nothing, violations: [`something cannot be looked at any more: ${messageOf(error)}`] };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** How the values of one map differ from another's, in words: `a was added`, `b was changed`, `c was removed`. */
export function differences(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
): { readonly name: string; readonly how: 'added' | 'changed' | 'removed' }[] {
  const names = [...new Set([...before.keys(), ...after.keys()])].toSorted();
  return names
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => ({ name, how: !before.has(name) ? 'added' : after.has(name) ? 'changed' : 'removed' }));
}

/** The first few of a list, and how many more there are. */
export function some(names: readonly string[], most = 20): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

/** The files of a folder in both looks, taken once for all that watch it. */
export interface Surveyed {
  readonly folder: string;
  readonly before: ReadonlyMap<string, Look>;
  readonly after: () => Promise<ReadonlyMap<string, Look>>;
}

export async function surveyed(host: Host, folder: string, without = unwatched): Promise<Surveyed> {
  const before = await host.files.survey(folder, without);
  let after: Promise<ReadonlyMap<string, Look>> | undefined;
  return { folder, before, after: () => (after ??= host.files.survey(folder, without)) };
}

/** Dependencies, caches and artifacts: tools write there when they only look. */
const unwatched = ['node_modules', '.nx', '.phasewright'];
