import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { Host } from '../host/host.ts';
import { configEntries, type ConfigEntry } from './config-text.ts';
import type { Git } from './git.ts';
import { hooksIn, userHooks } from './hooks.ts';

/** One thing that says to git what to do: an entry of a configuration, the text of a file, or how a hook looks. */
export interface Setting extends ConfigEntry {
  /** The machine's and the user's own configuration, the repository's, or a file. */
  readonly place: 'user' | 'repository' | 'file';
}

/**
 * All that says to git what to do in a repository, as it is now; undefined when git cannot read it. Which files count is
 * said by the entries that are trusted.
 */
export async function configurationOf(
  host: Host,
  git: Git,
  commonFolder: string,
  isTrusted: (setting: Setting) => boolean = () => true,
): Promise<readonly Setting[] | undefined> {
  const listed = await git.run(['config', '--list', '--includes', '--show-scope', '-z'], { asItIs: true });
  if (!listed.ok) return undefined;
  const settings = settingsOf(listed.stdout);
  const trusted = settings.filter(isTrusted);
  const files: readonly (readonly [string, string | undefined])[] = [
    [userAttributes, await pathIn(host, git, trusted, { key: 'core.attributesfile', usual: 'attributes' })],
    [userExcludes, await pathIn(host, git, trusted, { key: 'core.excludesfile', usual: 'ignore' })],
    ...['info/attributes', 'info/exclude', shallow].map((name) => [name, join(commonFolder, name)] as const),
  ];
  for (const [name, path] of files) {
    const text = path === undefined ? undefined : await textIn(host, path);
    if (text !== undefined) settings.push({ place: 'file', key: name, value: text });
  }
  const hooks = (await saidPath(git, trusted, 'core.hookspath')) ?? join(commonFolder, 'hooks');
  for (const [name, { look }] of await hooksIn(host, hooks))
    settings.push({ place: 'file', key: `${userHooks}/${name}`, value: look });
  return settings;
}

/** The user's files of these kinds, for all repositories. */
export const userAttributes = 'user-attributes';
export const userExcludes = 'user-excludes';
/** Says where history ends; a fetch changes it. */
export const shallow = 'shallow';

/** Values may hold secrets, such as a token in an address, so settings are known by their digest. */
export function digestOf({ key, value }: ConfigEntry): string {
  return createHash('sha256')
    .update(JSON.stringify([key, value ?? null]))
    .digest('hex');
}

const places: Readonly<Record<string, Setting['place']>> = { system: 'user', global: 'user', local: 'repository' };

/** Reads `<scope> NUL <key> LF <value> NUL`, over and over. */
function settingsOf(listing: string): Setting[] {
  const parts = listing.split('\0').slice(0, -1);
  return parts.flatMap((scope, index) => {
    const place = index % 2 === 0 ? places[scope] : undefined;
    return place ? configEntries(`${parts[index + 1] ?? ''}\0`).map((entry) => ({ place, ...entry })) : [];
  });
}

async function pathIn(
  host: Host,
  git: Git,
  settings: readonly Setting[],
  about: { key: string; usual: string },
): Promise<string | undefined> {
  if (settings.some(({ key }) => key === about.key)) return await saidPath(git, settings, about.key);
  const { XDG_CONFIG_HOME: folder, HOME: home } = host.env;
  const base = folder || (home && join(home, '.config'));
  return base ? join(base, 'git', about.usual) : undefined;
}

/** The path that a setting says, from the checkout on; undefined where there is none. */
async function saidPath(git: Git, settings: readonly Setting[], name: string): Promise<string | undefined> {
  const said = settings.findLast(({ key }) => key === name)?.value;
  if (said === undefined) return undefined;
  // Git knows what a tilde stands for.
  const args = ['config', '--type=path', '--default', said, '--get', 'phasewright.none'];
  const read = await git.run(args, { asItIs: true });
  return read.ok ? resolve(git.folder, read.stdout.trim()) : undefined;
}

/** Whatever else lies there is none. */
async function textIn(host: Host, path: string): Promise<string | undefined> {
  return await host.files.read(path).catch(() => undefined);
}
