import { expect, test } from 'vitest';
import { lint, recommended } from '../../../core/lint/lint.ts';
import { link } from '../../../core/lint/rules/link.ts';
import { tooComplex } from '../../../core/lint/rules/too-complex.ts';
import { markdownTrees } from '../../../core/markdown/tree.ts';
import { complain } from '../complain.ts';

const deep = `${'> '.repeat(101)}a\n`;

test('It speaks once, and only where a link could not be judged.', () => {
  expect(complain('too-complex', { 'a.md': `[a](no.md) [b](no.md)\n${deep}` })).toHaveLength(1);
  expect(complain('too-complex', { 'a.md': `[a](b.md)\n${deep}`, 'b.md': '' })).toEqual([]);
  expect(complain('link', { 'a.md': `[a](no.md)\n${deep}` })).toEqual([]);
});

test('Anchors of a file that is too complex are not doubted.', () => {
  expect(complain('link', { 'a.md': '[a](b.md#c)\n', 'b.md': deep })).toEqual([]);
});

test('They are said not to be checked, once for a file, and not where the scan of lines finds them.', () => {
  const target = `# D\n\n${deep}`;
  const found = complain('too-complex', {
    'a.md': '[a](b.md#c) [a](b.md#e)\n[d](c.md#d)\n',
    'b.md': target,
    'c.md': target,
  });
  expect(found.map(({ at, message }) => `${at.path}:${at.line} ${message}`)).toEqual([
    'b.md:3 Unexpected 101 quotes and lists in each other, expected at most 100; make the text simpler, links to its headings were not checked',
  ]);
});

test('After too much parsing in one run, files are refused by name.', () => {
  const large = '- [ ] Do `a` and **b** as in [no](no.md), and so on for a while\n'.repeat(300);
  const files = Array.from({ length: 20 }, (_, index) => ({ path: `specs/${index}.md`, content: large }));
  const whole = files.map(({ path }) => path);
  const input = { plan: null, phases: [], files, whole, exists: () => false, tree: markdownTrees(0.2) };
  const found = lint(input, recommended, [tooComplex, link]);
  const refused = found.filter(({ rule }) => rule === 'too-complex');
  expect(refused.length).toBeGreaterThan(10);
  expect(new Set(found.map(({ at }) => at.path)).size).toBe(20);
  expect(refused[0]?.message).toMatch(
    /^Unexpected work for the Markdown parser in one run \(about 0\.\d s\), expected at most 0.2 s; lint fewer files at once, its links were not checked$/,
  );
});
