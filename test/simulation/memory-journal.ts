import { fail, ok } from '../../core/failure.ts';
import type { Entry, Journal } from '../../core/journal/journal.ts';
import type { Chance } from './random.ts';

/** The process is gone, at whatever it was. */
export class Crash extends Error {}

/** What may befall the processes that drive a loop, and how often it still may. */
export interface Mishaps {
  readonly chance: Chance;
  left: number;
  /** Those so far. */
  crashes: number;
  refusals: number;
}

/** The process may be killed here. */
export function mayCrash(mishaps: Mishaps): void {
  if (mishaps.left === 0 || !mishaps.chance.is(0.03)) return;
  mishaps.left -= 1;
  mishaps.crashes += 1;
  throw new Crash();
}

/**
 * What processes have left of a loop's journal, in memory. A process may be killed before a record is there or after it,
 * and the disk may refuse one.
 */
export class MemoryJournal {
  readonly #records: Entry[] = [];
  readonly #mishaps: Mishaps;
  readonly #onRecord: (kind: Entry['kind'], data: unknown) => void;

  constructor(mishaps: Mishaps, onRecord: (kind: Entry['kind'], data: unknown) => void) {
    this.#mishaps = mishaps;
    this.#onRecord = onRecord;
  }

  /** As a new process finds it. */
  open(): Journal {
    const entries = [...this.#records];
    const mishaps = this.#mishaps;
    let refused: ReturnType<typeof fail> | undefined;
    return {
      entries,
      append: async (kind, data) => {
        mayCrash(mishaps);
        if (mishaps.left > 0 && mishaps.chance.is(0.01)) {
          mishaps.left -= 1;
          mishaps.refusals += 1;
          refused = fail('journal', 'the disk is full');
        }
        if (refused) return refused;
        const entry: Entry = { version: 1, sequence: entries.length, previous: '', kind, at: '', data, hash: '' };
        // As it comes back from a file.
        this.#records.push(JSON.parse(JSON.stringify(entry)) as Entry);
        this.#onRecord(kind, data);
        mayCrash(mishaps);
        entries.push(entry);
        return ok(entry);
      },
      close: async () => undefined,
    };
  }
}
