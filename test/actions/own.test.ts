import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { findingText, lintActions } from './lint/lint.ts';

/* Our own actions, and the workflows to copy. */

const root = join(import.meta.dirname, '../..');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
const repository = 'phasewright/phasewright';

test('Our actions and workflows have no findings.', async () => {
  const { files, findings, hasShellcheck } = await lintActions(root, { own: { repository, tag: `v${version}` } });
  expect(files.filter((path) => path.endsWith('action.yml'))).toHaveLength(13);
  expect(files.filter((path) => path.startsWith('docs/workflows/'))).not.toHaveLength(0);
  expect(findings.map(findingText)).toEqual([]);
  expect(hasShellcheck).toBe(true);
});
