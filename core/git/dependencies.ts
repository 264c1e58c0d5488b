import { createHash } from 'node:crypto';
import { dirname, join, relative, sep } from 'node:path';
import type { Host, RunResult } from '../host/host.ts';
import { fail, ok, type Result } from '../failure.ts';
import { cleanEnvironment } from '../gate/environment.ts';
import { leavingNothing } from '../gate/leaving-nothing.ts';
import type { Git } from './git.ts';
import { packagesBeside } from './packages.ts';
import { fileAt, pathsAt } from './repository.ts';
import { jsonObject } from '../json.ts';
import { memberOf, workspacePatterns } from './workspace-patterns.ts';

/** How a worktree came by its dependencies. */
export type Dependencies = 'none' | 'linked' | 'installed';

/** Runs an installation, and fails when it did what it must not. */
export type Watched = (install: () => Promise<RunResult>) => Promise<Result<RunResult>>;

const managers = [
  { lockfile: 'package-lock.json', install: ['npm', 'ci', '--no-audit', '--no-fund', '--prefer-offline'] },
  { lockfile: 'npm-shrinkwrap.json', install: ['npm', 'ci', '--no-audit', '--no-fund', '--prefer-offline'] },
  { lockfile: 'pnpm-lock.yaml', install: ['pnpm', 'install', '--frozen-lockfile', '--prefer-offline'] },
  { lockfile: 'yarn.lock', install: ['yarn', 'install', '--immutable'] },
  { lockfile: 'bun.lock', install: ['bun', 'install', '--frozen-lockfile'] },
];

const installLimit = 10 * 60_000;

/** What sets hooks up at an installation would configure the user's repository for it. */
const withoutHooks = { HUSKY: '0', LEFTHOOK: '0', SKIP_INSTALL_SIMPLE_GIT_HOOKS: '1' };
const noteName = '.phasewright-dependencies';

/**
 * Gives a worktree dependencies of its own. Packages of the workspace link into the worktree: resolved by walking up
 * they would come from the user's checkout, and a library that is broken here would look sound. Third-party packages
 * link to the ones installed in the user's checkout, unless the lockfile differs: then they are installed. Links are made
 * anew each time: an agent may have put something else in their place, and gates run what they find there.
 */
export async function provideDependencies(
  host: Host,
  checkout: string,
  worktree: Git,
  commit: string,
  watched: Watched,
): Promise<Result<Dependencies>> {
  const manifest = await fileAt(worktree, commit, 'package.json');
  if (manifest === undefined) return ok('none');
  const packages = await workspacePackages(worktree, commit, manifest);
  const manager = await lockedBy(worktree, commit);
  const key = createHash('sha256')
    .update(JSON.stringify([[...packages], manager?.lock ?? null]))
    .digest('hex');
  const note = join(worktree.folder, 'node_modules', noteName);
  const noteNow = async (): Promise<string> => await noteOf(host, worktree.folder, [...packages.values()], key);
  const noted = await host.files.read(note).catch(() => undefined);
  if (noted?.startsWith(key) && noted === (await noteNow())) return ok('installed');

  const installed = join(checkout, 'node_modules');
  const sameLock = manager === undefined || (await host.files.read(join(checkout, manager.lockfile))) === manager.lock;
  const isLinkable = sameLock && (await host.files.exists(installed));
  if (!isLinkable && manager === undefined) return ok('none');
  // An installation would write through links that are left here, into the user's checkout.
  for (const folder of ['', ...packages.values()]) {
    await host.files.remove(join(worktree.folder, folder, 'node_modules'));
  }
  if (isLinkable || manager === undefined) {
    await linkAll(host, checkout, worktree.folder, packages);
    return ok('linked');
  }
  const [file, ...args] = manager.install;
  const { folder: cwd } = worktree;
  const environment = { ...cleanEnvironment(host, cwd, checkout), ...withoutHooks };
  const ran = await watched(
    async () =>
      await leavingNothing(
        host,
        cwd,
        async (marker) =>
          await host.processes.run({
            file: file!,
            args,
            cwd,
            env: { ...environment, ...marker },
            timeLimit: installLimit,
          }),
      ),
  );
  if (!ran.ok) return ran;
  const result = ran.value;
  if (result.code !== 0) {
    const output = (result.stderr || result.stdout).trim().split('\n').slice(-5).join('\n');
    return fail('dependencies', `\`${manager.install.join(' ')}\` did not succeed in ${worktree.folder}: ${output}`);
  }
  await endSearch(host, { from: checkout, to: worktree.folder, folder: 'node_modules' });
  await host.files.write(note, await noteNow());
  return ok('installed');
}

