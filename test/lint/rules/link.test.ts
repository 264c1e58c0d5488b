import { expect, test } from 'vitest';
import { complain, places, plan, words, type Files } from '../complain.ts';

const broken = (text: string, others: Files = {}, there: readonly string[] = []) =>
  words(complain('link', { 'specs/10-a.md': text, ...others }, there));

test.each([
  '[a](https://x.y/z) <https://x.y> [b](mailto:a@b.c) [c](//x.y/z)',
  '[a](/docs/site/page) [a](../../issues/1) [a](./{{path}}) [a](#) [a](?q=1)',
  '`[a](no.md)` ``[a](no.md) ` ``',
  '```\n[a](no.md)\n```',
  '    [a](no.md) [the text][label]',
  '<!-- [a](no.md) -->',
  '\\[a](no.md)',
  '- [ ] [P] [US1] a [x] [1] matrix[i][j] [P][US1] [a][1]',
  '[[wiki]]',
])('%s is fine.', (text) => {
  expect(broken(text)).toEqual([]);
});

test('Files, folders, encoded names, places in code and names without an ending are found.', () => {
  const text =
    '[a](b%20c.md) [a](../src/) [a](../src/x.rs:42) [a](../src/x.rs#L1-L3) [a](20-b) [a](<b c.md>) ![a](p.png?raw=1)';
  expect(broken(text, { 'specs/b c.md': '', 'specs/20-b.md': '' }, ['src', 'src/x.rs', 'specs/p.png'])).toEqual([]);
});

test('Anchors are those of headings of all kinds, of repeated ones, and those that are written.', () => {
  const target =
    '# A `b` *c*\n## A\n## A\nUnder\n---\n> ## Quoted\n\n- ## Item\n\n<a id="own"></a>\n## Ü 中文\n## E {#e-1}\n';
  const anchors = ['a-b-c', 'a', 'a-1', 'under', 'quoted', 'item', 'own', '%C3%BC-中文', 'e-1', 'L3', 'top'];
  expect(broken(anchors.map((anchor) => `[x](b.md#${anchor})`).join(' '), { 'specs/b.md': target })).toEqual([]);
  expect(broken('[x](b.md#a-2) [x](b.md#nope)', { 'specs/b.md': target })).toEqual(['b.md#a-2', 'b.md#nope']);
});

test('The place is the link, also where it stands in a table behind characters of two units.', () => {
  expect(places(complain('link', { 'specs/10-a.md': '| a |\n|---|\n| 😀 [x](no.md) |\n' }))).toEqual(['3:6-16']);
});

test('A reference leads where its definition does, and one without a definition nowhere.', () => {
  expect(broken('[a][B  c] [b c] ![d][]\n\n[b C]: no.md\n[d]: no.png\n')).toEqual(['no.md', 'no.md', 'no.png']);
  expect(broken('[the text][label], [other words][] and a note[^1]')).toEqual(['label', 'other words', '^1']);
  expect(broken('A note[^1] and [text][x].\n\n[^1]: here\n[x]: https://x.y\n')).toEqual([]);
});

test('A link of a Spec cell is left to another rule, one beside it is not.', () => {
  const files = { 'specs/91-impl-plan.md': plan('| 1.1 | Read [x](no.md) | [10](./10-a.md) |') };
  expect(words(complain('link', files))).toEqual(['no.md']);
});

test('Only the cited section is looked at, with definitions from anywhere.', () => {
  const files = {
    'specs/91-impl-plan.md': plan('| 1.1 | a | 10 § 1 |'),
    'specs/10-a.md': '## 1. A\n[x][y]\n## 2. B\n[z](no.md)\n\n[y]: gone.md\n',
  };
  expect(complain('link', files).map(({ at }) => `${at.path}:${at.line}:${at.column}`)).toEqual(['specs/10-a.md:2:1']);
});

test('A plan of 5,000 tasks whose links are fine is not parsed.', () => {
  const rows = Array.from({ length: 5000 }, (_, index) => `| 1.${index} | Do [x](./10-a.md) | [10](./10-a.md) |`);
  const started = process.cpuUsage();
  expect(complain('link', { 'specs/91-impl-plan.md': plan(rows.join('\n')), 'specs/10-a.md': '' })).toEqual([]);
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(2000);
});
