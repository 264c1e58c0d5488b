import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { watchSettings } from '../../../core/guard/watch-settings.ts';
import { checkoutOf, userGit, writeFiles } from '../../git/scratch.ts';
import { finish, finishedAlone, hook, mainOf, planPath, somebodyElse, withRemote, type Landable } from './landable.ts';

const own = '.git/hooks';
const trailers = 'phase 1: Start\n\nPlan: demo\nPhase: 1\nPhase-Step: hand-off';

/** What a hook has written down: beside the checkout, where no tree is changed by it. */
function seen(root: string): string {
  const path = join(dirname(root), 'seen');
  return existsSync(path) ? readFileSync(path, 'utf8') : '';
}

/** Shell for hooks: writes down what a command prints. */
function note(command: string): string {
  return `(${command}) >> "$(git rev-parse --path-format=absolute --git-common-dir)/../../seen" 2>&1`;
}

/** Users who have these hooks. */
function has(hooks: Readonly<Record<string, string>>, folder = own): (root: string) => void {
  return (root) => {
    for (const [name, script] of Object.entries(hooks)) hook(root, name, script, folder);
  };
}

/** As husky 9 has it: git runs what it has installed, which runs the project's. */
function hasHusky(root: string): void {
  has({ 'pre-commit': '. "$(dirname "$0")/h"' }, '.husky/_')(root);
  writeFiles(root, {
    '.husky/_/h': 'sh -e "$(dirname "$(dirname "$0")")/$(basename "$0")" "$@"\n',
    '.husky/pre-commit': note('echo the user’s'),
  });
  userGit(root, 'config', 'core.hooksPath', '.husky/_');
}

/** One that cannot be run, a link to another and one to nothing, a sample, and one that judges nothing. */
function hasNoneThatRun(root: string): void {
  has({ 'pre-push.sample': 'exit 1', 'post-commit': 'exit 1' })(root);
  writeFiles(root, { [`${own}/pre-commit`]: 'exit 1\n' });
  chmodSync(join(root, own, 'pre-commit'), 0o644);
  symlinkSync('pre-commit', join(root, own, 'commit-msg'));
  symlinkSync('nowhere', join(root, own, 'pre-push'));
}

/** Hooks that are links to programs of another name, which lie by them. */
function linked(hooks: Readonly<Record<string, string>>): (root: string) => void {
  return (root) => {
    for (const [name, script] of Object.entries(hooks)) {
      hook(root, `my-${name}`, script, '../mine');
      mkdirSync(join(root, own), { recursive: true });
      symlinkSync(`../../../mine/my-${name}`, join(root, own, name));
    }
  };
}

async function told(phase: Landable): Promise<unknown> {
  return (await phase.land()).landed?.hooks;
}

function branchesOf(root: string): string {
  return userGit(root, 'branch', '--format=%(refname:short)');
}

