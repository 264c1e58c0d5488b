import { expect, test } from 'vitest';
import { diffOf } from '../../core/git/diff.ts';
import { git as gitIn } from '../../core/git/git.ts';
import { commitFiles, scratch, userGit, writeFiles } from './scratch.ts';

test('A diff shows the changes of every text, whatever attributes say of it, and of nothing else.', async () => {
  const { host, root, git, repository } = await scratch({ 'src/a.ts': 'one\n', 'b.bin': '\0one' });
  const to = commitFiles(root, {
    'src/a.ts': 'evil\n',
    'b.bin': '\0two',
    '.gitattributes': '* -diff\n',
    'src/.gitattributes': '* binary\n',
  });
  writeFiles(root, { '.git/info/exclude': '' });
  const diff = await diffOf(host, git, repository.head, to);
  expect(diff).toContain('-one\n+evil');
  expect(diff).toContain('Binary files a/b.bin and b/b.bin differ');
  expect(userGit(root, 'status', '--porcelain')).toBe('');
});

test('Output of git that is cut is an error, and so is a git that does not end.', async () => {
  const { host, root } = await scratch({ 'a.txt': '1' });
  const ending = (how: object) => {
    const run = async () =>
      await Promise.resolve({ stdout: 'half', stderr: '', durationMs: 1, ended: 'exit' as const, code: 0, ...how });
    return gitIn({ ...host, processes: { ...host.processes, run } }, root).run(['ls-files']);
  };
  await expect(ending({ isCut: true })).rejects.toThrow('git ls-files in');
  await expect(ending({ ended: 'time-limit' })).rejects.toThrow('did not end within');
});
