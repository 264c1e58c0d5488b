import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { Host } from '../host/host.ts';
import { configText, type ConfigEntry } from './config-text.ts';
import { configurationOf, digestOf, type Setting } from './configuration.ts';
import { userConfig, type Git } from './git.ts';
import { openTurns } from './open-turns.ts';
import { runsPrograms } from './runs-programs.ts';

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
  const folder = join(home, shortHash(JSON.stringify([...files])));
  await host.files.makeFolder(folder);
  for (const name of linked) await linkOnce(host, join(commonFolder, name), join(folder, name));
  for (const [name, text] of files) {
    if ((await host.files.read(join(folder, name))) !== text) await host.files.write(join(folder, name), text);
  }
  return { folder, distrusted: [...new Set(settings.filter(isDistrusted).map(({ key }) => key))] };
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
    return known.has(digest) || (runsPrograms(setting) && turns.some((turn) => !turn.isKnown(digest)));
  };
}

/** Ends the turns that a dead process has left open: what came since is distrusted for good. */
async function settle(host: Host, home: string, settings: readonly Setting[]): Promise<void> {
  for (const turn of await openTurns(host, home)) {
    if (!turn.isLeft) continue;
    const newer = settings.filter((setting) => runsPrograms(setting) && !turn.isKnown(digestOf(setting)));
    await distrust(host, join(home, 'any'), newer);
    await turn.close();
  }
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
