import { execFile } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { isFromFork, textAt } from '../event.ts';
import type { StandIn, StandInCall } from '../job.ts';

/** Clones a repository for real, one commit deep unless it is told otherwise, and leaves the token there as checkout does. */
export const checkout: StandIn = {
  inputs: {
    repository: '',
    ref: '',
    token: '',
    'ssh-key': '',
    'ssh-known-hosts': '',
    'ssh-strict': 'true',
    'ssh-user': 'git',
    'persist-credentials': 'true',
    path: '',
    clean: 'true',
    filter: '',
    'sparse-checkout': '',
    'sparse-checkout-cone-mode': 'true',
    'fetch-depth': '1',
    'fetch-tags': 'false',
    'show-progress': 'true',
    lfs: 'false',
    submodules: 'false',
    'set-safe-directory': 'true',
    'github-server-url': '',
    'allow-unsafe-pr-checkout': 'false',
  },
  async run(call) {
    const { inputs, job, surroundings } = call;
    for (const input of ['ssh-key', 'filter', 'sparse-checkout', 'github-server-url'] as const) {
      if (inputs[input] !== '') throw call.refuse(`does not do '${input}'`);
    }
    if (inputs['lfs'] !== 'false' || inputs['submodules'] !== 'false')
      throw call.refuse('does no lfs and no submodules');
    const { github } = job;
    const repository = inputs['repository'] || github.repository;
    const folder = resolve(github.workspace, inputs['path'] ?? '');
    if (!`${folder}/`.startsWith(`${github.workspace}/`)) {
      throw new Error(`Repository path '${folder}' is not under '${github.workspace}'`);
    }
    refuseForks(call);
    mkdirSync(folder, { recursive: true });
    const local = surroundings.remotes[repository];
    const url = local === undefined ? `${github.server_url}/${repository}` : `file://${local}`;
    const token = inputs['token'] || github.token;
    const header = `http.${github.server_url}/.extraheader`;
    const basic = `AUTHORIZATION: basic ${Buffer.from(`x-access-token:${token}`).toString('base64')}`;
    const git = gitIn(folder, job.runner.temp);
    await git('init', '--quiet', '--initial-branch', 'main');
    await git('remote', 'add', 'origin', url);
    await git('config', header, basic);
    const isOwn = repository === github.repository;
    const ref = inputs['ref'] || (isOwn ? github.sha : '') || 'HEAD';
    const branch = inputs['ref'] === '' && isOwn ? github.ref : inputs['ref'];
    await fetch(git, inputs, ref);
    await place(git, ref, branch ?? '');
    if (inputs['persist-credentials'] !== 'true') await git('config', '--unset-all', header);
    return { ref: branch ?? '', commit: await git('rev-parse', 'HEAD') };
  },
};

/** The commit of a fork is not taken where the workflow has the rights of the repository itself. */
function refuseForks({ inputs, job }: StandInCall): void {
  const { name, payload } = job.event;
  if (name !== 'pull_request_target' || inputs['allow-unsafe-pr-checkout'] === 'true') return;
  const ref = inputs['ref'] ?? '';
  const isFork = isFromFork({ name: 'pull_request', payload }, job.github.repository);
  const heads = ['sha', 'ref'].map((key) => textAt(payload, 'pull_request', 'head', key));
  if (isFork && (heads.includes(ref) || ref.startsWith('refs/pull/'))) {
    throw new Error('Checking out the head of a pull request from a fork is refused in pull_request_target');
  }
}

const run = promisify(execFile);

type Git = (...args: string[]) => Promise<string>;

function gitIn(folder: string, home: string): Git {
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, GIT_CONFIG_NOSYSTEM: '1', GIT_TERMINAL_PROMPT: '0' };
  // Not in one go: the server that answers may be of this very process.
  return async (...args) => (await run('git', args, { cwd: folder, env })).stdout.trim();
}

async function fetch(git: Git, inputs: Readonly<Record<string, string>>, ref: string): Promise<void> {
  const depth = inputs['fetch-depth'] ?? '1';
  const tags = inputs['fetch-tags'] === 'true' || depth === '0' ? '--tags' : '--no-tags';
  if (depth === '0') await git('fetch', '--quiet', tags, 'origin', '+refs/heads/*:refs/remotes/origin/*');
  await git('fetch', '--quiet', tags, ...(depth === '0' ? [] : [`--depth=${depth}`]), 'origin', ref);
}

/** On the branch where a branch was asked for, else on the commit alone. */
async function place(git: Git, ref: string, branch: string): Promise<void> {
  const commit = /^[0-9a-f]{40}$/.test(ref) ? ref : await git('rev-parse', 'FETCH_HEAD');
  const name = branch.replace(/^refs\/heads\//, '');
  const isBranch = name !== '' && !/^refs\/|^[0-9a-f]{40}$/.test(name) && (await isThere(git, name));
  if (!isBranch) return void (await git('checkout', '--quiet', '--detach', commit));
  await git('update-ref', `refs/remotes/origin/${name}`, commit);
  await git('checkout', '--quiet', '-B', name, commit);
}

async function isThere(git: Git, branch: string): Promise<boolean> {
  return (await git('ls-remote', '--heads', 'origin', `refs/heads/${branch}`)) !== '';
}
