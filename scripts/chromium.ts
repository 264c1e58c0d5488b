import { execFileSync, type ExecFileSyncOptions } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Sees to it that there is a chromium, for the tests of the report's page; says why not, and exits with 1. */
if (import.meta.main) {
  const found = ensureChromium();
  if ('missing' in found) {
    console.error(found.missing);
    process.exitCode = 1;
  }
}

/** A browser that is there, or why there is none. */
export type Chromium = { readonly path: string } | { readonly missing: string };

/** Debian's chromium: the one that is there; one that apt installs, where it may; else why not. */
export function ensureChromium(): Chromium {
  const path = installed();
  if (path !== undefined) return { path };
  if (!existsSync('/etc/debian_version')) return { missing: 'chromium is not installed, and this is no Debian' };
  if (process.getuid?.() !== 0) return { missing: 'chromium is not installed; as root: apt-get install -y chromium' };
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const options: ExecFileSyncOptions = { env, stdio: ['ignore', 'ignore', 'pipe'], timeout: 600_000 };
    execFileSync('apt-get', ['update', '-qq'], options);
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], options);
  } catch (error) {
    return { missing: `apt-get could not install chromium: ${error instanceof Error ? error.message : String(error)}` };
  }
  const now = installed();
  return now === undefined ? { missing: 'apt-get installed chromium, and it is not there' } : { path: now };
}

function installed(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return folders.map((folder) => join(folder, 'chromium')).find((path) => existsSync(path));
}
