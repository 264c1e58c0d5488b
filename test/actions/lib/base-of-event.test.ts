import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { baseOfEvent } from '../../../actions/lib/base-of-event.ts';
import { git } from '../../../core/git/git.ts';
import { commitFiles, userGit } from '../../git/scratch.ts';
import { withRemote, type WithRemote } from '../../git/with-remote.ts';

async function baseOf({ host, root }: WithRemote, event: object): Promise<unknown> {
  const path = join(dirname(root), 'event.json');
  writeFileSync(path, JSON.stringify({ repository: { default_branch: 'main' }, ...event }));
  const found = await baseOfEvent({ env: { GITHUB_EVENT_PATH: path }, write: () => undefined }, git(host, root));
  return found.ok ? found.value : found.failure;
}

/** As many commits on main, the last of which is checked out and pushed. */
async function pushed(...names: readonly string[]): Promise<{ made: WithRemote; commits: string[] }> {
  const made = await withRemote();
  const commits = names.map((name) => commitFiles(made.root, { [name]: name }));
  userGit(made.root, 'push', '--quiet', 'origin', 'main');
  return { made, commits };
}

test('A push is a change to where the branch was, a pull request and a queue to where they leave their base.', async () => {
  const { made, commits } = await pushed('one', 'two');
  const [one] = commits;
  expect(await baseOf(made, { before: one })).toBe(one);
  userGit(made.root, 'checkout', '--quiet', '-b', 'work', one ?? '');
  commitFiles(made.root, { more: 'more' });
  expect(await baseOf(made, { pull_request: { base: { sha: commits[1] } } })).toBe(one);
  expect(await baseOf(made, { merge_group: { base_sha: one } })).toBe(one);
  expect(await baseOf(made, { before: '0'.repeat(40) })).toBe(one);
});

test('Main itself is a change to nothing: by schedule, by hand, as a new branch, and after it was forced elsewhere.', async () => {
  const { made } = await pushed('one');
  for (const event of [
    {},
    { schedule: '17 3 * * *' },
    { before: '0'.repeat(40) },
    { before: 'c'.repeat(40), forced: true },
  ])
    expect(await baseOf(made, event)).toBeUndefined();
});

test('So is main that was forced back, though the later commit is still on a branch.', async () => {
  const { made, commits } = await pushed('one', 'two');
  userGit(made.root, 'push', '--quiet', 'origin', 'HEAD:refs/heads/kept', '+HEAD~1:refs/heads/main');
  userGit(made.root, 'checkout', '--quiet', '--detach', 'HEAD~1');
  expect(await baseOf(made, { before: commits[1], forced: true })).toBeUndefined();
});

test('In a shallow clone nobody can tell.', async () => {
  const { made } = await pushed('one', 'two');
  writeFileSync(join(made.root, '.git/shallow'), `${userGit(made.root, 'rev-parse', 'HEAD')}\n`);
  expect(await baseOf(made, {})).toMatchObject({ reason: 'shallow-clone' });
});
