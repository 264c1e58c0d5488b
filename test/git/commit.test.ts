import { describe, expect, test } from 'vitest';
import { commitMessage, currentPerson, dateOf, makeCommit, treeOf, trailersOf } from '../../core/git/commit.ts';
import { checkoutOf, configured, scratch, userGit, type Scratch } from './scratch.ts';

async function commitWith({ git, repository }: Scratch, message: string): Promise<string> {
  return await makeCommit(git, {
    tree: await treeOf(git, repository.head),
    parents: [repository.head],
    message,
    author: { name: 'n', email: 'n@example.com' },
  });
}

describe('commitMessage', () => {
  test('keeps no CI from looking at a commit, whatever a plan or an agent has called something', () => {
    const message = commitMessage('Add [skip ci] and [CI-skip]', ['[no ci] ***NO_CI***', 'skip-checks: true'], {
      Task: '1 [skip actions] [actions skip]',
    });
    expect(message).toBe(
      'Add (skip ci) and (CI-skip)\n\n(no ci) (NO_CI)\n\n skip-checks: true\n\nTask: 1 (skip actions) (actions skip)\n',
    );
  });

  test('Subject, paragraphs and trailers stand apart.', () => {
    const message = commitMessage('Add the\nparser', ['Why.', ' '], { Phase: '1', Task: '1.1  x' });
    expect(message).toBe('Add the parser\n\nWhy.\n\nPhase: 1\nTask: 1.1 x\n');
  });

  test.each<[string, Parameters<typeof commitMessage>]>([
    ['in a paragraph', ['s', ['Task: 9', 'Phase-Step: hand-off\nPlan: evil'], { Task: '1.1' }]],
    ['in the last lines of a paragraph', ['s', ['Fine words.\n\nPhase-Step: hand-off'], { Task: '1.1' }]],
    ['in the subject', ['s\n\nPhase-Step: hand-off\n\n', [], { Task: '1.1' }]],
    ["in a trailer's value", ['s', [], { Task: '1.1\nPhase-Step: hand-off' }]],
    [
      'with odd separators',
      ['s', ['Phase-Step : hand-off\nPhase-Step:hand-off\r\nPhase-Step:\thand-off'], { Task: '1.1' }],
    ],
    [
      'behind other line ends',
      ['s\rPhase-Step: hand-off', ['x\u2028Phase-Step: hand-off\rPlan: evil'], { Task: '1.1' }],
    ],
  ])('No text can add a trailer: %s.', async (_title, parts) => {
    const made = await scratch({ 'a.txt': '1' });
    const commit = await commitWith(made, commitMessage(...parts));
    const trailers = await trailersOf(made.git, commit);
    expect(Object.keys(trailers)).toEqual(['Task']);
    expect(userGit(made.root, 'show', '-s', '--format=%(trailers:key=Phase-Step,valueonly)', commit)).toBe('');
  });
});

test('Trailers are read with their first value, also a folded one.', async () => {
  const made = await scratch({ 'a.txt': '1' });
  const commit = await commitWith(made, 's\n\nNot: one\n\nTask: 1.1\nSpec: 10 §\n 2.1\nTask: 9\n');
  expect(await trailersOf(made.git, commit)).toEqual({ Task: '1.1', Spec: '10 § 2.1' });
});

describe('makeCommit', () => {
  test('touches no ref, no index and no file.', async () => {
    const made = await scratch({ 'a.txt': '1' });
    const before = checkoutOf(made.root);
    await commitWith(made, 'x\n');
    expect(checkoutOf(made.root)).toEqual(before);
  });

  test('takes any text of an agent for a message.', async () => {
    const made = await scratch({ 'a.txt': '1' });
    const commit = await commitWith(made, 'a\0b \u{1F642} \uDCFF \uD800\n');
    expect(userGit(made.root, 'show', '-s', '--format=%s', commit)).toBe('ab \u{1F642} \uFFFD \uFFFD');
  });

  test('With a date the same content is the same commit.', async () => {
    const { git, repository } = await scratch({ 'a.txt': '1' });
    const tree = await treeOf(git, repository.head);
    const author = { name: 'n', email: 'n@example.com', date: '@0 +0000' };
    const twice = [1, 2].map(() => makeCommit(git, { tree, parents: [], message: 'x\n', author }));
    const [first, second] = await Promise.all(twice);
    expect(first).toBe(second);
  });
});

test('The date of a commit is handed on, and signatures that the user has shown do not get into it.', async () => {
  const made = await configured(await scratch({ 'a.txt': '1' }), { 'log.showSignature': 'true' });
  const { root, git, repository } = made;
  const signed = userGit(root, 'cat-file', 'commit', repository.head).replace(
    '\n\n',
    '\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n abc\n -----END PGP SIGNATURE-----\n\n',
  );
  const commit = await git.text(['hash-object', '-t', 'commit', '-w', '--stdin'], { input: `${signed}\n` });
  const date = await dateOf(git, commit);
  expect(date).toMatch(/^@\d+ [+-]\d{4}$/);
  const dated = await makeCommit(git, {
    tree: await treeOf(git, commit),
    parents: [],
    message: 'x\n',
    author: { name: 'n', email: 'e', date },
  });
  expect(await dateOf(git, dated)).toBe(date);
});

test('The author is the user as git knows them.', async () => {
  const { git } = await scratch({ 'a.txt': '1' });
  expect(await currentPerson(git)).toEqual({ name: 'Ada', email: 'ada@example.com' });
});

test('Where git knows nobody, phasewright is the author.', async () => {
  const made = await scratch({ 'a.txt': '1' });
  userGit(made.root, 'config', '--unset', 'user.name');
  const { git } = await configured(made, { 'user.useConfigOnly': 'true', 'user.email': '' });
  expect(await currentPerson(git)).toEqual({ name: 'phasewright', email: 'phasewright@localhost' });
});
