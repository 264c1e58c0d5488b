import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Packs what is published into the folder named by the first argument, and prints the tarball's path. The Node binaries
 * that development installs are left out: a user's project has a Node of its own.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const destination = resolve(process.argv[2] ?? '.');
execFileSync(process.execPath, [join(root, 'scripts/build.ts')], { stdio: 'inherit' });

interface Manifest {
  files: string[];
  [field: string]: unknown;
}
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
const { optionalDependencies: _node, devDependencies: _dev, scripts: _scripts, ...published } = manifest;

const stage = mkdtempSync(join(tmpdir(), 'phasewright-pack-'));
for (const path of [
  'README.md',
  'LICENSE',
  'dist',
  'executors',
  'generators',
  'executors.json',
  'generators.json',
  'schemas',
]) {
  cpSync(join(root, path), join(stage, path), { recursive: true });
}
writeFileSync(join(stage, 'package.json'), `${JSON.stringify(published, null, 2)}\n`);
const packed = execFileSync('npm', ['pack', '--silent', '--pack-destination', destination], {
  cwd: stage,
  encoding: 'utf8',
});
rmSync(stage, { recursive: true, force: true });
process.stdout.write(`${join(destination, packed.trim().split('\n').at(-1) ?? '')}\n`);
