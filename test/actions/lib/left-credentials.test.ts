import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { withoutCredentials } from '../../../actions/lib/left-credentials.ts';
import { git } from '../../../core/git/git.ts';
import { scratch, userGit } from '../../git/scratch.ts';

const header = 'AUTHORIZATION: basic eC1hY2Nlc3MtdG9rZW46bWFkZS11cA==';

/** What git's configuration of a checkout has; `folder` is beside it. */
const left: Readonly<Record<string, (root: string, folder: string) => void>> = {
  'a header with a token': (root) => userGit(root, 'config', 'http.https://github.com/.extraheader', header),
  'a header for all addresses': (root) => userGit(root, 'config', 'http.extraHeader', header),
  'a file that is included here': (root, folder) => {
    const path = join(folder, 'git-credentials-0b1c.config');
    writeFileSync(path, `[http "https://github.com/"]\n\textraheader = ${header}\n`);
    userGit(root, 'config', `includeIf.gitdir:${root}/.git.path`, path);
  },
  'a file that is included in a container': (root) =>
    userGit(
      root,
      'config',
      'includeIf.gitdir:/github/workspace/.git.path',
      '/github/runner_temp/git-credentials-0b1c.config',
    ),
  'a key for SSH': (root) =>
    userGit(root, 'config', 'core.sshCommand', '"/usr/bin/ssh" -i "/tmp/key" -o StrictHostKeyChecking=yes'),
  'a token in the address': (root) =>
    userGit(root, 'remote', 'add', 'origin', 'https://x-access-token:made-up-token@github.com/octo/app'),
  'a token in what addresses become': (root) =>
    userGit(root, 'config', 'url.https://x:made-up-token@github.com/.insteadOf', 'https://github.com/'),
};

for (const [name, leave] of Object.entries(left))
  test(`What a checkout leaves behind is refused, and not said again: ${name}.`, async () => {
    const { host, root } = await scratch({ 'a.txt': 'a\n' });
    leave(root, dirname(root));
    const found = await withoutCredentials(git(host, root));
    expect(found).toMatchObject({
      ok: false,
      failure: { message: expect.stringMatching(/persist-credentials: false/) },
    });
    expect(JSON.stringify(found)).not.toMatch(/made-up-token|eC1hY2/);
  });

test('A checkout that has nothing but its remote is as it should be.', async () => {
  const { host, root } = await scratch({ 'a.txt': 'a\n' });
  userGit(root, 'remote', 'add', 'origin', 'https://github.com/octo/app');
  userGit(root, 'config', 'core.sshCommand', 'ssh -o BatchMode=yes');
  userGit(root, 'config', 'includeIf.gitdir:/work/.path', '/home/ada/work.gitconfig');
  expect(await withoutCredentials(git(host, root))).toMatchObject({ ok: true });
});
