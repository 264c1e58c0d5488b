import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { legOf, linesOf, outcomesOf, useRunner } from '../use-runner.ts';
import { startGitHub, type GitHub } from './github.ts';

/* One stand-in for all: each test asks with tokens of its own, and looks at what these did. */

const folder = mkdtempSync(join(tmpdir(), 'github-'));
const remote = join(folder, 'remote.git');
const git = (...args: string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' }).trim();
let github: GitHub;
let commit: string;

beforeAll(async () => {
  git('init', '--quiet', '--bare', '--initial-branch', 'main', remote);
  git('init', '--quiet', '--initial-branch', 'main', 'seed');
  const own = ['-C', 'seed', '-c', 'user.name=t', '-c', 'user.email=t@example.com'];
  git(...own, 'commit', '--quiet', '--allow-empty', '--message', 'first');
  git('-C', 'seed', 'push', '--quiet', remote, 'main', 'main:topic');
  commit = git('-C', 'seed', 'rev-parse', 'HEAD');
  const people = [
    { login: 'writer', permission: 'write' },
    { login: 'reader', permission: 'none' },
  ] as const;
  github = await startGitHub({ people, remote });
});
afterAll(async () => {
  await github.close();
  rmSync(folder, { recursive: true });
});

/** Asks as a job with these permissions. */
async function ask(permissions: Record<string, 'read' | 'write'>, method: string, path: string, body?: object) {
  const token = github.issueToken({ label: 'job', permissions });
  const response = await fetch(`${github.url}/repos/octo/app${path}`, {
    method,
    headers: { authorization: `Bearer ${token}` },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}

const pull = async (branch: string) => {
  await ask({ contents: 'write' }, 'POST', '/git/refs', { ref: `refs/heads/${branch}`, sha: commit });
  return await ask({ 'pull-requests': 'write' }, 'POST', '/pulls', { title: branch, head: branch, base: 'main' });
};

test('what a token lacks is refused, and the journal says what and whose', async () => {
  const { status } = await ask({ contents: 'read' }, 'POST', '/git/refs', { ref: 'refs/heads/x', sha: commit });

  expect(status).toBe(403);
  expect(github.journal.at(-1)).toMatchObject({
    operation: 'git/create-ref',
    by: 'job',
    status: 403,
    lacked: 'contents: write',
    body: { ref: 'refs/heads/x' },
  });
});

test('without a token of this run nobody gets in; what nobody knows is told', async () => {
  const response = await fetch(`${github.url}/repos/octo/app`, { headers: { authorization: 'Bearer made-up' } });

  expect(response.status).toBe(401);
  expect((await ask({}, 'GET', '/stargazers')).status).toBe(501);
  expect(github.journal.at(-1)?.operation).toBe('GET /repos/octo/app/stargazers');
  expect((await ask({}, 'GET', '')).body).toMatchObject({ full_name: 'octo/app', default_branch: 'main' });
});

test('refs are made once, moved and removed, here and in git', async () => {
  const write = { contents: 'write' } as const;
  const ref = { ref: 'refs/heads/claim/one', sha: commit };

  expect((await ask(write, 'POST', '/git/refs', ref)).body).toMatchObject({ ref: ref.ref, object: { sha: commit } });
  expect(git('-C', remote, 'for-each-ref', 'refs/heads/claim')).toContain(`${commit} commit\trefs/heads/claim/one`);
  expect((await ask(write, 'POST', '/git/refs', ref)).status).toBe(422);
  expect((await ask(write, 'PATCH', '/git/refs/heads/claim/one', { sha: commit })).status).toBe(200);
  expect((await ask(write, 'GET', '/git/ref/heads/claim/one')).body.object.sha).toBe(commit);
  expect((await ask(write, 'GET', '/git/matching-refs/heads/claim')).body).toHaveLength(1);
  expect((await ask(write, 'DELETE', '/git/refs/heads/claim/one')).status).toBe(204);
  expect(git('-C', remote, 'for-each-ref', 'refs/heads/claim')).toBe('');
  expect((await ask(write, 'GET', `/commits/${commit}`)).body.sha).toBe(commit);
});

test('a pull request is made of branches that are there, listed and changed', async () => {
  const made = await pull('made');
  const number = made.body.number as number;
  const token = { 'pull-requests': 'write' } as const;

  expect(made.body).toMatchObject({ head: { sha: commit }, user: { login: 'github-actions[bot]' } });
  await ask(token, 'PATCH', `/pulls/${number}`, { title: 'other' });
  expect((await ask(token, 'GET', `/pulls/${number}`)).body.title).toBe('other');
  expect((await ask(token, 'GET', '/pulls?head=octo:made&state=open')).body).toHaveLength(1);
  expect((await ask(token, 'POST', '/pulls', { title: 'x', head: 'none', base: 'main' })).status).toBe(422);
  expect((await ask(token, 'POST', '/pulls', { title: 'x', head: 'made', base: 'main' })).status).toBe(422);
  expect((await ask(token, 'POST', '/pulls', { head: 'topic', base: 1 })).status).toBe(422);
});

test('comments are made, found again on further pages and changed, up to their size', async () => {
  const path = `/issues/${(await pull('talked-about')).body.number as number}/comments`;
  const token = { 'pull-requests': 'write' } as const;
  for (let index = 0; index < 3; index += 1) await ask(token, 'POST', path, { body: `${index}` });

  const response = await fetch(`${github.url}/repos/octo/app${path}?per_page=2`, {
    headers: { authorization: `Bearer ${github.tokenOf('writer')}` },
  });
  const next = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1] ?? '';

  expect(await response.json()).toHaveLength(2);
  expect(next).toMatch(new RegExp(`^${github.url}/`));
  const [last] = (await ask(token, 'GET', next.slice(`${github.url}/repos/octo/app`.length))).body;
  expect(last).toMatchObject({ body: '2', user: { login: 'github-actions[bot]' } });
  expect((await ask(token, 'PATCH', `/issues/comments/${last.id}`, { body: 'new' })).body.body).toBe('new');
  expect((await ask(token, 'POST', path, { body: 'x'.repeat(65_536) })).status).toBe(201);
  expect((await ask(token, 'POST', path, { body: 'x'.repeat(65_537) })).status).toBe(422);
  expect((await ask({ contents: 'write' }, 'POST', path, { body: 'x' })).status).toBe(403);
});

test('a check run takes fifty annotations at a time, with what GitHub asks of them', async () => {
  const token = { checks: 'write' } as const;
  const annotation = { path: 'a', start_line: 1, end_line: 1, annotation_level: 'failure', message: 'm' };
  const run = (count: number, more: object = {}) => ({
    name: 'phase',
    head_sha: commit,
    output: {
      title: 't',
      summary: 's',
      annotations: Array.from({ length: count }, () => ({ ...annotation, ...more })),
    },
  });

  const made = await ask(token, 'POST', '/check-runs', run(50));
  expect(made.status).toBe(201);
  const id = made.body.id as number;
  expect((await ask(token, 'PATCH', `/check-runs/${id}`, { status: 'completed', conclusion: 'success' })).status).toBe(
    200,
  );
  expect((await ask(token, 'GET', `/check-runs/${id}`)).body.conclusion).toBe('success');
  expect((await ask(token, 'GET', `/commits/${commit}/check-runs`)).body.total_count).toBe(1);
  expect((await ask(token, 'POST', '/check-runs', run(51))).status).toBe(422);
  expect((await ask(token, 'POST', '/check-runs', run(1, { annotation_level: 'error' }))).status).toBe(422);
  expect((await ask(token, 'POST', '/check-runs', { name: 'x' })).status).toBe(422);
  const long = { name: 'x', head_sha: commit, output: { title: 't', summary: 'x'.repeat(65_536) } };
  expect((await ask(token, 'POST', '/check-runs', long)).status).toBe(422);
});

test.each([
  ['octo', 200, 'admin'],
  ['writer', 200, 'write'],
  ['reader', 200, 'read'],
  ['stranger', 404, undefined],
])('what %s may do', async (login, status, permission) => {
  const answered = await ask({}, 'GET', `/collaborators/${login}/permission`);

  expect([answered.status, answered.body.permission]).toEqual([status, permission]);
});

test('SARIF and dispatches are checked by the description', async () => {
  const sarif = { commit_sha: commit, ref: 'refs/heads/main', sarif: 'H4sI' };
  const scanning = { 'security-events': 'write' } as const;
  const dispatch = '/actions/workflows/ci.yml/dispatches';

  expect((await ask(scanning, 'POST', '/code-scanning/sarifs', sarif)).status).toBe(202);
  expect((await ask(scanning, 'POST', '/code-scanning/sarifs', { ...sarif, commit_sha: 'short' })).status).toBe(400);
  expect((await ask({ contents: 'write' }, 'POST', '/code-scanning/sarifs', sarif)).status).toBe(403);
  expect((await ask({ actions: 'write' }, 'POST', dispatch, { ref: 'main' })).status).toBeLessThan(300);
  expect((await ask({ actions: 'write' }, 'POST', dispatch, {})).status).toBe(422);
});

test('a file is written and read', async () => {
  const content = Buffer.from('text').toString('base64');

  const made = await ask({ contents: 'write' }, 'PUT', '/contents/docs/a.txt', {
    message: 'm',
    content,
    branch: 'topic',
  });

  expect(made.status).toBe(201);
  const read = await ask({ contents: 'read' }, 'GET', '/contents/docs/a.txt?ref=topic');
  expect(Buffer.from(read.body.content as string, 'base64').toString()).toBe('text');
});

const job = (branch: string, contents: string) => `
  ${branch}:
    runs-on: ubuntu-latest
    permissions: { contents: ${contents} }
    steps:
      - uses: actions/checkout@0123456789abcdef0123456789abcdef01234567
      - run: |
          git -c user.name=t -c user.email=t@example.com commit --quiet --allow-empty --message ${branch}
          git push --quiet origin HEAD:refs/heads/${branch} && git rev-parse HEAD
`;

test('jobs clone and push by their tokens: who may only read does not push, and what is pushed is there', async () => {
  const { run } = useRunner();

  const result = await run(`on: push\njobs:${job('reads', 'read')}${job('writes', 'write')}`, {
    event: { name: 'push', payload: { ref: 'refs/heads/main', after: commit } },
    issueToken: github.issueToken,
    serverUrl: github.url,
    apiUrl: github.url,
  });

  expect(outcomesOf(result, 'reads')).toEqual(['success', 'failure']);
  expect(github.journal.filter(({ by, operation }) => by === 'reads' && operation === 'git push')).toMatchObject([
    { status: 403, lacked: 'contents: write' },
  ]);
  expect(legOf(result, 'writes').result).toBe('success');
  const pushed = linesOf(result, 'writes').at(-1) ?? '';
  expect((await ask({ contents: 'read' }, 'GET', '/git/ref/heads/writes')).body.object.sha).toBe(pushed);
});
