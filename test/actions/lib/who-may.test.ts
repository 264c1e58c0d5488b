import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { strangeEvent, whoMay } from '../../../actions/lib/who-may.ts';
import { withGitHub } from './with-github.ts';

const { github } = withGitHub({ people: [{ login: 'writer', permission: 'write' }] });

/** Whether a run that this event has caused may cost something, and how often GitHub was asked for that. */
async function ask(name: string, payload: unknown, actor = 'writer'): Promise<{ says: string; asked: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'who-may-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'event.json'), JSON.stringify(payload));
  const env = {
    GITHUB_API_URL: github().url,
    GITHUB_REPOSITORY: 'octo/app',
    GITHUB_EVENT_NAME: name,
    GITHUB_EVENT_PATH: join(folder, 'event.json'),
    GITHUB_ACTOR: 'writer',
    GITHUB_TRIGGERING_ACTOR: actor,
  };
  const before = github().journal.length;
  const token = github().issueToken({ label: 'job', permissions: { contents: 'read' } });
  const found = await whoMay({ env, write: () => undefined }, { token, bots: [] });
  return { says: found.ok ? 'yes' : found.failure.message, asked: github().journal.length - before };
}

const pull = (repository: string | null) => ({
  pull_request: { head: { repo: repository === null ? null : { full_name: repository } } },
});

test('People who may write start runs by what happens in the repository itself.', async () => {
  for (const [name, payload] of [
    ['workflow_dispatch', {}],
    ['schedule', { schedule: '17 3 * * 1-5' }],
    ['push', { ref: 'refs/heads/main' }],
    ['issue_comment', { issue: { number: 1, pull_request: {} } }],
    ['pull_request', pull('octo/app')],
    ['pull_request_review', pull('octo/app')],
  ] as const)
    expect([name, (await ask(name, payload)).says]).toEqual([name, 'yes']);
});

test.for([
  ['pull_request', pull('stranger/app'), 'stranger/app'],
  ['pull_request_review', pull('stranger/app'), 'stranger/app'],
  ['pull_request_review_comment', pull('stranger/app'), 'stranger/app'],
  // An event that nobody has thought of yet, and what cannot be read.
  ['pull_request_of_tomorrow', {}, 'a repository that is gone'],
  ['check_run_of_tomorrow', pull('stranger/app'), 'stranger/app'],
  ['pull_request', pull(null), 'a repository that is gone'],
  ['push', { pull_request: 1 }, 'a repository that is gone'],
] as const)('What a fork brings starts nothing, whatever the event is called: %s.', async ([name, payload, from]) => {
  const { says, asked } = await ask(name, payload);
  expect(says).toMatch(new RegExp(`^Unexpected pull request from ${from}: no agent works on what a fork brings`));
  expect(asked).toBe(0);
});

test.for(['pull_request_target', 'workflow_run'])('Nothing is done on %s, by whomever.', async (name) => {
  const { says, asked } = await ask(name, pull('octo/app'));
  expect(says).toMatch(new RegExp(`^Unexpected event ${name}: it runs with the rights of this repository`));
  expect(asked).toBe(0);
  expect(strangeEvent({ env: { GITHUB_EVENT_NAME: name } }).ok).toBe(false);
});

test('Who runs it again is asked about, and not who has started it first.', async () => {
  expect((await ask('workflow_dispatch', {}, 'stranger')).says).toMatch(/^stranger has no part in octo\/app/);
});
