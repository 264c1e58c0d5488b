import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { jobOf, legOf, linesOf, outcomesOf, push, useRunner } from '../../use-runner.ts';
import type { Event } from '../event.ts';
import { artifactsIn } from './artifacts.ts';
import { cachesIn } from './caches.ts';

const pin = '0123456789abcdef0123456789abcdef01234567';
const messages = (result: Parameters<typeof legOf>[0], id?: string) =>
  legOf(result, id).annotations.map(({ message }) => message);

const on = (branch: string): Event => ({ ...push, payload: { ...push.payload, ref: `refs/heads/${branch}` } });

/** A repository `octo/app` with two commits on main and one on topic. */
function useRemote() {
  const runner = useRunner();
  const remote = runner.write('remote', { 'a.txt': 'first\n' });
  const git = (...args: string[]) => {
    const own = ['-c', 'user.name=t', '-c', 'user.email=t@example.com', '-c', 'commit.gpgsign=false'];
    return execFileSync('git', [...own, ...args], { cwd: remote, encoding: 'utf8' }).trim();
  };
  const commit = (text: string) => {
    runner.write('remote', { 'a.txt': `${text}\n` });
    git('add', '--all');
    git('commit', '--quiet', '--message', text);
    return git('rev-parse', 'HEAD');
  };
  git('init', '--quiet', '--initial-branch', 'main');
  const first = commit('first');
  const second = commit('second');
  git('switch', '--quiet', '--create', 'topic');
  const topic = commit('topic');
  git('switch', '--quiet', 'main');
  const event: Event = { name: 'push', payload: { ref: 'refs/heads/main', after: second } };
  return { ...runner, first, second, topic, options: { remotes: { 'octo/app': remote }, event } };
}

test('checkout brings the commit of the event, one deep, on its branch, with the token unless it is told not to', async () => {
  const { run, second, options } = useRemote();

  const result = await run(
    jobOf(`
- id: co
  uses: actions/checkout@${pin}
- env: { SAID: "\${{ steps.co.outputs.commit }}" }
  run: |
    echo "$(git rev-parse HEAD) $(git branch --show-current) $(git rev-list --count HEAD) $(cat a.txt) $SAID"
    git config --get-regexp extraheader | wc -l
- uses: actions/checkout@${pin}
  with: { path: again, persist-credentials: false, fetch-depth: 0 }
- working-directory: again
  run: |
    git config --get-regexp extraheader | wc -l
    git rev-list --count HEAD && git branch --remotes --format '%(refname:short)'
`),
    options,
  );

  expect(linesOf(result)).toEqual([`${second} main 1 second ${second}`, '1', '0', '2', 'origin/main', 'origin/topic']);
});

test('checkout goes to a branch or commit that it is given, and fails for one that is not there', async () => {
  const { run, first, topic, options } = useRemote();

  const result = await run(
    jobOf(`
- uses: actions/checkout@${pin}
  with: { ref: topic, path: branch }
- uses: actions/checkout@${pin}
  with: { ref: ${first}, path: commit }
- run: |
    echo "$(git -C branch rev-parse HEAD) $(git -C branch branch --show-current)"
    echo "$(git -C commit rev-parse HEAD) [$(git -C commit branch --show-current)]"
- uses: actions/checkout@${pin}
  with: { ref: none, path: none }
- if: always()
  uses: actions/checkout@${pin}
  with: { path: ../outside }
`),
    options,
  );

  expect(linesOf(result).slice(0, 2)).toEqual([`${topic} topic`, `${first} []`]);
  expect(outcomesOf(result).slice(3)).toEqual(['failure', 'failure']);
});

test('checkout does not take the head of a fork where the workflow has rights of its own', async () => {
  const { run, second, topic, options } = useRemote();
  const pull = {
    number: 1,
    head: { sha: topic, ref: 'topic', repo: { full_name: 'fork/app' } },
    base: { ref: 'main' },
  };
  const workflow = jobOf(`
- uses: actions/checkout@${pin}
- run: cat a.txt
- uses: actions/checkout@${pin}
  with: { ref: "\${{ github.event.pull_request.head.sha }}", path: head }
`).replace('on: push', 'on: pull_request_target');

  const result = await run(workflow, {
    ...options,
    head: { branch: 'main', sha: second },
    event: { name: 'pull_request_target', payload: { action: 'opened', pull_request: pull } },
  });

  expect(linesOf(result)[0]).toBe('second');
  expect(outcomesOf(result)).toEqual(['success', 'success', 'failure']);
});

