import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Permissions } from '../runner/permissions.ts';
import { apiAnswerer } from './answer-api.ts';
import { answerGit } from './answer-git.ts';
import { GitRemote } from './git-remote.ts';
import type { Entry, Holder, Parts } from './journal.ts';
import { startPrism } from './prism.ts';
import type { WorkflowRun } from './runs.ts';
import { bot, startState, type Person } from './state.ts';

export interface GitHubOptions {
  readonly repository?: string;
  readonly people?: readonly Person[];
  /** Folder of a bare repository, served at `<url>/<repository>`. */
  readonly remote?: string;
}

/** A GitHub on this machine: one repository with its API and git, tokens of jobs and people, and a journal of requests. */
export interface GitHub {
  /** Of the API, and of git. */
  readonly url: string;
  readonly journal: readonly Entry[];
  /** What runs of workflows there are: for the test to fill. */
  readonly runs: WorkflowRun[];
  /** Makes the token of a job, which may do what its permissions say. */
  readonly issueToken: (job: { readonly label: string; readonly permissions: Permissions }) => string;
  /** The token of a person of the repository, who may do what they may do. */
  readonly tokenOf: (login: string) => string;
  readonly close: () => Promise<void>;
}

/**
 * Starts it on a free port of this machine, in about three seconds. It answers in this process: a test that waits for a
 * program without letting go (`execFileSync`) waits for ever if that program asks here.
 */
export async function startGitHub(options: GitHubOptions = {}): Promise<GitHub> {
  const { repository = 'octo/app', people = [] } = options;
  const state = await startState(repository, people);
  const prism = await startPrism();
  const remote = options.remote === undefined ? undefined : new GitRemote(options.remote, state);
  const holders = new Map<string, Holder>();
  const journal: Entry[] = [];
  const runs: WorkflowRun[] = [];
  const parts: Parts = { repository, people, state, prism, remote, holders, journal, runs };
  const answerApi = apiAnswerer(parts);
  const server = createServer((request, response) => {
    const isGit = remote !== undefined && request.url?.startsWith(`/${repository}`) === true;
    const answered = isGit ? answerGit(parts, request, response) : answerApi(request, response);
    answered.catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const issue = (holder: Holder) => {
    const token = `ghs_${holders.size}_${Math.trunc(Math.random() * 1e12)}`;
    holders.set(token, holder);
    return token;
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    journal,
    runs,
    issueToken: ({ label, permissions }) => issue({ by: label, login: bot, permissions }),
    tokenOf: (login) => issue({ by: login, login, permissions: undefined }),
    close: async () => {
      await Promise.all([closed(server), prism.close()]);
      await state.close();
    },
  };
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}
