import { isAbsolute } from 'node:path';
import { fail, ok, type Result } from '../failure.ts';
import type { Host } from '../host/host.ts';
import type { Installed, Surroundings } from './driver.ts';
import { findOnPath } from './on-path.ts';

/**
 * Finds the program of a well-known agent: where its option says, else on PATH. A version older than the oldest that was
 * tried is refused, since its flags may mean less than what we rely on.
 */
export async function findProgram(
  host: Host,
  about: {
    readonly name: string;
    /** The option `program`: an absolute path, or a name to look for on PATH. */
    readonly written: string | undefined;
    readonly oldest: string;
    /** How people install it. */
    readonly install: string;
  },
  { git }: Surroundings,
): Promise<Result<Installed>> {
  const { name, written = name, oldest, install } = about;
  if (!isAbsolute(written) && /[\\/]/.test(written)) {
    return fail(
      'missing-agent',
      `\`${written}\` would be looked for in the worktree of each task, which agents change; write an absolute path.`,
    );
  }
  const program = isAbsolute(written) ? written : await findOnPath(host, written);
  if (program === undefined || !(await host.files.exists(program)))
    return fail('missing-agent', `there is no program \`${written}\`; install it with \`${install}\`.`);
  const { ended, stdout, stderr } = await host.processes.run({
    file: program,
    args: ['--version'],
    cwd: git.folder,
    env: probeEnvironment(host),
    timeLimit: 30_000,
  });
  const version = /\b\d+\.\d+\.\d+\b/.exec(stdout)?.[0];
  if (version === undefined) {
    return fail(
      'missing-agent',
      `\`${program} --version\` does not tell its version (${ended}): ${(stderr || stdout).trim().slice(-500)}`,
    );
  }
  if (isOlder(version, oldest)) {
    return fail(
      'agent-version',
      `${name} ${version} is too old, expected ${oldest} or later; update it with \`${install}\`.`,
    );
  }
  return ok({ program, version });
}

/** For a look at a program that calls no model: it needs no key. */
export function probeEnvironment(host: Host): Readonly<Record<string, string | undefined>> {
  const names = ['PATH', 'HOME', 'USERPROFILE', 'SYSTEMROOT', 'COMSPEC', 'PATHEXT', 'LANG', 'TMPDIR', 'TEMP', 'TMP'];
  return Object.fromEntries(names.map((name) => [name, host.env[name]]));
}

function isOlder(version: string, than: string): boolean {
  const [theirs, ours] = [version, than].map((text) => text.split('.').map(Number));
  const different = theirs?.findIndex((part, index) => part !== ours?.[index]) ?? -1;
  return different >= 0 && (theirs?.[different] ?? 0) < (ours?.[different] ?? 0);
}
