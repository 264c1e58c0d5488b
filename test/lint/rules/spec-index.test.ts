import { expect, test } from 'vitest';
import { complain } from '../complain.ts';

const about = (names: readonly string[], index: string): string[] => {
  const files = Object.fromEntries(names.map((name) => [`specs/${name}.md`, '']));
  return complain('spec-index', { 'specs/91-impl-plan.md': '', ...files, 'specs/index.md': index }).map(
    ({ at }) => at.path,
  );
};

test('An index that links nothing of a folder does not speak of it.', () => {
  expect(about(['10-a', '11-b'], 'Words.')).toEqual([]);
  expect(about(['10-a', '11-b', 'research/x'], '[a](10-a.md)')).toEqual(['specs/11-b.md']);
});

test('Translations share a number; readmes, dates and templates need none.', () => {
  const names = ['10-a', '10-a.zh', '11-b', 'README', 'AGENTS', '_template', '2026-05-01-memo'];
  expect(about(names, names.map((name) => `[x](${name}.md)`).join(' '))).toEqual([]);
});

test('Where few files have a number, none is demanded.', () => {
  expect(about(['10-a', 'b', 'c', 'd'], '[x](10-a.md) [x](b.md) [x](c.md) [x](d.md)')).toEqual([]);
});
