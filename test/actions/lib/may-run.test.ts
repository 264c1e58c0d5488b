import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { repositoryOf } from '../../../actions/lib/ask-github.ts';
import { mayRun } from '../../../actions/lib/may-run.ts';
import { withGitHub } from './with-github.ts';

const people = [
  { login: 'writer', permission: 'write' },
  { login: 'boss', permission: 'admin' },
  { login: 'reader', permission: 'read' },
  { login: 'passer-by', permission: 'none' },
] as const;
const { github, asJob } = withGitHub({ people });

async function answer(login: string, bots: readonly string[] = []): Promise<string> {
  const found = await mayRun(asJob({ contents: 'read' }), { login, bots });
  return found.ok ? 'yes' : `${found.failure.reason}: ${found.failure.message}`;
}

test.for(['octo', 'writer', 'boss'])('%s may write, and so may start a run.', async (login) => {
  expect(await answer(login)).toBe('yes');
});

test.for([
  ['reader', 'no-permission: reader may only read octo/app. Somebody who may write to it has to start this.'],
  ['passer-by', 'no-permission: passer-by may only read octo/app. Somebody who may write to it has to start this.'],
  ['nobody', 'no-permission: nobody has no part in octo/app.'],
  ['', 'no-permission: "" is no login.'],
  ['writer/../boss', 'no-permission: "writer/../boss" is no login.'],
  ['*', 'no-permission: "*" is no login.'],
  [
    'renovate[bot]',
    'no-permission: renovate[bot] is an app, and none that may start a run. Name it among the bots of the action to let it.',
  ],
] as const)('%j may not, and it says why.', async ([login, why]) => {
  expect(await answer(login)).toBe(why);
});

test('An app that is named may, and its name gives nothing to anybody else.', async () => {
  const asked = github().journal.length;
  expect(await answer('Renovate[bot]', ['renovate[bot]'])).toBe('yes');
  expect(github().journal).toHaveLength(asked);
  expect(await answer('other[bot]', ['renovate[bot]'])).toMatch(/^no-permission: other\[bot\] is an app/);
  expect(await answer('reader', ['renovate[bot]'])).toMatch(/^no-permission: reader may only read/);
});

test.for(['*', 'reader', '*[bot]', ''])('%j is no name of an app: nobody is let in by it.', async (bot) => {
  for (const login of ['reader', 'renovate[bot]', 'writer']) {
    expect(await answer(login, ['renovate[bot]', bot])).toMatch(
      /^bad-option: Unexpected ".*" among the bots that may start a run, expected logins such as renovate\[bot\]/,
    );
  }
});

test.for([
  [
    'a token that is none',
    'github',
    /^Whether writer may start a run could not be found out\. GitHub did not say what writer may do here: Bad cred/,
  ],
  ['no GitHub', 'nowhere', /^Whether writer may start a run could not be found out\. .*ECONNREFUSED/],
] as const)('With %s nobody can say, and nobody may.', async ([, where, why]) => {
  const env = { GITHUB_API_URL: where === 'github' ? github().url : await nowhere(), GITHUB_REPOSITORY: 'octo/app' };
  const repository = repositoryOf({ env }, 'nobody');
  if (!repository.ok) throw new Error(repository.failure.message);
  const found = await mayRun(repository.value, { login: 'writer', bots: [] });
  expect(found).toMatchObject({ ok: false, failure: { reason: 'no-permission', message: expect.stringMatching(why) } });
});

/** An address of this machine at which nobody listens. */
async function nowhere(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}

test('Without a repository, or a token, it is said which is missing.', () => {
  expect(repositoryOf({ env: {} }, 'x')).toMatchObject({
    ok: false,
    failure: { message: 'Unexpected GITHUB_REPOSITORY "" in the environment, expected owner/name.' },
  });
  expect(repositoryOf({ env: { GITHUB_REPOSITORY: 'octo/app' } }, '')).toMatchObject({
    ok: false,
    failure: { message: 'There is no token for GitHub. Hand one to the action, as its input.' },
  });
});
