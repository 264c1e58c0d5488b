import { expect, test } from 'vitest';
import { indexedFiles } from '../../core/spec/spec-index.ts';
import { specSet } from '../../core/spec/spec-set.ts';

function indexed(files: Readonly<Record<string, string>>): string[] {
  const list = Object.entries(files).map(([path, content]) => ({ path, content }));
  return [...indexedFiles(specSet(list, 'specs/91-impl-plan.md'))].map(({ path }) => path).toSorted();
}

test('Links of all kinds, links to folders, and names without a link count; others do not.', () => {
  expect(
    indexed({
      'specs/index.md':
        '[a](./10-a.md#x) [b](<11-b.md>) [c][c] `13-d.md` [engine](engine/) [here](./) [up](../)\n\n[c]: 12-c.md "C"\n[中](14-%E4%B8%AD.md)\n',
      'specs/10-a.md': '',
      'specs/11-b.md': '',
      'specs/12-c.md': '',
      'specs/13-d.md': '',
      'specs/14-中.md': '',
      'specs/15-e.md': '[self](./15-e.md)',
      'specs/engine/20-f.md': '',
      'specs/other/21-g.md': '',
    }),
  ).toEqual([
    'specs/10-a.md',
    'specs/11-b.md',
    'specs/12-c.md',
    'specs/13-d.md',
    'specs/14-中.md',
    'specs/engine/20-f.md',
    'specs/index.md',
  ]);
});

test('A folder may have an index of its own.', () => {
  expect(
    indexed({
      'specs/index.md': '[engine](./engine/README.md)',
      'specs/engine/README.md': '[f](20-f.md)',
      'specs/engine/20-f.md': '',
      'specs/engine/21-g.md': '',
    }),
  ).toEqual(['specs/engine/20-f.md', 'specs/engine/README.md', 'specs/index.md']);
});
