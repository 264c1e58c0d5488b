import { readFileSync } from 'node:fs';
import { execSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { userGit } from '../git/scratch.ts';
import { machines, ref, result } from './machines.ts';

test('The command of the documentation takes all refs of one phase off the remote, and no others.', async () => {
  const { machine, at, remote } = await machines();
  const one = await machine('one');
  const claim = await one.has('run-1');
  await claim.end([{ ref: result, to: await one.work() }]);
  await one.has('run-2');
  const others = ['refs/heads/main', 'refs/phasewright/demo/10/base', 'refs/phasewright/other/1/base'];
  for (const other of others.slice(1)) userGit(remote, 'update-ref', other, 'main');
  const documented = /^ {4}(git push --prune .*)$/m.exec(readFileSync('docs/sharing.md', 'utf8'))?.[1] ?? '';
  execSync(documented.replace('<plan>', 'demo').replace('<phase>', '1'), { cwd: one.root, stdio: 'pipe' });
  expect([at(ref), at(result)]).toEqual(['', '']);
  expect(userGit(remote, 'for-each-ref', '--format=%(refname)').split('\n')).toEqual(others);
  expect(await one.here(result)).toBeDefined();
});
