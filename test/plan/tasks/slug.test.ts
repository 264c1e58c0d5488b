import { expect, test } from 'vitest';
import { slug, taskSlugs } from '../../../core/plan/tasks/slug.ts';

test.each(['3.1', '4A.1', 'T001', 'P0-A', 'a_b', 'x'.repeat(50)])('The safe id %s stays as it is.', (id) => {
  expect(taskSlugs([id]).get(id)).toBe(id);
});

const nasty = [
  '',
  ' ',
  '.',
  '..',
  '...',
  '-',
  '-rf',
  '1/2',
  '1:2',
  '1\\2',
  'a b',
  'x.lock',
  'x.LOCK',
  'x.',
  '.git',
  'a..b',
  'CON',
  'nul.txt',
  'Com1',
  'LPT9.x',
  '任务一',
  '任务二',
  '🙂',
  'é',
  'e\u0301',
  'a\0b',
  'a\nb',
  '\uD800',
  '\uDFFF',
  '@{',
  '~^:?*[',
  '$(rm)',
  '`x`',
  "'; drop",
  '%2e%2e',
  '\u202Eabc',
  'x'.repeat(51),
  `${'y'.repeat(49)}.lock`,
  '.'.repeat(1000),
  'A1',
  'a1',
  'constructor',
  '__proto__',
];

test.each(nasty)('F44: The id %j gets a name that is safe everywhere.', (id) => {
  const name = slug(id);
  expect(name).toMatch(/^[A-Za-z0-9][A-Za-z0-9._-]{0,49}$/);
  expect(name).not.toMatch(/\.\.|\.$|\.lock$/i);
  expect(name).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
});

test('F43: No two ids share a name, also where case does not count.', () => {
  const slugs = taskSlugs(nasty);
  expect(slugs.size).toBe(nasty.length);
  expect(new Set([...slugs.values()].map((name) => name.toLowerCase())).size).toBe(nasty.length);
});

test('Of two ids that differ in case the first keeps its name.', () => {
  expect([...taskSlugs(['A1', 'a1']).values()]).toEqual(['A1', expect.stringMatching(/^a1-[0-9a-f]{6}$/)]);
});

test('An id that looks like the name of another one does not take its place.', () => {
  const taken = slug('1/2');
  const slugs = taskSlugs(['1/2', taken]);
  expect(slugs.get(taken)).toBe(taken);
  expect(slugs.get('1/2')).toMatch(/^1-2-[0-9a-f]{6}$/);
  expect(slugs.get('1/2')).not.toBe(taken);
});
