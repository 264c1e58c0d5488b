import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rules } from '../../core/lint/rules.ts';
import { ruleTexts, staleRuleTexts } from '../../scripts/rules.ts';
import { temporaryFolder } from '../host/temporary.ts';

const root = join(import.meta.dirname, '../..');

test('The page of the rules and the help in SARIF say what the comments of the rules say.', () => {
  expect(staleRuleTexts(root)).toEqual([]);
});

test('A text that differs is named.', () => {
  const copy = temporaryFolder();
  for (const folder of ['docs', 'core/lint']) mkdirSync(join(copy, folder), { recursive: true });
  for (const path of ruleTexts().keys()) cpSync(join(root, path), join(copy, path));
  expect(staleRuleTexts(copy)).toEqual([]);
  writeFileSync(join(copy, 'docs/rules.md'), 'else\n');
  expect(staleRuleTexts(copy)).toEqual(['docs/rules.md']);
});

test('The page has a chapter for every rule, and a row with a link to it.', () => {
  const page = ruleTexts().get('docs/rules.md') ?? '';
  for (const { id } of rules) {
    expect(page).toContain(`\n### ${id}\n`);
    expect(page).toContain(`| [\`${id}\`](#${id}) |`);
  }
  expect(page).toContain('is told:');
});
