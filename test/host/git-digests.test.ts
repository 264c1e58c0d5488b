import { appendFileSync, chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commitFiles, userGit } from '../git/scratch.ts';
import { hostWith, temporaryFolder } from './temporary.ts';

const { files } = hostWith();

function repository(): string {
  const root = temporaryFolder();
  userGit(root, 'init', '--quiet');
  userGit(root, 'config', 'user.name', 'Ada');
  userGit(root, 'config', 'user.email', 'ada@example.com');
  commitFiles(root, { 'a.txt': 'a\n', 'large.txt': 'x'.repeat(300_000) });
  return root;
}

test('The digest of what an object holds is its name, unless there is anything more in its file, or less.', async () => {
  const root = repository();
  for (const file of ['a.txt', 'large.txt']) {
    const name = userGit(root, 'rev-parse', `HEAD:${file}`);
    const path = join(root, '.git/objects', name.slice(0, 2), name.slice(2));
    expect(await files.inflatedDigest(path, 'sha1')).toBe(name);
    chmodSync(path, 0o644);
    const whole = readFileSync(path);
    appendFileSync(path, 'x');
    expect(await files.inflatedDigest(path, 'sha1')).toBeUndefined();
    writeFileSync(path, whole.subarray(0, -5));
    expect(await files.inflatedDigest(path, 'sha1')).toBeUndefined();
  }
});

test('A pack and its index end with the digest of all before it; one that was written to does not.', async () => {
  const root = repository();
  userGit(root, 'gc', '--quiet');
  const folder = join(root, '.git/objects/pack');
  const pack = readdirSync(folder).find((name) => name.endsWith('.pack')) ?? '';
  const path = join(folder, pack);
  expect(await files.sealOf(path, 'sha1')).toBe(/^pack-(.*)\.pack$/.exec(pack)?.[1]);
  expect(await files.sealOf(path.replace('.pack', '.idx'), 'sha1')).toMatch(/^[\da-f]{40}$/);
  chmodSync(path, 0o644);
  const bytes = readFileSync(path);
  bytes[20] = 1 ^ (bytes[20] ?? 0);
  writeFileSync(path, bytes);
  expect(await files.sealOf(path, 'sha1')).toBeUndefined();
});

test('What is not there, or holds next to nothing, has no digest of either kind.', async () => {
  const path = join(temporaryFolder(), 'short');
  for (const text of [undefined, '', 'short']) {
    if (text !== undefined) writeFileSync(path, text);
    expect(await files.inflatedDigest(path, 'sha1')).toBeUndefined();
    expect(await files.sealOf(path, 'sha256')).toBeUndefined();
  }
});
