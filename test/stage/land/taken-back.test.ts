import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { handedOver, handOffs } from '../../../core/stage/land/handed-over.ts';
import { commitFiles, scratch, userGit, type Texts } from '../../git/scratch.ts';
import { planPath, planText } from './landable.ts';

const plan = { id: 'demo', path: planPath };
const trailers = 'Plan: demo\nPhase: 1';
const work: Texts = { 'work.txt': 'work\n' };
const toml = (title: string) => `[[commits]]\ntitle = "${title}"\n`;

/** A repository whose main is at the base of phase 1, and a branch `phase` with its task and its hand-off. */
async function handed(path = planPath, ticked: Texts = { [planPath]: planText('done') }) {
  const made = await scratch({ 'a.txt': '1\n', [path]: path === planPath ? planText('open') : toml('Begin') });
  const { root, git } = made;
  const run = (...args: string[]) => userGit(root, ...args);
  const base = run('rev-parse', 'HEAD');
  run('checkout', '--quiet', '-b', 'work');
  const task = commitFiles(root, work, `Begin\n\n${trailers}\nTask: 1.1`);
  const handOff = commitFiles(root, ticked, `phase 1: Start\n\n${trailers}\nPhase-Step: hand-off`);
  run('checkout', '--quiet', 'main');
  const commit = (texts: Texts, message?: string) => commitFiles(root, texts, message);
  const ids = async () => [...(await handedOver(git, 'HEAD', { ...plan, path }))];
  const why = async () => (await handOffs(git, 'HEAD', { ...plan, path })).takenBack.get('1')?.why;
  return { ...made, run, base, task, handOff, commit, ids, why };
}

type Made = Awaited<ReturnType<typeof handed>>;

const ways: readonly [string, (made: Made) => void][] = [
  ['merged', ({ run }) => run('merge', '--quiet', '--no-ff', '-m', 'Merge branch work', 'work')],
  ['moved forward', ({ run }) => run('merge', '--quiet', '--ff-only', 'work')],
  ['picked', ({ run }) => run('cherry-pick', 'main..work')],
  [
    'rebased',
    ({ run, commit }) => {
      commit({ 'theirs.txt': 'theirs\n' });
      run('rebase', '--quiet', 'main', 'work');
      run('checkout', '--quiet', '-B', 'main', 'work');
    },
  ],
  [
    'squashed',
    ({ run, commit }) => {
      run('merge', '--quiet', '--squash', 'work');
      commit({}, `phase 1: Start (#3)\n\nBegin\n\n${trailers}\nPhase-Step: hand-off`);
    },
  ],
];

describe('A hand-off that was taken back does not count any more, however it came to main:', () => {
  test.each(ways)('%s.', async (_way, bring) => {
    const made = await handed();
    const { run, ids, why, commit } = made;
    bring(made);
    commit({ 'later.txt': 'later\n', 'a.txt': '2\n' });
    expect(await ids()).toEqual(['1']);
    expect(await why()).toBeUndefined();

    const ticked = run('log', '-1', '--first-parent', '--format=%H', '--', planPath);
    const isMerge = run('rev-list', '--no-walk', '--parents', ticked).split(' ').length > 2;
    run('revert', '--no-edit', ...(isMerge ? ['-m', '1'] : []), ticked);
    expect(await ids()).toEqual([]);
    expect(await why()).toBe('1.1 is open again');

    run('revert', '--no-edit', 'HEAD');
    expect(await ids()).toEqual(['1']);
  });
});

test('A tick that somebody takes out by hand takes the hand-off back; a task that was open all the time does not.', async () => {
  const { commit, ids, why, run } = await handed();
  run('merge', '--quiet', '--ff-only', 'work');
  commit({ [planPath]: withMore('done') });
  expect(await ids()).toEqual(['1']);
  commit({ [planPath]: withMore('open') });
  expect(await why()).toBe('1.1 is open again');
});

/** The plan with a task that is open all the time. */
function withMore(status: 'open' | 'done'): string {
  return planText(status).replace('| 1.1 |', '| 1.2 | More | open |\n| 1.1 |');
}

test('A revert of some of the work alone takes the hand-off back while what it takes out is gone, and only then.', async () => {
  const { commit, ids, why, run, task } = await handed();
  run('merge', '--quiet', '--ff-only', 'work');
  commit({ 'work.txt': undefined }, 'Work is elsewhere now');
  expect(await ids()).toEqual(['1']);
  commit(work);
  run('revert', '--no-edit', task);
  expect(await why()).toMatch(new RegExp(`^${task.slice(0, 10)} of it was reverted by [0-9a-f]{10}$`));
  run('revert', '--no-edit', 'HEAD');
  expect(await ids()).toEqual(['1']);
  commit({}, `Say something\n\nThis reverts commit ${task}.`);
  expect(await ids()).toEqual(['1']);
});

