import { expect, test } from 'vitest';
import { complain, fixed, words } from '../complain.ts';

const inFence = (language: string) => `\`\`\`${language}\ngit –force\n\`\`\`\n`;

test.each([
  'Привет, мир. СССР и ТОВ. Ωμέγα. АВС',
  'µs μs kΩ Δt λ π σ² 10 µm α-test αβ x_α hν',
  'API-сервер, JSONом, URLа, Wi-Fi-роутер, x-координата',
  'don’t “quote” – dash ＡＢＣ 全角',
  '`’` `–` `—` `“Don’t save”` `a – b` `1–5` `don’t` `日本語、ＯＫ` ',
])('%s is fine.', (text) => {
  expect(words(complain('look-alike', { 'a.md': `${text.replace('ＯＫ', '')}\n` }))).toEqual([]);
});

test.each(['p\u0430sswor\u0501', '\u0410dmin', 'n\u03BFde', '\u0391PI', 'us\u0435r_id', '\u0440ath'])(
  '%s is not.',
  (word) => {
    for (const text of [`A ${word} b\n`, `\`${word}\`\n`, `\`\`\`\n${word}\n\`\`\`\n`, `<!-- ${word} -->\n`]) {
      expect(words(complain('look-alike', { 'a.md': text }))).toEqual([word]);
    }
  },
);

test('Typesetting is looked for in commands, not in other code.', () => {
  expect(complain('look-alike', { 'a.md': inFence('sh') })).toHaveLength(1);
  expect(complain('look-alike', { 'a.md': inFence('console') })).toHaveLength(1);
  expect(complain('look-alike', { 'a.md': inFence('text') })).toEqual([]);
});

test('Only a no-break space is fixed.', () => {
  const content = '\uFEFF`npm\u00A0ci` and\u00A0`echo ‘a’`\n```\na\u00A0b\n```\n';
  expect(fixed(content, complain('look-alike', { 'a.md': content }))).toBe(
    '\uFEFF`npm ci` and\u00A0`echo ‘a’`\n```\na b\n```\n',
  );
});
