import { createHash } from 'node:crypto';
import { holding } from '../gate/resource.ts';
import type { Git } from '../git/git.ts';
import type { Host } from '../host/host.ts';
import { claimIn } from './claim-commit.ts';
import { refsBelow } from './unshared.ts';

/** Milliseconds between two looks. */
const pause = 1000;

/**
 * Takes one more claim below a folder of refs once its run holds fewer there than it may; `take` is to leave the claim
 * behind a ref. Undefined where the run is stopped meanwhile.
 */
export async function withRoom<T>(
  host: Host,
  git: Git,
  about: {
    readonly folder: string;
    readonly run: string;
    readonly most: number;
    /** Tells who is waited for. */
    readonly note: (text: string) => void;
  },
  take: () => Promise<T>,
): Promise<T | undefined> {
  const { folder, run, most, note } = about;
  const resource = `claims-${createHash('sha256').update(`${folder} ${run}`).digest('hex').slice(0, 12)}`;
  return await holding(host, resource, { for: 'a claim', note }, async () => {
    while ((await held(git, folder, run)) >= most) if (await host.stopsWithin(pause)) return undefined;
    return await take();
  });
}

async function held(git: Git, folder: string, run: string): Promise<number> {
  const commits = [...(await refsBelow(git, folder))].filter(([ref]) => ref.includes('/claim/task-'));
  const claims = await Promise.all(commits.map(async ([, commit]) => await claimIn(git, commit)));
  return claims.filter((claim) => claim?.run === run).length;
}
