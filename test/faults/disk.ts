import type { AppendFile, Files, Host, Owner } from '../../core/host/host.ts';
import { hostWith } from '../host/temporary.ts';

/** What changes something on a disk. */
export type Operation = 'create' | 'open' | 'write' | 'sync' | 'truncate' | 'remove';

/** What comes of the call with this number, from 1: `short` takes half of the bytes of a write, a code is what the system refuses it with. */
export type Faults = (call: number, operation: Operation) => string | undefined;

interface File {
  /** As whoever reads it now finds it. */
  now: Buffer;
  /** As it was when it was last synced. */
  synced: Buffer;
}

/** The power went while this call was made: nothing of the process is left to see that. */
export class PowerCut extends Error {}

/**
 * A disk in memory, and the machine that it is in. It can refuse any call, take a write by halves, and forget what was
 * not synced, as a power cut does.
 */
export class Disk {
  calls = 0;
  faults: Faults = () => undefined;
  #files = new Map<string, File>();
  /** Names that a power cut may bring back, or take away. */
  #unsettled = new Map<string, File | undefined>();
  #alive = new Set<number>();
  #boot = 1;
  #isOff = false;

  text(path: string): string {
    return this.#files.get(path)?.now.toString() ?? '';
  }

  /** A process of this machine, and how it ends. */
  process(): { readonly host: Host; readonly end: () => void } {
    const pid = 1000 + this.#alive.size + this.calls;
    this.#alive.add(pid);
    const self: Owner = { host: 'sim', user: 'ada', pid, boot: `boot ${this.#boot}`, started: '1' };
    const isAlive = (owner: Owner): boolean => owner.boot === `boot ${this.#boot}` && this.#alive.has(owner.pid);
    const real = hostWith();
    const host = hostWith({
      files: { ...real.files, ...this.#operations() },
      processes: { ...real.processes, self: async () => self, isAlive: async (owner) => isAlive(owner) },
      clock: { wall: () => Date.UTC(2026, 4, 1) + this.calls * 1000, monotonic: () => this.calls },
    });
    return { host, end: () => void this.#alive.delete(pid) };
  }

  /** The machine starts again; of what was not synced there is all, nothing, a part, or as many zeros. */
  powerUp(random: () => number): void {
    for (const file of this.#files.values()) {
      const left = leftOf(file, random);
      file.now = left;
      file.synced = left;
    }
    for (const [path, before] of this.#unsettled) {
      if (random() < 0.5) continue;
      if (before) this.#files.set(path, before);
      else this.#files.delete(path);
    }
    this.#unsettled.clear();
    this.#alive.clear();
    this.#boot += 1;
    this.#isOff = false;
  }

  /** The part of the bytes that is taken; all of them where nothing is amiss. */
  #call(operation: Operation): 'whole' | 'half' {
    if (this.#isOff) throw new PowerCut();
    this.calls += 1;
    const fault = this.faults(this.calls, operation);
    if (fault === undefined) return 'whole';
    if (fault === 'short') return operation === 'write' ? 'half' : 'whole';
    if (fault === 'power cut') {
      this.#isOff = true;
      throw new PowerCut();
    }
    throw Object.assign(new Error(`${fault}: simulated`), { code: fault });
  }

  #operations(): Pick<Files, 'read' | 'create' | 'remove' | 'openAppend'> {
    return {
      read: async (path) => this.#files.get(path)?.now.toString(),
      create: async (path, text) => {
        this.#call('create');
        if (this.#files.has(path)) return false;
        const bytes = Buffer.from(text);
        this.#name(path, { now: bytes, synced: bytes });
        return true;
      },
      remove: async (path) => {
        this.#call('remove');
        this.#name(path, undefined);
      },
      openAppend: async (path) => {
        this.#call('open');
        const file = this.#files.get(path) ?? { now: Buffer.alloc(0), synced: Buffer.alloc(0) };
        this.#files.set(path, file);
        return this.#opened(file);
      },
    };
  }

  #opened(file: File): AppendFile {
    return {
      size: async () => file.now.length,
      write: async (bytes) => {
        const taken = this.#call('write') === 'half' ? bytes.length >> 1 : bytes.length;
        file.now = Buffer.concat([file.now, bytes.subarray(0, taken)]);
        return taken;
      },
      sync: async () => {
        this.#call('sync');
        file.synced = file.now;
      },
      truncate: async (size) => {
        this.#call('truncate');
        file.now = file.now.subarray(0, size);
      },
      close: async () => undefined,
    };
  }

  #name(path: string, file: File | undefined): void {
    if (!this.#unsettled.has(path)) this.#unsettled.set(path, this.#files.get(path));
    if (file) this.#files.set(path, file);
    else this.#files.delete(path);
  }
}

function leftOf({ now, synced }: File, random: () => number): Buffer {
  // Either it has lost its end since, or got more.
  if (now.length <= synced.length) return random() < 0.5 ? now : synced;
  const more = now.subarray(synced.length);
  const chance = random();
  if (chance < 0.25) return synced;
  if (chance < 0.5) return now;
  const part = Math.floor(random() * more.length);
  const kept = chance < 0.75 ? more.subarray(0, part) : Buffer.alloc(part);
  return Buffer.concat([now.subarray(0, synced.length), kept]);
}
