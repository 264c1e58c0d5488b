import { delimiter, dirname, join, relative } from 'node:path';
import type { Host } from '../host/host.ts';

/** What looks like a secret: agents write the code that gates run, and none of it is theirs. */
const secret = /(^|_)(TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?|AUTH|APIKEY|KEY)(_|$)|^ACTIONS_/i;

/** Prefixes of what Nx, npm, git and lerna leave in the environment of what they start; none of it is about a worktree. */
const leaked = /^(NX_|npm_|LERNA_|GIT_|PHASEWRIGHT_|INIT_CWD$|NODE_OPTIONS$|NODE_PATH$)/i;

/**
 * The environment for a program that runs in `worktree`: the user's own, without what the Nx and npm around us left in
 * it, without what looks like a secret, and without PATH entries that lead into the user's checkout.
 */
export function cleanEnvironment(host: Host, worktree: string, checkout: string): Record<string, string | undefined> {
  const kept = Object.entries(host.env).filter(([name]) => !leaked.test(name) && !secret.test(name));
  const path = (host.env['PATH'] ?? '').split(delimiter).filter((entry) => entry !== '' && !isInside(entry, checkout));
  return {
    ...Object.fromEntries(kept),
    PATH: [join(worktree, 'node_modules', '.bin'), dirname(host.processes.node), ...path].join(delimiter),
  };
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith('..') && !way.startsWith('/'));
}
