import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ownKey } from '../../core/result/seal.ts';
import { scratch } from '../git/scratch.ts';

test.each([undefined, '', '\n', '\n\n'])('A file of keys that holds %j gets one, which stays.', async (text) => {
  const { host, root } = await scratch({});
  const own = { ...host, stateFolder: root };
  if (text !== undefined) writeFileSync(join(root, 'key'), text);
  const key = await ownKey(own);
  expect(key.length).toBeGreaterThan(16);
  expect(await ownKey(own)).toBe(key);
});

test.skipIf(process.platform === 'win32')('Nobody else can read a key.', async () => {
  const { host, root } = await scratch({});
  await ownKey({ ...host, stateFolder: join(root, 'state') });
  expect(statSync(join(root, 'state', 'key')).mode & 0o777).toBe(0o600);
});
