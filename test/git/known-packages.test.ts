import { linkSync, mkdirSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { closePackages, lookAtPackages, notePackages } from '../../core/git/known-packages.ts';
import type { Host } from '../../core/host/host.ts';
import { hostWith, temporaryFolder } from '../host/temporary.ts';
import { writeFiles } from './scratch.ts';

const folders = ['', 'packages/app'];

/** A checkout as npm and pnpm install it, and a run that has noted its packages. */
async function noted() {
  const folder = temporaryFolder();
  const root = join(folder, 'checkout');
  writeFiles(root, {
    'node_modules/third/index.js': 'third',
    'node_modules/third/node_modules/inner/index.js': 'inner',
    'node_modules/@scope/fourth/index.js': 'fourth',
    'node_modules/.bin/tool': '#!/bin/sh',
    'node_modules/.pnpm/fifth@1.0.0/node_modules/fifth/index.js': 'fifth',
    'node_modules/.cache/tool/x': 'cache',
    'packages/app/node_modules/nested/index.js': 'nested',
    'packages/app/index.js': 'app',
    '../linked/index.js': 'linked',
  });
  const links = { fifth: '.pnpm/fifth@1.0.0/node_modules/fifth', linked: '../../linked', app: '../packages/app' };
  for (const [name, target] of Object.entries(links)) symlinkSync(target, join(root, 'node_modules', name));
  const host = hostWith({ stateFolder: join(folder, 'state') });
  const place = { home: join(folder, 'state'), checkout: root };
  const begin = async (run: string, as: Host = host) => {
    const note = await notePackages(as, place, run, folders);
    return async (more: readonly string[] = []) => {
      const looked = await lookAtPackages(host, place, { id: run, note }, more);
      return looked.ok ? looked.value : looked.failure.message;
    };
  };
  return { root, host, place, begin, look: await begin('run-1') };
}

describe('installed packages', () => {
  test('that nobody writes to have not changed.', async () => {
    const { look } = await noted();
    expect(await look()).toBe('unchanged');
  });

  test.each([
    'node_modules/third/index.js',
    'node_modules/third/node_modules/inner/index.js',
    'node_modules/third/new.js',
    'node_modules/@scope/fourth/index.js',
    'node_modules/@scope/planted/index.js',
    'node_modules/planted/index.js',
    'node_modules/planted.js',
    'node_modules/.bin/tool',
    'node_modules/.pnpm/fifth@1.0.0/node_modules/fifth/index.js',
    'node_modules/.pnpm/planted@1.0.0/index.js',
    'packages/app/node_modules/nested/index.js',
    '../linked/index.js',
    '.worktrees/node_modules/planted/index.js',
    '../node_modules/planted/index.js',
  ])('have changed when %s is written, and it is said where and what to do.', async (path) => {
    const { root, look } = await noted();
    writeFiles(root, { [path]: 'evil' });
    const said = await look();
    expect(said).toContain('Installed packages were changed while a phase ran: ');
    expect(said).toContain('Remove `node_modules`, install anew, and run again');
  });

  test('have changed also when the size and the times are those of before.', async () => {
    const { root, look } = await noted();
    const path = join(root, 'node_modules/third/index.js');
    const { atime, mtime } = statSync(path);
    writeFileSync(path, 'THIRD');
    utimesSync(path, atime, mtime);
    expect(await look()).toContain(join(root, 'node_modules/third'));
  });

  test('have changed when one is removed, or leads elsewhere.', async () => {
    const { root, begin, look } = await noted();
    rmSync(join(root, 'node_modules/@scope'), { recursive: true });
    expect(await look()).toContain('@scope/fourth');
    const lookLater = await begin('run-2');
    rmSync(join(root, 'node_modules/fifth'));
    symlinkSync('third', join(root, 'node_modules/fifth'));
    expect(await lookLater()).toContain('node_modules/fifth');
  });

  test('have changed when they come beside a manifest that was not there before.', async () => {
    const { root, look } = await noted();
    writeFiles(root, { 'packages/fresh/node_modules/planted/index.js': 'evil' });
    expect(await look()).toBe('unchanged');
    expect(await look(['packages/fresh'])).toContain('packages/fresh/node_modules/planted');
  });

  test('have not changed when caches beside them have, or packages of the workspace.', async () => {
    const { root, look } = await noted();
    writeFiles(root, { 'node_modules/.cache/tool/x': 'new', 'node_modules/.vite/x': '', 'packages/app/index.js': 'x' });
    expect(await look()).toBe('unchanged');
  });

  test('that are shared between projects have not changed when another project installs them.', async () => {
    const { root, begin } = await noted();
    const path = join(root, 'node_modules/third/index.js');
    linkSync(path, join(root, '../store'));
    const look = await begin('run-2');
    linkSync(path, join(root, '../other-project'));
    expect(await look()).toBe('unchanged');
    writeFileSync(path, 'evil!');
    expect(await look()).toContain('node_modules/third');
  });
});

describe('a change of packages', () => {
  test('is remembered by later runs, until the package was installed anew.', async () => {
    const { root, begin, look, place, host } = await noted();
    writeFiles(root, { 'node_modules/third/index.js': 'evil' });
    await look();
    await closePackages(host, place, 'run-1');
    expect(await (await begin('run-2'))()).toContain('node_modules/third');
    rmSync(join(root, 'node_modules/third'), { recursive: true });
    writeFiles(root, { 'node_modules/third/index.js': 'third' });
    await closePackages(host, place, 'run-2');
    expect(await (await begin('run-3'))()).toBe('unchanged');
  });

  test('is seen by the next run when this one was killed before it could look.', async () => {
    const { root, host, begin } = await noted();
    const dead = { ...(await host.processes.self()), pid: 0, started: 'before' };
    await begin('killed', { ...host, processes: { ...host.processes, self: () => Promise.resolve(dead) } });
    writeFiles(root, { 'node_modules/third/index.js': 'evil' });
    expect(await (await begin('run-2'))()).toContain('node_modules/third');
  });

  test('after the last look of a run is the user’s, and no matter.', async () => {
    const { root, host, place, begin } = await noted();
    await closePackages(host, place, 'run-1');
    writeFiles(root, { 'node_modules/third/index.js': 'newer' });
    expect(await (await begin('run-2'))()).toBe('unchanged');
  });

  test('cannot be hidden in the note of the run.', async () => {
    const { place, look } = await noted();
    const note = join(place.home, 'packages/run-1.json');
    mkdirSync(dirname(note), { recursive: true });
    writeFileSync(note, '{}');
    expect(await look()).toContain('is not what the run has written');
    rmSync(note);
    expect(await look()).toContain('is not what the run has written');
  });
});
