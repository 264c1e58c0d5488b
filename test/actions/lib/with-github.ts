import { afterAll, beforeAll } from 'vitest';
import { repositoryOf, type Repository } from '../../../actions/lib/ask-github.ts';
import { startGitHub, type GitHub, type GitHubOptions } from '../github/github.ts';

/** A GitHub for all tests of a file, with the token of a job, or of a person by their login, as our actions ask it. */
export function withGitHub(options: GitHubOptions = {}): {
  readonly github: () => GitHub;
  readonly asJob: (permissions: Readonly<Record<string, 'read' | 'write'>>) => Repository;
  readonly as: (login: string) => Repository;
} {
  let github: GitHub;
  beforeAll(async () => {
    github = await startGitHub(options);
  });
  afterAll(async () => await github.close());
  const repository = (token: string) => {
    const env = { GITHUB_API_URL: github.url, GITHUB_REPOSITORY: 'octo/app' };
    const found = repositoryOf({ env }, token);
    if (!found.ok) throw new Error(found.failure.message);
    return found.value;
  };
  return {
    github: () => github,
    asJob: (permissions) => repository(github.issueToken({ label: 'job', permissions })),
    as: (login) => repository(github.tokenOf(login)),
  };
}
