import { join } from 'node:path';
import { git } from '../../core/git/git.ts';
import { originOf } from '../../core/git/origin.ts';
import type { Host } from '../../core/host/host.ts';

/**
 * Does something with git that goes to the remote with a token of the job's. The token is in one file, which is gone
 * afterwards: not in the repository, in no argument, and in the environment of no process that is started.
 */
export async function withToken<T>(
  host: Host,
  {
    checkout,
    folder,
    token,
  }: { readonly checkout: string; readonly folder: string; readonly token: string | undefined },
  work: (host: Host) => Promise<T>,
): Promise<T> {
  const origin = await originOf(git(host, checkout));
  if (!token || origin === undefined || !/^https?:\/\//.test(origin)) return await work(host);
  const path = join(folder, `token-${host.randomId()}.gitconfig`);
  const header = `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
  const own = host.env['GIT_CONFIG_GLOBAL'] ?? join(host.env['HOME'] ?? '', '.gitconfig');
  // Appending makes a file that nobody else reads.
  await host.files.append(
    path,
    `[include]\n\tpath = ${quoted(own)}\n[http ${quoted(`${new URL(origin).origin}/`)}]\n\textraHeader = ${quoted(header)}\n`,
  );
  try {
    return await work({ ...host, env: { ...host.env, GIT_CONFIG_GLOBAL: path } });
  } finally {
    await host.files.remove(path);
  }
}

/** As git's configuration has it. */
function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