/** What was installed, and how it looks: once somebody has written there, it is installed anew. */
async function noteOf(host: Host, worktree: string, folders: readonly string[], key: string): Promise<string> {
  const beside = ['', ...folders].map((folder) => join(worktree, folder));
  const looks = [...(await packagesBeside(host, worktree, beside))];
  return `${key} ${createHash('sha256').update(JSON.stringify(looks)).digest('hex')}`;
}

/** Package name → folder in the worktree, of the workspace's own packages at that commit. */
async function workspacePackages(worktree: Git, commit: string, manifest: string): Promise<Map<string, string>> {
  const patterns = workspacePatterns(manifest, await fileAt(worktree, commit, 'pnpm-workspace.yaml'));
  const packages = new Map<string, string>();
  if (patterns.length === 0) return packages;
  const isMember = memberOf(patterns);
  for (const path of await pathsAt(worktree, commit, '')) {
    if (!path.endsWith('/package.json') || !isMember(dirname(path))) continue;
    const name = jsonObject(await fileAt(worktree, commit, path))?.['name'];
    if (typeof name === 'string') packages.set(name, dirname(path));
  }
  return packages;
}

async function lockedBy(worktree: Git, commit: string) {
  for (const manager of managers) {
    const lock = await fileAt(worktree, commit, manager.lockfile);
    if (lock !== undefined) return { ...manager, lock };
  }
  return undefined;
}

async function linkAll(host: Host, from: string, to: string, packages: ReadonlyMap<string, string>): Promise<void> {
  await linkFolder(host, { from, to, folder: 'node_modules' });
  for (const folder of packages.values()) await linkFolder(host, { from, to, folder: join(folder, 'node_modules') });
  for (const [name, folder] of packages) {
    const path = join(to, 'node_modules', name);
    await host.files.remove(path);
    await host.files.link(join(to, folder), path);
  }
}

/** Mirrors one `node_modules`, or one scope of it. `from` and `to` are the roots of the two checkouts. */
async function linkFolder(host: Host, at: { from: string; to: string; folder: string }): Promise<void> {
  const { from, to, folder } = at;
  for (const entry of await host.files.list(join(from, folder))) {
    const source = join(from, folder, entry.name);
    const target = join(to, folder, entry.name);
    if (entry.name === '.bin') await mirrorPrograms(host, source, target);
    else if (entry.name.startsWith('.')) continue;
    else if (entry.name.startsWith('@') && entry.kind === 'folder')
      await linkFolder(host, { from, to, folder: join(folder, entry.name) });
    else if (entry.kind === 'link') await linkPackage(host, { from, to, source, target });
    else await host.files.link(source, target);
  }
}

async function linkPackage(
  host: Host,
  at: { from: string; to: string; source: string; target: string },
): Promise<void> {
  const real = await host.files.realPath(at.source);
  if (real === undefined) return;
  const inside = relative((await host.files.realPath(at.from)) ?? at.from, real);
  const isWorkspacePackage = !inside.startsWith('..') && !inside.split(sep).includes('node_modules');
  if (!isWorkspacePackage) return await host.files.link(real, at.target);
  const here = join(at.to, inside);
  if (await host.files.exists(join(here, 'package.json'))) return await host.files.link(here, at.target);
  await writeAbsence(host, at.target);
}

/** The worktree lies within the checkout: what is installed there, and not here, would be found by walking up. */
async function endSearch(host: Host, at: { from: string; to: string; folder: string }): Promise<void> {
  const { from, to, folder } = at;
  for (const entry of await host.files.list(join(from, folder))) {
    const inner = join(folder, entry.name);
    if (entry.name.startsWith('.')) continue;
    if (entry.name.startsWith('@') && entry.kind === 'folder') await endSearch(host, { from, to, folder: inner });
    else if (!(await host.files.exists(join(to, inner)))) await writeAbsence(host, join(to, inner));
  }
}

/** A package that is not there: the search for it ends here, as "module not found", and goes no further up. */
async function writeAbsence(host: Host, path: string): Promise<void> {
  const manifest = { exports: { '.': './absent.js', './*': './absent/*' } };
  await host.files.write(join(path, 'package.json'), JSON.stringify(manifest));
}

/** Links in `.bin` are relative, `../typescript/bin/tsc`: the same text leads into this worktree's own packages. */
async function mirrorPrograms(host: Host, from: string, to: string): Promise<void> {
  for (const entry of await host.files.list(from)) {
    const source = join(from, entry.name);
    if (entry.kind === 'link') await host.files.link(await host.files.readLink(source), join(to, entry.name));
    else await host.files.copy(source, join(to, entry.name));
  }
}
