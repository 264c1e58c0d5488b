import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Where scratch workspaces find the package that is tested. */
export const packageVariable = 'PHASEWRIGHT_RIG_PACKAGE';

/**
 * Compiles the package once for all test files: a scratch workspace loads it as its users do, through its exports. Every
 * test run has a build of its own, so nobody who edits or builds meanwhile changes what is tested.
 */
export function setup(): () => void {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'phasewright-package-')));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    buildInto(folder);
  } catch (error) {
    remove();
    throw error;
  }
  process.env[packageVariable] = folder;
  return remove;
}

/** The package as npm would lay it out, with the dependencies of this repository. */
function buildInto(folder: string): void {
  execFileSync(process.execPath, [join(root, 'scripts/build.ts'), join(folder, 'dist')], { stdio: 'inherit' });
  // As npm does it with every program of a package.
  chmodSync(join(folder, 'dist/cli/phasewright.js'), 0o755);
  for (const name of ['package.json', 'executors.json', 'generators.json', 'schemas'])
    cpSync(join(root, name), join(folder, name), { recursive: true });
  for (const name of ['executors', 'generators', 'node_modules']) symlinkSync(join(root, name), join(folder, name));
}