test('In a plan without ticks the revert says it, of the commits or of the merge.', async () => {
  const path = 'implementation-plan.toml';
  const direct = await handed(path, {});
  direct.run('merge', '--quiet', '--ff-only', 'work');
  direct.run('revert', '--no-edit', direct.task);
  expect([await direct.ids(), await direct.why()]).toEqual([[], expect.stringContaining('was reverted by')]);
  const merged = await handed(path, {});
  merged.run('merge', '--quiet', '--no-ff', '-m', 'Merge pull request #3', 'work');
  merged.run('revert', '--no-edit', '-m', '1', 'HEAD');
  expect([await merged.ids(), await merged.why()]).toEqual([[], expect.stringContaining('was reverted by')]);
});

test('What was reverted stays so when somebody works on the same files.', async () => {
  const path = 'implementation-plan.toml';
  const backlog = 'specs/93-improvements-review.md';
  const merged = await handed(path, { [backlog]: '# Left\n\n- P1 work.txt:1 Mend it\n' });
  merged.run('merge', '--quiet', '--no-ff', '-m', 'Merge branch work', 'work');
  merged.run('revert', '--no-edit', '-m', '1', 'HEAD');
  expect(await merged.ids()).toEqual([]);
  merged.commit({ [backlog]: '# Left\n\n- P1 a.txt:1 Mend it\n' });
  expect(await merged.ids()).toEqual([]);

  const { run, task, commit, ids } = await handed();
  run('merge', '--quiet', '--ff-only', 'work');
  run('revert', '--no-edit', task);
  commit({ 'work.txt': 'other\n' });
  expect(await ids()).toEqual([]);
  commit(work);
  expect(await ids()).toEqual(['1']);
});

describe('Whether a hand-off still counts is for a person to say', () => {
  const path = 'implementation-plan.toml';
  test.each<[string, (made: Made) => void]>([
    [
      'where its work was reverted and is there in another form',
      ({ run, task, commit }) => {
        run('revert', '--no-edit', task);
        commit({ 'work.txt': 'work\nand more\n' }, 'Land it again, mended');
      },
    ],
    [
      'where a revert took out a part of it',
      ({ commit, task }) => commit({ 'work.txt': '' }, `Less\n\nThis reverts commit ${task} in what one file says.`),
    ],
    [
      'where a forge reverted it without a name',
      ({ commit }) =>
        commit({ 'work.txt': undefined, 'b.txt': undefined }, 'Revert "Start" (#4)\n\nReverts demo/demo#3'),
    ],
  ])('%s.', async (_, happened) => {
    const made = await handed(path, {});
    const { run, root, git, ids, commit } = made;
    run('checkout', '--quiet', 'work');
    run('reset', '--quiet', '--hard', 'main');
    const task = commit({ ...work, 'b.txt': '' }, `Begin\n\n${trailers}\nTask: 1.1`);
    const handOff = commit({}, `phase 1: Start\n\n${trailers}\nPhase-Step: hand-off`);
    expect(await ids()).toEqual(['1']);
    happened({ ...made, task });
    const found = (await handOffs(git, 'HEAD', { ...plan, path })).takenBack.get('1');
    expect(found).toMatchObject({ commit: handOff, isInDoubt: true });
    const [, command = ''] = /say so in a commit: (.*)\.$/.exec(found?.said ?? '') ?? [];
    execFileSync('sh', ['-c', command], { cwd: root });
    expect(await ids()).toEqual(['1']);
    expect(run('log', '-1', '--format=%s%n%(trailers)')).toBe(
      'Phase 1 stands\nPlan: demo\nPhase: 1\nPhase-Step: hand-off',
    );
  });
});

test('A phase whose revert was reverted stands, however its files are worked on.', async () => {
  const { run, task, commit, ids } = await handed();
  run('merge', '--quiet', '--ff-only', 'work');
  run('revert', '--no-edit', task);
  run('revert', '--no-edit', 'HEAD');
  commit({ 'work.txt': 'other\n' });
  expect(await ids()).toEqual(['1']);
});

test('A phase that was done anew after a revert is handed over.', async () => {
  const { commit, ids, run, task, handOff } = await handed();
  run('merge', '--quiet', '--ff-only', 'work');
  run('revert', '--no-edit', handOff, task);
  expect(await ids()).toEqual([]);
  commit({ 'other.txt': 'done otherwise\n' }, `Begin\n\n${trailers}\nTask: 1.1`);
  commit({ [planPath]: planText('done') }, `phase 1: Start\n\n${trailers}\nPhase-Step: hand-off`);
  expect(await ids()).toEqual(['1']);
});
