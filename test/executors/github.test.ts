import { expect, test } from 'vitest';
import type { PullRequest } from '../../core/stage/land/landing.ts';
import { github } from '../../executors/github.ts';
import { gitHubServer } from './github-server.ts';

const marker = '<!-- phasewright: demo, phase 1 -->';
const request: PullRequest = {
  remote: 'https://github.com/ada/demo.git',
  head: 'phase/1',
  base: 'main',
  title: 'phase 1: Start',
  body: '# Phase 1',
  marker,
};
const token = 'ghs_canary';
const page = 'https://github.com/ada/demo/compare/main...phase/1?expand=1';

test('Opens a pull request with the phase’s marker, and the token goes to the API.', async () => {
  const server = await gitHubServer();
  const opened = await github({ GITHUB_TOKEN: token, GITHUB_API_URL: server.url }).open(request);
  expect(opened).toEqual({ ok: true, value: { how: 'opened', url: 'https://github.com/ada/demo/pull/1' } });
  expect(server.pulls).toMatchObject([{ title: 'phase 1: Start', body: `# Phase 1\n\n${marker}\n`, base: 'main' }]);
  expect(new Set(server.asked.map((one) => one.token))).toEqual(new Set([`Bearer ${token}`]));
});

test('A phase has one pull request: the next time it is updated, its base left as people set it.', async () => {
  const server = await gitHubServer();
  const forge = github({ GH_TOKEN: token, GITHUB_API_URL: server.url });
  await forge.open(request);
  const again = await forge.open({ ...request, base: 'next', title: 'phase 1: Start, better', body: 'new' });
  expect(again).toMatchObject({ ok: true, value: { how: 'updated', url: 'https://github.com/ada/demo/pull/1' } });
  expect(server.pulls).toMatchObject([{ title: 'phase 1: Start, better', body: `new\n\n${marker}\n`, base: 'main' }]);
});

test('A pull request that somebody opened by hand is told of, and its text left alone.', async () => {
  const server = await gitHubServer();
  server.add({ title: 'Mine', body: 'By hand' });
  const opened = await github({ GH_TOKEN: token, GITHUB_API_URL: server.url }).open(request);
  expect(opened).toMatchObject({ ok: true, value: { how: 'theirs' } });
  expect(server.pulls).toMatchObject([{ title: 'Mine', body: 'By hand' }]);
});

test('One that was closed is left closed, and another is opened.', async () => {
  const server = await gitHubServer();
  server.add({ body: marker, isOpen: false });
  const opened = await github({ GH_TOKEN: token, GITHUB_API_URL: server.url }).open(request);
  expect(opened).toMatchObject({ ok: true, value: { how: 'opened', url: 'https://github.com/ada/demo/pull/2' } });
});

test('An answer that is lost after the pull request was made is no second pull request.', async () => {
  const server = await gitHubServer();
  server.instead = ({ method }) => (method === 'POST' ? 'break after' : undefined);
  const opened = await github({ GH_TOKEN: token, GITHUB_API_URL: server.url }).open(request);
  expect(opened).toMatchObject({ ok: true, value: { how: 'updated' } });
  expect(server.pulls).toHaveLength(1);
});

test.each([
  [{ status: 401, body: { message: 'Bad credentials' } }, 'GitHub answered 401: Bad credentials.'],
  [{ status: 403, body: { message: 'Resource not accessible by integration' } }, 'not accessible by integration'],
  [
    {
      status: 422,
      body: { message: 'Validation Failed', errors: [{ message: 'No commits between main and phase/1' }] },
    },
    'Validation Failed, No commits between main and phase/1',
  ],
  [{ status: 200, body: { nothing: 'of it' } }, 'something else than a pull request'],
  ['break before' as const, 'could not be reached'],
])(
  'A refusal of GitHub’s is told in its words, with the page to open it at, and without the token: %j.',
  async (instead, words) => {
    const server = await gitHubServer();
    server.instead = () => instead;
    const opened = await github({ GH_TOKEN: token, GITHUB_API_URL: server.url }).open(request);
    expect(opened).toMatchObject({ ok: false, failure: { reason: 'land', message: expect.stringContaining(words) } });
    expect(JSON.stringify(opened)).toContain(page);
    expect(JSON.stringify(opened)).not.toContain(token);
  },
);

test('Without a token a person opens it, at the page for that.', async () => {
  expect(await github({}).open(request)).toEqual({ ok: true, value: { how: 'by-hand', next: page } });
});

test.each([
  ['https://ada@github.com/ada/demo.git', true],
  ['git@github.com:ada/demo.git', true],
  ['ssh://git@github.com:22/ada/demo', true],
  ['https://github.com/ada/demo/', true],
  ['https://github.com.evil.example/ada/demo.git', false],
  ['https://evil.example/github.com/ada/demo.git', false],
  ['https://github.com@evil.example/ada/demo.git', false],
  ['git@gitlab.com:ada/demo.git', false],
  ['https://github.com/ada/../../user', false],
  ['https://github.com/ada/..', false],
  ['/srv/git/demo.git', false],
])('An address counts as a repository at GitHub only if it is one: %s.', async (remote, isOne) => {
  const server = await gitHubServer();
  const opened = await github({ GH_TOKEN: token, GITHUB_API_URL: server.url }).open({ ...request, remote });
  expect(opened).toMatchObject({ ok: true, value: { how: isOne ? 'opened' : 'by-hand' } });
  expect(server.asked.length > 0).toBe(isOne);
});

test('A server of one’s own has its own addresses.', async () => {
  const env = { GITHUB_SERVER_URL: 'https://git.example.com' };
  const opened = await github(env).open({ ...request, remote: 'git@git.example.com:team/x.git', head: 'phase/1 #2' });
  const next = 'https://git.example.com/team/x/compare/main...phase/1%20%232?expand=1';
  expect(opened).toEqual({ ok: true, value: { how: 'by-hand', next } });
});

test.each([
  ['GITHUB_SERVER_URL', 'github.example.com'],
  ['GITHUB_SERVER_URL', 'file:///srv'],
  ['GITHUB_API_URL', 'api.github.com'],
])(
  'An address that cannot be read, %s=%s, is told before anything is done, and is no exception later.',
  async (name, value) => {
    const forge = github({ GITHUB_TOKEN: token, [name]: value });
    const refused = {
      ok: false,
      failure: { reason: 'bad-option', message: expect.stringContaining(`${name} "${value}"`) },
    };
    expect(forge.check()).toMatchObject(refused);
    expect(await forge.open(request)).toMatchObject(refused);
    expect(github({}).check()).toEqual({ ok: true, value: 'usable' });
  },
);