test.each([
  ['actions/checkout', 'fetch_depth: 0', 'fetch_depth'],
  ['actions/checkout', 'sparse-checkout: a', 'sparse-checkout'],
  ['actions/setup-node', 'node-version: 20', '20'],
  ['actions/cache/save', 'path: a, key: b, restore-keys: c', 'restore-keys'],
  ['actions/upload-artifact', 'path: a, names: b', 'names'],
  ['actions/download-artifact', 'repository: octo/other', 'other repositories'],
  ['actions/attest', 'subject: a', 'subject'],
])('%s with { %s } ends the run', async (name, inputs, said) => {
  const { run } = useRunner();
  const permissions = 'permissions: { id-token: write, attestations: write }';

  const running = run(jobOf(`- uses: ${name}@${pin}\n  with: { ${inputs} }`, permissions));

  await expect(running).rejects.toThrow(new RegExp(`workflow-1\\.yml:\\d+: The stand-in for ${name} .*${said}`));
});

test('setup-node gives the version that is asked for', async () => {
  const { run } = useRunner();

  const result = await run(
    jobOf(`- uses: actions/setup-node@${pin}\n  with: { node-version: 24 }\n- run: node --version`),
  );

  expect(linesOf(result)).toEqual([process.version]);
});

const cached = (key: string, content: string) => `
- id: c
  uses: actions/cache@${pin}
  with: { path: kept, key: ${key}, restore-keys: "k-" }
- env: { HIT: "\${{ steps.c.outputs.cache-hit }}" }
  run: |
    echo "[$HIT] $(cat kept/file 2>/dev/null)"
    mkdir -p kept && echo ${content} > kept/file
`;

test('a cache is saved after its job, found by key or prefix, and never written again', async () => {
  const { run, folder } = useRunner();

  const lines = [];
  for (const [key, content] of [
    ['k-1', 'one'],
    ['k-1', 'other'],
    ['k-2', 'two'],
    ['z-1', 'three'],
  ] as const) {
    lines.push(...linesOf(await run(jobOf(cached(key, content)))).filter((line) => line.startsWith('[')));
  }

  // A prefix takes the latest: that of k-2.
  expect(lines).toEqual(['[] ', '[true] one', '[false] one', '[false] two']);
  expect(cachesIn(folder).map(({ key, ref }) => `${key} ${ref}`)).toEqual([
    'k-1 refs/heads/main',
    'k-2 refs/heads/main',
    'z-1 refs/heads/main',
  ]);
});

test('a failed job saves no cache; a fork and who comments only read', async () => {
  const { run, folder } = useRunner();
  const job = jobOf(cached('k-1', 'poison')).replace('on: push', 'on: [push, pull_request, issue_comment]');
  const pull = { number: 1, head: { repo: { full_name: 'fork/app' } }, base: { ref: 'main' } };

  await run(`${job}      - run: exit 1\n`);
  const fork = await run(job, { event: { name: 'pull_request', payload: { action: 'opened', pull_request: pull } } });
  const comment = await run(job, { event: { name: 'issue_comment', payload: { action: 'created' } } });

  expect(cachesIn(folder)).toEqual([]);
  for (const result of [fork, comment]) {
    expect(messages(result)).toContain('Failed to save: the token of this event may only read caches');
  }
});

test('a cache of another branch is not found, that of the default branch is', async () => {
  const { run } = useRunner();
  const job = jobOf(cached('k-1', 'x'));
  const first = async (branch: string) =>
    linesOf(await run(job, { event: on(branch) })).find((line) => line.startsWith('['));

  expect(await first('topic')).toBe('[] ');
  expect(await first('other')).toBe('[] ');
  expect(await first('main')).toBe('[] ');
  expect(await first('third')).toBe('[true] x');
});

test('restore and save stand alone; a miss fails where it is told to', async () => {
  const { run } = useRunner();

  const result = await run(
    jobOf(`
- run: mkdir kept && echo one > kept/file
- uses: actions/cache/save@${pin}
  with: { path: kept, key: a }
- run: rm -r kept
- uses: actions/cache/restore@${pin}
  with: { path: kept, key: a }
- run: cat kept/file
- uses: actions/cache/restore@${pin}
  with: { path: kept, key: b, fail-on-cache-miss: true }
- uses: actions/cache/save@${pin}
  if: always()
  with: { path: kept, key: a }
`),
  );

  expect(linesOf(result)[0]).toBe('one');
  expect(outcomesOf(result)).toEqual(['success', 'success', 'success', 'success', 'success', 'failure', 'success']);
  expect(messages(result).at(-1)).toMatch(/^Failed to save: Unable to reserve cache/);
});

const upload = (name: string, path: string, more = '') =>
  `- uses: actions/upload-artifact@${pin}\n  with: { name: "${name}", path: ${path}${more} }\n`;

