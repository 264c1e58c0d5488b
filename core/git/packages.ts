import { createHash } from 'node:crypto';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';
import type { Host } from '../host/host.ts';
import type { Git } from './git.ts';
import { pathsAt } from './repository.ts';

/** How installed packages look from outside, by their absolute paths: a digest changes when a file is written to. */
export type Packages = ReadonlyMap<string, string>;

/**
 * The packages that code finds which runs in a worktree of a checkout: those beside its manifests, which are linked, and
 * those on the way up. `folders` are those of the manifests, relative to the checkout. Nothing is read but what the
 * system knows of each file.
 */
export async function packagesOf(host: Host, checkout: string, folders: readonly string[]): Promise<Packages> {
  const beside = folders.map((folder) => join(checkout, folder));
  return await packagesBeside(host, checkout, [...waysUp(join(checkout, '.worktrees')), ...beside]);
}

/** Those in the `node_modules` of some folders, absolute. */
export async function packagesBeside(host: Host, checkout: string, folders: readonly string[]): Promise<Packages> {
  const packages = new Map<string, string>();
  const stores = new Set<string>();
  const real = (await host.files.realPath(checkout)) ?? checkout;
  for (const folder of new Set(folders))
    await add(host, { folder: join(folder, 'node_modules'), checkout: real, packages, stores });
  for (const store of stores) {
    for (const { name } of await host.files.list(store)) {
      packages.set(join(store, name), await digestOf(host, join(store, name)));
    }
  }
  return packages;
}

/** Folders with a manifest at a commit. */
export async function manifestFolders(git: Git, commit: string): Promise<string[]> {
  const paths = await pathsAt(git, commit, '');
  return paths.filter((path) => basename(path) === 'package.json').map((path) => dirname(path));
}

function waysUp(folder: string): string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...waysUp(above)];
}

interface Adding {
  /** A `node_modules`, or one scope of it. */
  readonly folder: string;
  readonly checkout: string;
  readonly packages: Map<string, string>;
  /** Hidden folders that links lead into, such as pnpm's. */
  readonly stores: Set<string>;
}

async function add(host: Host, to: Adding): Promise<void> {
  const { folder, checkout, packages, stores } = to;
  for (const { name, kind } of await host.files.list(folder)) {
    const path = join(folder, name);
    // Caches and the notes of package managers: no package is found there by its name.
    if (name.startsWith('.') && name !== '.bin') continue;
    if (name.startsWith('@') && kind === 'folder') await add(host, { ...to, folder: path });
    else if (kind !== 'link') packages.set(path, await digestOf(host, path));
    else {
      const real = await host.files.realPath(path);
      const store = real && inStore.exec(real)?.[1];
      if (store) stores.add(store);
      // One that is linked from elsewhere by hand; packages of the workspace are those of the worktree.
      const isForeign = real !== undefined && !store && isOutside(checkout, real);
      const content = isForeign ? await digestOf(host, real, ['node_modules', '.git']) : '';
      packages.set(path, `${await host.files.readLink(path)} ${content}`);
    }
  }
}

function isOutside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return isAbsolute(way) || way.startsWith('..');
}

const inStore = new RegExp(`^(.*?\\${sep}node_modules\\${sep}\\.[^\\${sep}]+)\\${sep}`);

async function digestOf(host: Host, path: string, without: readonly string[] = []): Promise<string> {
  const hash = createHash('sha256').update((await host.files.digest(path)) ?? '');
  for (const [name, { kind, mode, stamp, written, target }] of await host.files.survey(path, without)) {
    // Of a file that a package manager shares between projects it is no change when another project installs it.
    hash.update(JSON.stringify([name, kind, mode, written ?? stamp, target]));
  }
  return hash.digest('hex').slice(0, 32);
}
