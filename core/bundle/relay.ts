import { join } from 'node:path';
import { fail, ok, type Result } from '../failure.ts';
import { borrowing } from '../git/borrowing.ts';
import { configText, type ConfigEntry } from '../git/config-text.ts';
import { git, type Git } from '../git/git.ts';
import { originOf, remoteBranches } from '../git/origin.ts';
import { ofOneJob } from '../git/push-budget.ts';
import type { Host } from '../host/host.ts';

/**
 * A bare repository that stands for the remote in a job that has no right to write there. Whatever a phase does to its
 * remote, claims, results, answers, landing, is done here, and leaves the job as a bundle.
 */
export interface Relay {
  /** Absolute. */
  readonly folder: string;
  readonly git: Git;
  /** A git configuration, absolute: whoever goes by it reaches the relay under the address of the remote. */
  readonly configuration: string;
}

/** Where the relay keeps what the remote has: `refs/heads/main` of it is `refs/origin/heads/main`. */
export const originFolder = 'refs/origin/';

/** The relay that lies in a folder. */
export function relayAt(host: Host, folder: string): Relay {
  const repository = join(folder, 'relay.git');
  return { folder: repository, git: git(host, repository), configuration: join(folder, 'relay.gitconfig') };
}

/**
 * Makes a relay for the remote `origin` of a checkout, with the branches of it that the checkout knows; one that was there
 * is replaced. It borrows the checkout's objects, so it is small, and of no use without it.
 */
export async function makeRelay(host: Host, checkout: Git, folder: string): Promise<Result<Relay>> {
  const origin = await originOf(checkout);
  if (origin === undefined)
    return fail(
      'remote',
      `Unexpected absence of a remote that is called origin in ${checkout.folder}, expected a checkout of the repository that the phase is to land in.`,
    );
  const relay = relayAt(host, folder);
  await host.files.remove(relay.folder);
  await host.files.remove(relay.configuration);
  await borrowing(host, checkout, relay.folder);
  await host.files.write(join(relay.folder, ofOneJob), '');
  const { branches, main } = await remoteBranches(checkout, 'origin');
  const lines = [...branches].flatMap(([branch, commit]) => [
    `update refs/heads/${branch}\0${commit}\0\0`,
    `update ${originFolder}heads/${branch}\0${commit}\0\0`,
  ]);
  await relay.git.text(['update-ref', '-z', '--stdin'], { input: lines.join('') });
  if (main !== undefined) await relay.git.text(['symbolic-ref', 'HEAD', `refs/heads/${main}`]);
  await lead(host, relay, origin);
  return ok(relay);
}

/** Beside what the user's own configuration says: whoever is to be committed as, for one. */
async function lead(host: Host, { folder, configuration }: Relay, origin: string): Promise<void> {
  const { HOME: home = '', XDG_CONFIG_HOME: config = join(home, '.config'), GIT_CONFIG_GLOBAL: own } = host.env;
  const usual = own === undefined ? [join(config, 'git/config'), join(home, '.gitconfig')] : [own];
  const names = origin.endsWith('.git') ? [] : [`${origin}.git`];
  const entries = [
    ...usual.map((path) => ({ key: 'include.path', value: path })),
    leading(folder, origin),
    ...names.map((name) => leading(folder, name)),
    // Git goes by the beginning of an address, and by the longest that fits: a repository that is only called alike stays where it is.
    ...[...names, origin].flatMap((name) => inNames.split('').map((one) => leading(name + one, name + one))),
  ];
  await host.files.write(configuration, configText(entries));
}

function leading(to: string, from: string): ConfigEntry {
  return { key: `url.${to}.insteadOf`, value: from };
}

/** What the names of repositories are made of. */
const inNames = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.';