test('artifacts go from job to job: one by name, several by pattern', async () => {
  const { run, folder } = useRunner();

  const result = await run(`
on: push
jobs:
  work:
    runs-on: ubuntu-latest
    strategy: { matrix: { task: [1, 2] } }
    steps:
      - run: mkdir -p out/deep && echo \${{ matrix.task }} > out/deep/\${{ matrix.task }}.txt && touch out/.hidden
      - uses: actions/upload-artifact@${pin}
        with: { name: "task-\${{ matrix.task }}", path: out }
  join:
    needs: work
    runs-on: ubuntu-latest
    steps:
      - uses: actions/download-artifact@${pin}
        with: { name: task-1, path: one }
      - uses: actions/download-artifact@${pin}
        with: { pattern: "task-*", path: each }
      - uses: actions/download-artifact@${pin}
        with: { pattern: "task-*", path: merged, merge-multiple: true }
      - run: find . -type f | sort
      - uses: actions/download-artifact@${pin}
        with: { name: task-3 }
`);

  expect(linesOf(result, 'join').slice(0, -1)).toEqual([
    './each/task-1/deep/1.txt',
    './each/task-2/deep/2.txt',
    './merged/deep/1.txt',
    './merged/deep/2.txt',
    './one/deep/1.txt',
  ]);
  expect(messages(result, 'join')).toEqual(['Unable to download artifact(s): Artifact not found for name: task-3']);
  expect(artifactsIn(folder).map(({ name, bytes }) => [name, bytes])).toEqual(
    expect.arrayContaining([
      ['task-1', 2],
      ['task-2', 2],
    ]),
  );
});

test.each([
  ['a', 'here', '', 'success'],
  ['a', 'here', ', overwrite: true', 'success'],
  ['taken', 'here', '', 'failure'],
  ['taken', 'here', ', overwrite: true', 'success'],
  ['a/b', 'here', '', 'failure'],
  ['a:b', 'here', '', 'failure'],
  ['a', 'none', '', 'success'],
  ['a', 'none', ', if-no-files-found: error', 'failure'],
  ['a', '.hidden', ', if-no-files-found: error, include-hidden-files: true', 'success'],
])('uploading %j from %s%s is a %s', async (name, path, more, outcome) => {
  const { run } = useRunner();

  const result = await run(jobOf(`- run: touch here .hidden\n${upload('taken', 'here')}${upload(name, path, more)}`));

  expect(outcomesOf(result)[2]).toBe(outcome);
});

const fetch = (more: string, permissions = 'actions: read') =>
  jobOf(
    `- uses: actions/download-artifact@${pin}\n  with: { name: bundle, ${more} }\n- run: cat here`,
    `permissions: { ${permissions} }`,
  );

test('artifacts of another run need its id, a token and leave to read actions', async () => {
  const { run } = useRunner();
  await run(jobOf(`- run: echo x > here\n${upload('bundle', 'here')}`), { runId: '11' });
  const token = 'github-token: "${{ github.token }}"';

  const good = await run(fetch(`run-id: 11, ${token}`), { runId: '12' });
  expect(linesOf(good)).toEqual(['x']);
  for (const bad of [
    fetch('path: .'),
    fetch('run-id: 11'),
    fetch(`run-id: 10, ${token}`),
    fetch(`run-id: 11, ${token}`, 'contents: read'),
  ]) {
    expect((await run(bad, { runId: '12' })).conclusion).toBe('failure');
  }
});

test('attest writes the statement, and only where the token may', async () => {
  const { run } = useRunner();
  const steps = `
- run: printf report > report.json
- id: attest
  uses: actions/attest@${pin}
  with: { subject-path: report.json, predicate-type: "https://example.com/p", predicate: '{"ok":true}' }
- env: { FILE: "\${{ steps.attest.outputs.bundle-path }}" }
  run: cp "$FILE" attestation.json
`;

  const result = await run(jobOf(steps, 'permissions: { id-token: write, attestations: write }'));
  const refused = await run(jobOf(steps, 'permissions: { id-token: write }'));

  const bundle = JSON.parse(readFileSync(join(legOf(result).workspace, 'attestation.json'), 'utf8'));
  expect(JSON.parse(Buffer.from(bundle.dsseEnvelope.payload, 'base64').toString())).toEqual({
    _type: 'https://in-toto.io/Statement/v1',
    predicate: { ok: true },
    predicateType: 'https://example.com/p',
    subject: [
      {
        name: 'report.json',
        digest: { sha256: '845e91831319e89c4d656bdb80c278ac09a7230d61e5dfd2e1b1fbb436ac8917' },
      },
    ],
  });
  expect(messages(refused)[0]).toBe("Failed to attest: the job's token lacks 'attestations: write'");
});
