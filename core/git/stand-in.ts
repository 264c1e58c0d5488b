import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { Host } from '../host/host.ts';
import { configEntries, configText, type ConfigEntry } from './config-text.ts';
import type { Git } from './git.ts';

/**
 * What our git reads in place of the folder that all worktrees share. Git runs what its configuration names: filters,
 * drivers, hooks, a file monitor. An agent can write a repository's configuration at any time, so it is read once, when
 * the repository is opened; from then on our git goes by a copy. Objects, refs and records of worktrees are links to the
 * real ones.
 */
export interface StandIn {
  /** For `GIT_COMMON_DIR`; absolute. Its name is its content, so a copy that is in use never changes. */
  readonly folder: string;
  /** Keys that our git does not go by, because they came while an agent worked. */
  readonly distrusted: readonly string[];
}

export async function standIn(host: Host, git: Git, commonFolder: string): Promise<StandIn> {
  // All stand-ins of a repository lie side by side, with what we keep about it.
  const home = join(host.stateFolder, 'git', shortHash(commonFolder));
  const known = await distrustedIn(host, home);
  const entries = (await entriesOf(git)).filter(({ key }) => !unwanted.test(key));
  const trusted = entries.filter((entry) => !known.has(digestOf(entry)));
  const files = new Map([['config', configText(trusted)]]);
  for (const name of copied) {
    const text = await host.files.read(join(commonFolder, name));
    if (text !== undefined) files.set(name, text);
  }
  const folder = join(home, shortHash(JSON.stringify([...files])));
  await host.files.makeFolder(folder);
  for (const name of linked) await linkOnce(host, join(commonFolder, name), join(folder, name));
  for (const [name, text] of files) {
    if ((await host.files.read(join(folder, name))) !== text) await host.files.write(join(folder, name), text);
  }
  const distrusted = entries.filter((entry) => known.has(digestOf(entry))).map(({ key }) => key);
  return { folder, distrusted: [...new Set(distrusted)] };
}

/** From now on no git of ours goes by these entries, in this run or a later one. */
export async function distrust(host: Host, standInFolder: string, entries: readonly ConfigEntry[]): Promise<void> {
  const path = distrustedBeside(standInFolder);
  for (const entry of entries) await host.files.append(path, `${digestOf(entry)} ${entry.key}\n`);
}

/** The list of what is not gone by: for a person to remove. */
export function distrustedBeside(standInFolder: string): string {
  return join(dirname(standInFolder), distrustedName);
}

const distrustedName = 'distrusted.txt';

/** Attributes choose among filters, excludes hide files from us; `shallow` says where history ends. */
const copied = ['info/attributes', 'info/exclude', 'shallow'];
/** Data that changes all the time. `lfs` is where a filter of that name keeps what it takes out of commits. */
const linked = ['objects', 'refs', 'worktrees', 'lfs'];
/** Where a worktree lies is known from itself, and one of ours has no configuration of its own. */
const unwanted = /^(?:extensions\.worktreeconfig|core\.worktree|core\.bare)$/;

async function entriesOf(git: Git): Promise<ConfigEntry[]> {
  return configEntries(await git.text(['config', '--local', '--includes', '--list', '-z'], { asItIs: true }));
}

async function distrustedIn(host: Host, home: string): Promise<ReadonlySet<string>> {
  const text = (await host.files.read(join(home, distrustedName))) ?? '';
  return new Set(text.split('\n').map((line) => line.slice(0, 64)));
}

/** Values may hold secrets, such as a token in an address, so they are known by their digest. */
function digestOf({ key, value }: ConfigEntry): string {
  return createHash('sha256')
    .update(JSON.stringify([key, value ?? null]))
    .digest('hex');
}

/** Others may be making the same stand-in at this moment. */
async function linkOnce(host: Host, target: string, path: string): Promise<void> {
  await host.files.makeFolder(target);
  if (await host.files.exists(path)) return;
  await host.files.link(target, path).catch(async (error: unknown) => {
    if (!(await host.files.exists(path))) throw error;
  });
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
