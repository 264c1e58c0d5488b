import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Host } from '../../core/host/host.ts';
import type { Push } from '../../core/git/push.ts';
import { commitFiles, openScratch, scratch, userGit, type Scratch } from './scratch.ts';

export const main = 'refs/heads/main';

export interface WithRemote extends Scratch {
  /** A bare repository, `origin` of the user's. */
  readonly remote: string;
  /** Does not wait where the real one would. */
  readonly host: Host;
}

export async function withRemote(): Promise<WithRemote> {
  const made = await scratch({ 'a.txt': 'one\n' });
  const remote = join(dirname(made.root), 'remote.git');
  userGit(dirname(made.root), 'init', '--quiet', '--bare', '--initial-branch=main', remote);
  userGit(made.root, 'remote', 'add', 'origin', remote);
  userGit(made.root, 'push', '--quiet', 'origin', 'main');
  const host = { ...made.host, stopsWithin: () => Promise.resolve(false) };
  return { ...(await openScratch(host, made.root)), host, remote };
}

export function hook({ remote }: WithRemote, name: string, script: string): void {
  mkdirSync(join(remote, 'hooks'), { recursive: true });
  writeFileSync(join(remote, 'hooks', name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(remote, 'hooks', name), 0o755);
}

/** A commit on top of main, and what pushes it there. */
export function next(made: WithRemote): Push {
  const expected = userGit(made.root, 'rev-parse', 'HEAD');
  return { remote: 'origin', ref: main, to: commitFiles(made.root, { 'b.txt': 'two\n' }), expected };
}

export function at({ remote }: WithRemote, ref = main): string {
  return userGit(remote, 'rev-parse', '--verify', '--quiet', ref);
}

/** Somebody else pushes to main. */
export function somebodyElse(made: WithRemote): string {
  const tree = userGit(made.remote, 'rev-parse', 'main^{tree}');
  const who = ['-c', 'user.name=Bo', '-c', 'user.email=bo@example.com'];
  const commit = userGit(made.remote, ...who, 'commit-tree', tree, '-p', 'main', '-m', 'theirs');
  userGit(made.remote, 'update-ref', main, commit);
  return commit;
}
