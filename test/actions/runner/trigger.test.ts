import { expect, test } from 'vitest';
import { useRunner } from '../use-runner.ts';
import type { Event } from './event.ts';
import type { RunOptions } from './options.ts';

const sha = 'c'.repeat(40);

const pullRequest = (action: string, base = 'main'): Event => ({
  name: 'pull_request',
  payload: {
    action,
    pull_request: { number: 7, merge_commit_sha: sha, head: { ref: 'topic' }, base: { ref: base } },
  },
});
const pushed = (ref: string): Event => ({ name: 'push', payload: { ref, after: sha } });
const comment: Event = { name: 'issue_comment', payload: { action: 'created', comment: { body: '/phase status' } } };
const queue: Event = {
  name: 'merge_group',
  payload: {
    action: 'checks_requested',
    merge_group: { head_ref: 'refs/heads/queue/main/1', head_sha: sha, base_ref: 'refs/heads/main' },
  },
};
const ended = (name: string): Event => ({
  name: 'workflow_run',
  payload: { action: 'completed', workflow_run: { name, head_branch: 'topic' } },
});
const dispatch = (inputs: Record<string, string>): Event => ({ name: 'workflow_dispatch', payload: { inputs } });
const cron: Event = { name: 'schedule', payload: { schedule: '0 5 * * *' } };

test.each<[string, Event, string]>([
  ['push', pushed('refs/heads/main'), `refs/heads/main main branch ${sha}`],
  ['push', pushed('refs/tags/v1'), `refs/tags/v1 v1 tag ${sha}`],
  ['{ push: { branches: ["main", "re/**"] } }', pushed('refs/heads/re/a/b'), `refs/heads/re/a/b re/a/b branch ${sha}`],
  ['{ push: { branches: ["**", "!main"] } }', pushed('refs/heads/main'), 'no'],
  ['{ push: { branches-ignore: [main] } }', pushed('refs/heads/main'), 'no'],
  ['{ push: { branches: [main] } }', pushed('refs/tags/main'), 'no'],
  ['{ push: { tags: ["v*"] } }', pushed('refs/tags/v1'), `refs/tags/v1 v1 tag ${sha}`],
  ['pull_request', pushed('refs/heads/main'), 'no'],
  ['pull_request', pullRequest('synchronize'), `refs/pull/7/merge 7/merge branch ${sha}`],
  ['pull_request', pullRequest('closed'), 'no'],
  ['{ pull_request: { types: [closed] } }', pullRequest('closed'), `refs/pull/7/merge 7/merge branch ${sha}`],
  ['{ pull_request: { branches: [main] } }', pullRequest('opened', 'other'), 'no'],
  ['{ issue_comment: { types: [created] } }', comment, `refs/heads/trunk trunk branch ${'d'.repeat(40)}`],
  ['{ issue_comment: { types: [edited] } }', comment, 'no'],
  ['merge_group', queue, `refs/heads/queue/main/1 queue/main/1 branch ${sha}`],
  ['{ merge_group: { branches: [other] } }', queue, 'no'],
  ['{ workflow_run: { workflows: [CI] } }', ended('CI'), `refs/heads/trunk trunk branch ${'d'.repeat(40)}`],
  ['{ workflow_run: { workflows: [CI] } }', ended('Other'), 'no'],
  ['{ workflow_run: { workflows: [CI], branches: [main] } }', ended('CI'), 'no'],
  ['{ schedule: [{ cron: "0 5 * * *" }] }', cron, `refs/heads/trunk trunk branch ${'d'.repeat(40)}`],
  ['{ schedule: [{ cron: "0 6 * * *" }] }', cron, 'no'],
])('on %s: %o runs as %s', async (on, event, expected) => {
  expect(await seen(on, { event })).toBe(expected);
});

test('a dispatch gives inputs in their types, with defaults', async () => {
  const on = `{ workflow_dispatch: { inputs: {
    phase: { description: x, required: true },
    dry: { description: x, type: boolean },
    count: { description: x, type: number, default: 3 },
    kind: { description: x, type: choice, options: [a, b], default: a } } } }`;

  expect(await seen(on, { event: dispatch({ phase: 'p1' }) }, '${{ toJSON(inputs) }}')).toBe(
    '{"phase":"p1","dry":false,"count":3,"kind":"a"}',
  );
  await expect(seen(on, { event: dispatch({}) })).rejects.toThrow("Required input 'phase' not provided");
  await expect(seen(on, { event: dispatch({ phase: '1', other: '2' }) })).rejects.toThrow('Unexpected inputs');
  await expect(seen(on, { event: dispatch({ phase: '1', kind: 'c' }) })).rejects.toThrow('not in the list');
});

/** What a job sees of its event; `no` where the workflow is not started. */
async function seen(on: string, options: Partial<RunOptions>, what?: string): Promise<string> {
  const { run } = useRunner();
  let text = 'no';
  const github = '${{ github.ref }} ${{ github.ref_name }} ${{ github.ref_type }} ${{ github.sha }}';
  const result = await run(
    `on: ${on}\njobs:\n  job:\n    runs-on: ubuntu-latest\n    env: { SEEN: '${what ?? github}' }\n    steps: []\n`,
    {
      ...options,
      head: { branch: 'trunk', sha: 'd'.repeat(40) },
      beforeJob: (job) => {
        text = what === undefined ? (job.env['SEEN'] ?? '') : JSON.stringify(JSON.parse(job.env['SEEN'] ?? ''));
      },
    },
  );
  expect(result.triggered).toBe(text !== 'no');
  expect(result.conclusion).toBe(text === 'no' ? 'skipped' : 'success');
  return text;
}
