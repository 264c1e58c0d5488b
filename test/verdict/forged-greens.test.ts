import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const docs = join(import.meta.dirname, '../../docs');

test('Of each way to forge a green the page names a test that is there.', () => {
  const page = readFileSync(join(docs, 'verdicts.md'), 'utf8');
  const [, ways = ''] = page.split('## Twelve ways to forge a green');
  const rows = [...ways.matchAll(/^\|.*\| \[(.+)\]\((\.\.\/test\/[\w./-]+)\) *\|$/gm)];
  expect(rows).toHaveLength(12);
  const untrue = rows.filter(([, title = '', file = '']) => !readFileSync(join(docs, file), 'utf8').includes(title));
  expect(untrue.map(([row]) => row)).toEqual([]);
});
