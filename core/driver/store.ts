import { join } from 'node:path';
import { fail, ok, type Failure, type Result } from '../failure.ts';
import type { Host } from '../host/host.ts';
import { diskTrouble } from '../disk-trouble.ts';
import { openJournal, readJournal, type Journal } from '../journal/journal.ts';
import { jsonObject } from '../json.ts';
import { after, begun, type Standing } from './fold.ts';
import { driverFolder, journalsIn, keyOf, pathName, remember } from './known-work.ts';
import { digestOf } from './planned.ts';
import { replay } from './replay.ts';
import { stateVersion, type Fact, type StateFile, type Work } from './state.ts';
import { stateFile, stateText } from './view.ts';

/**
 * One commit in work. What counts is our journal: append-only, chained by hashes, in a folder that agents do not work
 * in. The state file is a view of it for people and orchestrators; one that was changed by somebody else is seen.
 */
export interface Store {
  /** Of the state file, absolute. */
  readonly path: string;
  readonly standing: Standing;
  /** Writes the fact down, then makes the state file say so. Throws `Unwritten` where the disk refuses either. */
  happened(fact: Fact): Promise<void>;
  close(): Promise<void>;
}

/** Goes through all that is done at a desk, and ends it: `alone` makes a failure of it. */
export class Unwritten extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

/** The folder of ours for one state file. */
export function homeOf(host: Host, path: string): string {
  return join(driverFolder(host), keyOf(path));
}

/** Begins a commit. What was written of one that the same state file was for before stays beside. */
export async function createStore(host: Host, path: string, work: Work): Promise<Result<Store>> {
  const home = homeOf(host, path);
  await host.files.write(join(home, pathName), path);
  const journals = await journalsIn(host, home);
  const opened = await openJournal(host, join(home, journalName(journals.length + 1)));
  if (!opened.ok) return opened;
  const first = await opened.value.append('opened', work);
  if (!first.ok) {
    await opened.value.close();
    return first;
  }
  await remember(host, work.checkout, path);
  return ok(await storeOf(host, path, opened.value, begun(work)));
}

/** The commit that a state file is for, if the file says what we have written there; `force` puts that back. */
export async function openStore(host: Host, path: string, force = false): Promise<Result<Store>> {
  const home = homeOf(host, path);
  const text = await host.files.read(path);
  const journals = await journalsIn(host, home);
  const last = journals.at(-1);
  if (last === undefined) return fail('journal', whyForeign(text, path));
  const opened = await openJournal(host, join(home, last));
  if (!opened.ok) return opened;
  const replayed = replay(opened.value.entries, join(home, last));
  const isOurs = text !== undefined && (await isWritten(host, home, text));
  if (!replayed.ok || (!isOurs && !force)) {
    await opened.value.close();
    return replayed.ok ? fail('agent-violation', whyChanged(text, path)) : replayed;
  }
  if (!isOurs && text !== undefined) await host.files.write(`${path}.changed`, text);
  await remember(host, replayed.value.work.checkout, path);
  return ok(await storeOf(host, path, opened.value, replayed.value));
}

/** The root of the checkout that a state file is about; undefined where we know of none. */
export async function checkoutOf(host: Host, path: string): Promise<string | undefined> {
  return (await standingIn(host, homeOf(host, path)))?.work.checkout;
}

/** What our journal says of a state file, whoever is at it. */
export async function peek(host: Host, path: string): Promise<Result<StateFile>> {
  const home = homeOf(host, path);
  const last = (await journalsIn(host, home)).at(-1);
  const text = last && (await host.files.read(join(home, last)));
  if (text === undefined) return fail('journal', whyForeign(await host.files.read(path), path));
  const read = readJournal(text, join(home, last ?? ''));
  if (!read.ok) return read;
  const replayed = replay(read.value.entries, join(home, last ?? ''));
  return replayed.ok ? ok(stateFile(replayed.value, read.value.entries)) : replayed;
}

/** Where the commit of a state file is, as far as this release can read that. */
export async function standingOf(host: Host, path: string): Promise<Standing | undefined> {
  return await standingIn(host, homeOf(host, path));
}

async function standingIn(host: Host, home: string): Promise<Standing | undefined> {
  const last = (await journalsIn(host, home)).at(-1);
  const text = last && (await host.files.read(join(home, last)));
  const read = text === undefined ? undefined : readJournal(text, home);
  const replayed = read?.ok ? replay(read.value.entries, home) : undefined;
  return replayed?.ok ? replayed.value : undefined;
}

async function storeOf(host: Host, path: string, journal: Journal, first: Standing): Promise<Store> {
  let standing = first;
  const show = async (): Promise<void> => {
    const text = stateText(standing, journal.entries);
    if ((await host.files.read(path)) === text) return;
    try {
      await noteWritten(host, homeOf(host, path), text);
      await host.files.write(path, text);
    } catch (error) {
      throw new Unwritten(diskTrouble(path, error).failure);
    }
  };
  await show();
  return {
    path,
    get standing() {
      return standing;
    },
    async happened(fact) {
      // An event that does not fit is our bug; it must not be in the journal for good.
      const next = after(standing, fact);
      const written = await journal.append('result', fact);
      if (!written.ok) throw new Unwritten(written.failure);
      standing = next;
      await show();
    },
    close: async () => await journal.close(),
  };
}

/**
 * Whether we have written this text, whichever release it was. Whoever was killed may have written the one before the last;
 * a release that did not note what it wrote is believed.
 */
async function isWritten(host: Host, home: string, text: string): Promise<boolean> {
  const noted = await host.files.read(join(home, writtenName));
  return noted === undefined || noted.split('\n').includes(digestOf(text));
}

/** Before the text itself is there, so that it is known whenever it is. */
async function noteWritten(host: Host, home: string, text: string): Promise<void> {
  const noted = await host.files.read(join(home, writtenName));
  const [before = ''] = noted?.split('\n') ?? [];
  await host.files.write(join(home, writtenName), `${digestOf(text)}\n${before}\n`);
}

/** The digests of the last two texts of the state file, the last one first. */
const writtenName = 'written.txt';

function journalName(number: number): string {
  return `journal-${String(number).padStart(4, '0')}.jsonl`;
}

function whyForeign(text: string | undefined, path: string): string {
  if (text === undefined)
    return `Unexpected absence of ${path}, expected a state file. Run phasewright driver init first.`;
  const object = jsonObject(text);
  const version = Number(object?.['version']);
  const begin = 'Begin with phasewright driver init --force; what lies in the checkout stays.';
  if (version > stateVersion)
    return `Unexpected version ${version} of ${path}, expected ${stateVersion}: update phasewright.`;
  return object && !('version' in object) && 'plan_path' in object
    ? `Unexpected state file ${path} of ic-driver.py: it does not say what its work is measured from. ${begin}`
    : `Unexpected state file ${path}: phasewright has no record on this machine of having written it. ${begin}`;
}

function whyChanged(text: string | undefined, path: string): string {
  const restore = `phasewright driver resume writes it again from our journal`;
  return text === undefined
    ? `Unexpected absence of ${path}: somebody has removed it while its commit was in work; ${restore}.`
    : `Unexpected content of ${path}: it is not what was written there last, so somebody else has changed it. Look at it; ${restore}, and keeps the other as ${path}.changed.`;
}
