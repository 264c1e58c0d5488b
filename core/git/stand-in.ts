import { createHash } from 'node:crypto';
import { basename, dirname, join, resolve } from 'node:path';
import type { Host } from '../host/host.ts';
import { configText, type ConfigEntry } from './config-text.ts';
import { configurationOf, digestOf, type Setting } from './configuration.ts';
import { userConfig, type Git } from './git.ts';
import { openTurns } from './open-turns.ts';
import { isGrave } from './runs-programs.ts';

/**
 * What our git reads in place of the folder that all worktrees share, and of the user's own configuration. Git runs what
 * its configuration names: filters, drivers, hooks, a file monitor. An agent can write it at any time, so it is read
 * once, when the repository is opened; from then on our git goes by a copy. Objects, refs and records of worktrees are
 * links to the real ones.
 */
export interface StandIn {
  /** For `GIT_COMMON_DIR`; absolute. Its name is its content, so a copy that is in use never changes. */
  readonly folder: string;
  /** Keys and names of files that our git does not go by, because they came while an agent worked. */
  readonly distrusted: readonly string[];
}

export async function standIn(host: Host, git: Git, commonFolder: string): Promise<StandIn> {
  // All stand-ins of a repository lie side by side, with what we keep about it.
  const home = join(host.stateFolder, 'git', shortHash(commonFolder));
  const isDistrusted = await distrustedIn(host, home);
  const settings = await configurationOf(host, git, commonFolder, (setting) => !isDistrusted(setting));
  if (!settings) throw new Error(`Internal error: git cannot read its configuration in ${git.folder}`);
  await settle(host, home, settings);
  const trusted = settings.filter((setting) => !isDistrusted(setting) && !unwanted.test(setting.key));
  const entries = (place: Setting['place']): Setting[] => trusted.filter((setting) => setting.place === place);
  const files = new Map([
    ['config', configText(entries('repository'))],
    [userConfig, configText(entries('user'))],
    ...entries('file').map(({ key, value = '' }) => [key, value] as const),
  ]);
  const folder = join(home, nameOf(files));
  for (const name of linked) await host.files.makeFolder(join(commonFolder, name));
  await putRight(host, folder, new Map([...files, ...linksTo(commonFolder)]));
  return { folder, distrusted: [...new Set(settings.filter(isDistrusted).map(({ key }) => key))] };
}

/** What lies in a stand-in, by its path in it: the texts of files, and where links lead. */
export async function standInContent(host: Host, folder: string): Promise<ReadonlyMap<string, string>> {
  const content = new Map<string, string>();
  for (const [name, { kind, target }] of await host.files.survey(folder, [])) {
    if (kind === 'link') content.set(name, `${linkMark}${resolve(folder, target ?? '')}`);
    else if (kind === 'file' && !halfWritten.test(name))
      content.set(name, (await host.files.read(join(folder, name)).catch(() => undefined)) ?? 'unreadable');
    else if (kind !== 'file' && kind !== 'folder') content.set(name, kind);
  }
  return content;
}

/** Its name says what has to be in it. */
export function isIntact(content: ReadonlyMap<string, string>, folder: string, commonFolder: string): boolean {
  const links = linksTo(commonFolder);
  const files = new Map([...content].filter(([name]) => !links.has(name)));
  return nameOf(files) === basename(folder) && [...links].every(([name, target]) => content.get(name) === target);
}

/** Makes it hold this and nothing else, changing only what differs: others may be going by it, or making it, right now. */
export async function putRight(host: Host, folder: string, content: ReadonlyMap<string, string>): Promise<void> {
  const found = await standInContent(host, folder);
  for (const name of found.keys()) if (!content.has(name)) await host.files.remove(join(folder, name));
  for (const [name, text] of content) {
    const path = join(folder, name);
    if (found.get(name) === text) continue;
    if (!text.startsWith(linkMark)) {
      await host.files.write(path, text).catch(async () => {
        // A folder may lie there.
        await host.files.remove(path);
        await host.files.write(path, text);
      });
      continue;
    }
    await host.files.remove(path);
    await host.files.link(text.slice(linkMark.length), path).catch(async (error: unknown) => {
      if (!(await host.files.exists(path))) throw error;
    });
  }
}

/** No file of a configuration begins with it. */
const linkMark = '\0→ ';
/** Of a file that somebody is writing at this moment. */
const halfWritten = /\.[\da-f-]{36}\.tmp$/;

function linksTo(commonFolder: string): ReadonlyMap<string, string> {
  return new Map(linked.map((name) => [name, `${linkMark}${join(commonFolder, name)}`]));
}

function nameOf(files: ReadonlyMap<string, string>): string {
  return shortHash(JSON.stringify([...files].toSorted(([a], [b]) => (a < b ? -1 : 1))));
}

/** From now on no git of ours goes by these settings, in this run or a later one. */
export async function distrust(host: Host, standInFolder: string, settings: readonly ConfigEntry[]): Promise<void> {
  const path = distrustedBeside(standInFolder);
  for (const setting of settings) await host.files.append(path, `${digestOf(setting)} ${setting.key}\n`);
}

/** The list of what is not gone by: for a person to remove. */
export function distrustedBeside(standInFolder: string): string {
  return join(dirname(standInFolder), distrustedName);
}

const distrustedName = 'distrusted.txt';

/** Data that changes all the time. `lfs` is where a filter of that name keeps what it takes out of commits. */
const linked = ['objects', 'refs', 'worktrees', 'lfs'];
/**
 * Where a worktree lies is known from itself, and one of ours has no configuration of its own. What is included is
 * written out, and what files say is copied: nothing leads back to them.
 */
const unwanted =
  /^(?:extensions\.worktreeconfig|core\.(?:worktree|bare|attributesfile|excludesfile)|include\.path|includeif\..*\.path)$/;

/** What was found to have come in a turn of an agent, and what has come in one that nobody has looked at yet. */
async function distrustedIn(host: Host, home: string): Promise<(setting: Setting) => boolean> {
  const text = (await host.files.read(join(home, distrustedName))) ?? '';
  const known = new Set(text.split('\n').map((line) => line.slice(0, 64)));
  const turns = await openTurns(host, home);
  return (setting) => {
    const digest = digestOf(setting);
    return known.has(digest) || (isGrave(setting) && turns.some((turn) => !turn.isKnown(digest)));
  };
}

/** Ends the turns that a dead process has left open: what came since is distrusted for good. */
async function settle(host: Host, home: string, settings: readonly Setting[]): Promise<void> {
  for (const turn of await openTurns(host, home)) {
    if (!turn.isLeft) continue;
    const newer = settings.filter((setting) => isGrave(setting) && !turn.isKnown(digestOf(setting)));
    await distrust(host, join(home, 'any'), newer);
    await turn.close();
  }
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