describe('pre-commit', () => {
  test('sees the whole change staged on what it lands on, and is not asked twice about the same.', async () => {
    const look =
      'git rev-parse HEAD; git write-tree; git diff --cached --name-only; git status --porcelain; ls work.txt';
    const setUp = has({ 'pre-commit': note(look) });
    const phase = await finishedAlone({ land: 'branch', setUp });
    const before = checkoutOf(phase.root);
    const landing = await phase.land();
    const [base, tree] = [
      userGit(phase.root, 'rev-parse', 'main'),
      userGit(phase.root, 'rev-parse', `${phase.handOff}^{tree}`),
    ];
    expect(seen(phase.root)).toBe(
      [base, tree, planPath, 'work.txt', `M  ${planPath}`, 'A  work.txt', 'work.txt', ''].join('\n'),
    );
    const ran = { hook: 'pre-commit', program: join(phase.root, own, 'pre-commit'), outcome: 'passed', code: 0, tree };
    expect(landing).toMatchObject({
      landed: { to: 'branch', commit: phase.handOff, hooks: { ran: [ran], leftOut: [] } },
    });
    expect(checkoutOf(phase.root)).toEqual({ ...before, '.git/refs/heads/phase/1': `${phase.handOff}\n` });
    expect(userGit(phase.root, 'worktree', 'list').split('\n')).toHaveLength(2);
    expect(await phase.land()).toMatchObject({ landed: { hooks: { ran: [ran] } } });
    expect(seen(phase.root).split('\n')).toHaveLength(8);
  });

  test.each(['branch', 'pull-request', 'main'] as const)(
    'that is red keeps all as it is with "land": "%s".',
    async (land) => {
      const { user, remote } = await withRemote();
      const setUp = has({ 'pre-commit': 'echo "no semicolons"; exit 3' });
      const phase = await finish(user, { land, setUp });
      const before = userGit(phase.root, 'for-each-ref', 'refs/heads', 'refs/remotes');
      const landing = await phase.land();
      expect(landing.landed).toBeUndefined();
      expect(landing.failure?.reason).toBe('land');
      expect(landing.failure?.message).toMatch(/pre-commit .* refuses what is to land: exit code 3\.\nno semicolons\n/);
      expect(landing.failure?.message).toContain('Nothing was moved');
      expect(landing.hooks?.ran).toMatchObject([{ outcome: 'failed', code: 3, output: 'no semicolons' }]);
      expect(userGit(phase.root, 'for-each-ref', 'refs/heads', 'refs/remotes')).toBe(before);
      expect(userGit(remote, 'for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');
      expect(mainOf(remote)).toBe(userGit(phase.root, 'rev-parse', 'main'));
    },
  );

  test.each([
    ['and stages that', 'echo formatted >> work.txt; git add work.txt'],
    ['and does not stage that', 'echo formatted >> work.txt'],
    ['in the index alone', 'git rm --quiet --cached work.txt'],
  ])('that changes the tree, %s, refuses it: what lands is what was reviewed.', async (_, script) => {
    const phase = await finishedAlone({ land: 'branch', setUp: has({ 'pre-commit': script }) });
    const landing = await phase.land();
    expect(landing.landed).toBeUndefined();
    expect(landing.failure?.message).toContain('pre-commit changes what is to land: work.txt.');
    expect(branchesOf(phase.root)).toBe('main');
  });

  test('that comes to no end is ended, and refuses it.', async () => {
    const setUp = has({ 'pre-commit': 'echo waiting; sleep 600' });
    const phase = await finishedAlone({ land: 'branch', setUp, options: { gateTimeLimit: 1 } });
    const landing = await phase.land();
    expect(landing.failure?.message).toContain('no end within 1 s (option gateTimeLimit).\nwaiting\n');
    expect(landing.hooks?.ran[0]).not.toHaveProperty('code');
    expect(branchesOf(phase.root)).toBe('main');
  });

  test('judges a merge with main as well, on main; one that is red for the merge alone keeps main.', async () => {
    const { user, remote } = await withRemote();
    const script = `${note('git rev-parse HEAD')}; test ! -f theirs.txt`;
    const phase = await finish(user, { setUp: has({ 'pre-commit': script }) });
    const base = userGit(user.root, 'rev-parse', 'main');
    const theirs = somebodyElse(remote, { 'theirs.txt': 'theirs\n' });
    const landing = await phase.land();
    expect(landing.landed).toBeUndefined();
    expect(landing.failure?.message).toContain('exit code 1');
    expect(mainOf(remote)).toBe(theirs);
    expect(seen(user.root)).toBe(`${base}\n${theirs}\n`);
  });

  test('knows whose commit it is, and gets neither a secret nor paths by which its tests would write into the repository.', async () => {
    process.env['DEMO_TOKEN'] = 'secret';
    const setUp = has({ 'pre-commit': note('env') });
    const phase = await finishedAlone({ land: 'branch', setUp });
    await phase.land();
    delete process.env['DEMO_TOKEN'];
    expect(seen(phase.root)).toMatch(/^GIT_AUTHOR_NAME=Ada$/m);
    expect(seen(phase.root)).not.toMatch(/^GIT_DIR=|^GIT_INDEX_FILE=|DEMO_TOKEN/m);
  });
});

describe('The hooks that run', () => {
  test.each([
    ['an absolute path', (root: string) => join(dirname(root), 'githooks')],
    ['a path from the user’s checkout on', () => '../githooks'],
  ])('are those of core.hooksPath, %s.', async (_, path) => {
    const setUp = (root: string): void => {
      hook(root, 'pre-commit', 'exit 1', own);
      hook(root, 'pre-commit', note('echo "ran $0"'), '../githooks');
      userGit(root, 'config', 'core.hooksPath', path(root));
    };
    const phase = await finishedAlone({ land: 'branch', setUp });
    expect(await told(phase)).toMatchObject({ ran: [{ outcome: 'passed' }] });
    expect(seen(phase.root)).toBe(`ran ${join(dirname(phase.root), 'githooks/pre-commit')}\n`);
  });

  test('are the user’s copies, as husky has them, and not those that the phase has changed.', async () => {
    const husky = { '.husky/pre-commit': 'exit 1\n', '.husky/.gitignore': '_\n' };
    const phase = await finishedAlone({ land: 'branch', setUp: hasHusky, work: { ...husky, 'work.txt': 'work\n' } });
    expect(await told(phase)).toMatchObject({ ran: [{ outcome: 'passed' }] });
    expect(seen(phase.root)).toBe('the user’s\n');
  });

  test('are the same no more where a file has changed that they run, as husky has them.', async () => {
    const phase = await finishedAlone({ land: 'branch', setUp: hasHusky });
    writeFiles(phase.root, { '.husky/pre-commit': 'exit 0\n' });
    expect((await phase.land()).failure?.message).toContain('Unexpected change of the hook pre-commit');
  });

  test.each(['pre-commit', 'commit-msg', 'pre-push'])(
    'are also those that are links to programs: %s.',
    async (name) => {
      const { user, remote } = await withRemote();
      const main = mainOf(remote);
      const phase = await finish(user, { setUp: linked({ [name]: 'echo "not on Fridays"; exit 1' }) });
      const landing = await phase.land();
      expect(landing.failure?.message).toContain('not on Fridays');
      expect(mainOf(remote)).toBe(main);
    },
  );

  test('are the same no more where the program has changed that a link leads to.', async () => {
    const phase = await finishedAlone({ land: 'branch', setUp: linked({ 'pre-commit': 'exit 0' }) });
    hook(phase.root, 'my-pre-commit', 'exit 0 # changed', '../mine');
    expect((await phase.land()).failure?.message).toContain('Unexpected change of the hook pre-commit');
  });

  test('are none where git would run none, and nothing is said.', async () => {
    const phase = await finishedAlone({ land: 'branch', setUp: hasNoneThatRun });
    const { landed } = await phase.land();
    expect(landed).toMatchObject({ to: 'branch', commit: phase.handOff });
    expect(landed).not.toHaveProperty('hooks');
  });

  test('are not those that the option leaves out, and that is said.', async () => {
    const setUp = has({ 'pre-commit': 'exit 1', 'commit-msg': 'exit 0' });
    const phase = await finishedAlone({ land: 'branch', setUp, options: { hooks: ['commit-msg'] } });
    expect(await told(phase)).toMatchObject({
      ran: [{ hook: 'commit-msg' }],
      leftOut: [{ hook: 'pre-commit', reason: 'option "hooks" leaves it out' }],
    });
  });

  test.each([
    ['into git’s own folder', own, undefined],
    ['into the user’s checkout', '.githooks', '.githooks'],
  ])('are not what an agent has written %s, and that is said.', async (_, folder, path) => {
    const setUp = (root: string): void => {
      writeFiles(root, { '.githooks/.gitignore': '*\n' });
      if (path) userGit(root, 'config', 'core.hooksPath', path);
    };
    const bound = await finishedAlone({ land: 'branch', setUp });
    const looksAgain = await watchSettings(bound.host, bound.repository);
    hook(bound.root, 'pre-commit', note('echo planted'), folder);
    const { notes } = await looksAgain();
    expect(notes.join('\n')).toContain('pre-commit, a hook of yours, was written meanwhile');
    // The user's own git would run it.
    const phase = await finish(bound, {
      land: 'branch',
      work: {},
      setUp: () => rmSync(join(dirname(bound.root), 'seen')),
    });
    const reason = expect.stringContaining('was written to while an agent was at work');
    expect(await told(phase)).toEqual({ ran: [], leftOut: [{ hook: 'pre-commit', reason }] });
    expect(seen(phase.root)).toBe('');
  });

  test('are not those of a core.hooksPath that an agent has set, and that is said.', async () => {
    const bound = await finishedAlone({ land: 'branch' });
    const looksAgain = await watchSettings(bound.host, bound.repository);
    hook(bound.root, 'pre-commit', note('echo planted'), '../planted');
    userGit(bound.root, 'config', 'core.hooksPath', '../planted');
    await looksAgain();
    const phase = await finish(bound, { land: 'branch', setUp: () => rmSync(join(dirname(bound.root), 'seen')) });
    expect(await told(phase)).toMatchObject({ ran: [], leftOut: [{ hook: 'core.hooksPath' }] });
    expect(seen(phase.root)).toBe('');
  });

  test('are those of when the phase was bound: one that has changed is for a person to look at, and to run again.', async () => {
    const phase = await finishedAlone({ land: 'branch', setUp: has({ 'pre-commit': 'exit 0' }) });
    hook(phase.root, 'pre-commit', 'exit 0 # changed', own);
    const landing = await phase.land();
    expect(landing.landed).toBeUndefined();
    expect(landing.failure?.message).toContain('Unexpected change of the hook pre-commit');
    expect(branchesOf(phase.root)).toBe('main');
    const again = await finish(phase, { land: 'branch', work: { 'work.txt': 'again\n' } });
    expect(await told(again)).toMatchObject({ ran: [{ outcome: 'passed' }] });
  });
});

describe('commit-msg', () => {
  test('gets the message of each commit in a file, and one that refuses names it.', async () => {
    const script = `${note('cat "$1"')}; ! grep -q ^phase "$1"`;
    const setUp = has({ 'commit-msg': script });
    const phase = await finishedAlone({ land: 'branch', setUp });
    const landing = await phase.land();
    expect(seen(phase.root)).toBe('Begin\nphase 1: Start\n');
    expect(landing.landed).toBeUndefined();
    expect(landing.failure?.message).toContain(
      `refuses the message of ${phase.handOff.slice(0, 10)}, “phase 1: Start”`,
    );
    expect(landing.hooks?.ran).toMatchObject([{ hook: 'commit-msg', calls: 2, outcome: 'failed' }]);
    expect(branchesOf(phase.root)).toBe('main');
  });

  test('that writes a message anew is followed: same tree, same people, other words, and once only.', async () => {
    const add = 'git interpret-trailers --in-place --trailer "Change-Id: I$$" "$1"';
    const setUp = has({ 'commit-msg': add });
    const phase = await finishedAlone({ land: 'branch', setUp, message: trailers });
    const { landed } = await phase.land();
    const of = (commit: string, format: string): string =>
      userGit(phase.root, 'log', '-2', `--format=${format}`, commit);
    expect(landed?.commit).not.toBe(phase.handOff);
    expect(of('phase/1', '%T %an %ae %at %cn %ce %ct')).toBe(of(phase.handOff, '%T %an %ae %at %cn %ce %ct'));
    expect(of('phase/1', '%B')).toMatch(
      /^phase 1: Start\n\nPlan: demo\nPhase: 1\nPhase-Step: hand-off\nChange-Id: I\d+\n\nBegin\n\nChange-Id: I\d+$/,
    );
    expect(landed?.commits).toMatchObject([{}, { from: phase.handOff, to: landed?.commit }]);
    expect((await phase.land()).landed?.commit).toBe(landed?.commit);
  });

  test('that takes out the trailers by which a phase is known has refused it.', async () => {
    const setUp = has({ 'commit-msg': 'echo short > "$1"' });
    const phase = await finishedAlone({ land: 'branch', setUp, message: trailers });
    const landing = await phase.land();
    expect(landing.landed).toBeUndefined();
    expect(landing.failure?.message).toContain('takes Plan: demo, Phase: 1, Phase-Step: hand-off out of the message');
  });
});

describe('pre-push', () => {
  const notePush = note('echo "$@"; cat; git rev-parse HEAD');

  test('is told of a push to main as git tells it, where what is pushed is checked out.', async () => {
    const { user, remote } = await withRemote();
    const phase = await finish(user, { setUp: has({ 'pre-push': notePush }) });
    const main = mainOf(remote);
    const landing = await phase.land();
    const { handOff } = phase;
    expect(seen(user.root)).toBe(`origin ${remote}\n${handOff} ${handOff} refs/heads/main ${main}\n${handOff}\n`);
    expect(landing.landed).toMatchObject({ to: 'main', hooks: { ran: [{ hook: 'pre-push', outcome: 'passed' }] } });
  });

  test('that refuses a push to main leaves main, and the phase lands on its branch.', async () => {
    const { user, remote } = await withRemote();
    const phase = await finish(user, { setUp: has({ 'pre-push': 'echo "not on Fridays"; exit 1' }) });
    const main = mainOf(remote);
    const landing = await phase.land();
    expect(landing).toMatchObject({ landed: { to: 'branch', branch: 'phase/1' }, failure: { reason: 'land' } });
    expect(landing.failure?.message).toMatch(
      /refuses the push to origin: exit code 1\.\nnot on Fridays\n[^]*git merge --ff-only phase\/1/,
    );
    expect(landing.landed?.hooks?.ran).toMatchObject([{ hook: 'pre-push', outcome: 'failed' }]);
    expect(mainOf(remote)).toBe(main);
  });

  test('is told of a branch that is new at the remote; refused, no pull request is opened.', async () => {
    const { user, remote } = await withRemote();
    const script = `${notePush}; exit 1`;
    const phase = await finish(user, {
      land: 'pull-request',
      setUp: has({ 'pre-push': script }),
    });
    const landing = await phase.land();
    const { handOff } = phase;
    expect(seen(user.root)).toContain(`${handOff} ${handOff} refs/heads/phase/1 ${'0'.repeat(40)}\n`);
    expect(landing).toMatchObject({ landed: { to: 'branch', branch: 'phase/1' }, failure: { reason: 'land' } });
    expect(userGit(remote, 'for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');
  });

  test('is not asked where nothing is pushed.', async () => {
    const phase = await finishedAlone({ land: 'branch', setUp: has({ 'pre-push': 'exit 1' }) });
    const landing = await phase.land();
    expect(landing.landed).toMatchObject({ to: 'branch' });
    expect(landing.landed?.hooks).toBeUndefined();
  });
});
