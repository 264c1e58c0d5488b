import { join } from 'node:path';
import { configEntries, type ConfigEntry } from '../git/config-text.ts';
import type { Git } from '../git/git.ts';
import type { Repository } from '../git/repository.ts';
import { distrust } from '../git/stand-in.ts';
import type { Host } from '../host/host.ts';
import { differences, nothing, some, type Watch } from './watch.ts';

/**
 * Watches what decides what git does in this repository: its configuration, its hooks, and what lies in `info`. A
 * change of it cannot be told from the user's own, so it stays as it is; but our git does not go by it, and a person has
 * to look at it. What users do every day, a new remote or a branch that follows one, is only noted.
 */
export async function watchSettings(host: Host, repository: Repository): Promise<Watch> {
  const { commonFolder, git, standIn } = repository;
  const before = { files: await filesOf(host, commonFolder), config: await configOf(git, commonFolder) };
  return async () => {
    const files = differences(before.files, await filesOf(host, commonFolder));
    const inFiles = files.map(({ name, how }) => `${join(commonFolder, name)} was ${how}`);
    const config = await configOf(git, commonFolder);
    const path = join(commonFolder, 'config');
    if (!config || !before.config) {
      const unreadable = before.config ? [`${path} cannot be read by git any more`] : [];
      return { ...nothing, violations: [...unreadable, ...inFiles] };
    }
    const known = texts(before.config);
    const added = config.filter((entry) => !known.has(textOf(entry)));
    const now = texts(config);
    const removed = before.config.filter((entry) => !now.has(textOf(entry)));
    const sections = new Set(before.config.map(({ key }) => sectionOf(key)));
    const everyday = added.filter((entry) => isEveryday(entry) && !sections.has(sectionOf(entry.key)));
    const grave = added.filter((entry) => !everyday.includes(entry));
    return {
      violations: [
        ...(grave.length > 0 ? [`${path}: ${some(keys(grave))} was set`] : []),
        ...(removed.length > 0 ? [`${path}: ${some(keys(removed))} was changed or removed`] : []),
        ...inFiles,
      ],
      notes: everyday.length > 0 ? [`${path}: ${some(keys(everyday))} was set meanwhile`] : [],
      undo: async () => {
        await distrust(host, standIn, grave);
      },
    };
  };
}

/** A remote that is new, and what branches follow. An address with `::` names a program. */
function isEveryday({ key, value }: ConfigEntry): boolean {
  if (/^branch\..+\.[a-z-]+$/.test(key)) return true;
  return /^remote\..+\.(?:url|fetch|tagopt)$/.test(key) && !(value ?? '').includes('::');
}

function sectionOf(key: string): string {
  return key.slice(0, key.lastIndexOf('.'));
}

function keys(entries: readonly ConfigEntry[]): string[] {
  return [...new Set(entries.map(({ key }) => key))];
}

function textOf({ key, value }: ConfigEntry): string {
  return JSON.stringify([key, value ?? null]);
}

function texts(entries: readonly ConfigEntry[]): ReadonlySet<string> {
  return new Set(entries.map(textOf));
}

/** Undefined when it is not one that git can read. */
async function configOf(git: Git, commonFolder: string): Promise<ConfigEntry[] | undefined> {
  const listed = await git.run(['config', '--file', join(commonFolder, 'config'), '--includes', '--list', '-z']);
  return listed.ok ? configEntries(listed.stdout) : undefined;
}

const single = ['config.worktree', 'info/attributes', 'info/exclude', 'info/grafts', 'objects/info/alternates'];

/** Digests of all files that matter beside the configuration, by their paths. */
async function filesOf(host: Host, commonFolder: string): Promise<ReadonlyMap<string, string>> {
  const hooks = [...(await host.files.survey(join(commonFolder, 'hooks'), []))].map(([name]) => `hooks/${name}`);
  const worktrees = (await host.files.list(join(commonFolder, 'worktrees'))).map(
    ({ name }) => `worktrees/${name}/config.worktree`,
  );
  const digests = new Map<string, string>();
  for (const name of [...single, ...hooks, ...worktrees]) {
    const found = await host.files.digest(join(commonFolder, name));
    if (found !== undefined) digests.set(name, found);
  }
  return digests;
}
