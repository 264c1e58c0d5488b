import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Job } from './runner/job.ts';

const files = ['/etc/machine-id', '/var/lib/dbus/machine-id'];

/** Whether the steps of a job here can be shown the id of another machine. */
export const canBeAnother = (() => {
  try {
    const mounts = files.map((path) => `mount --bind /dev/null ${path} 2>/dev/null`).join(' || ');
    execFileSync('unshare', ['--mount', '--map-root-user', 'sh', '-c', mounts], { stdio: 'ignore' });
    return true;
  } catch {
    // No Linux, or one that lets nobody have a namespace of their own.
    return false;
  }
})();

/** Whatever a job starts by `npx` is on a machine with this id, as on GitHub each job is on a machine of its own. */
export function onMachine(job: Job, id: string): void {
  const folder = join(dirname(job.runner.temp), 'machine');
  mkdirSync(folder);
  const path = join(folder, 'id');
  writeFileSync(path, `${id}\n`);
  const mounts = files.map((file) => `[ ! -e ${file} ] || mount --bind '${path}' ${file}`).join('; ');
  const inside = `set -e; ${mounts}; PATH="\${PATH#*:}"; exec npx "$@"`;
  writeFileSync(
    join(folder, 'npx'),
    `#!/bin/sh\nexec unshare --mount --map-root-user sh -c '${inside.replaceAll("'", `'\\''`)}' npx "$@"\n`,
  );
  chmodSync(join(folder, 'npx'), 0o755);
  job.path.unshift(folder);
}
