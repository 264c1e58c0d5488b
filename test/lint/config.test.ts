import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defaultConfig, readConfig, settingsOf } from '../../core/lint/config.ts';
import { lint } from '../../core/lint/lint.ts';
import { defineRule } from '../../core/lint/rule.ts';

const longLine = defineRule({
  id: 'long-line',
  recommended: 'warning',
  strict: 'error',
  options: z.strictObject({ max: z.int().min(1).default(80) }),
  check({ passages }, report, { max }) {
    for (const { file, lines } of passages) {
      for (const line of lines.filter(({ text }) => text.length > max))
        report({
          message: `Unexpected line of ${line.text.length}, expected ${max}`,
          at: { path: file.path, line: line.number, column: 1 },
        });
    }
  },
});
const plainRule = defineRule({
  id: 'plain-rule',
  recommended: 'off',
  formats: { kiro: 'error' },
  check: () => undefined,
});
const rules = [longLine, plainRule];

function settings(written: object) {
  const config = readConfig(JSON.stringify(written), 'phasewright.lint.json', rules);
  if (!config.ok) throw new Error(config.failure.message);
  return settingsOf(config.value);
}

function refused(text: string) {
  const config = readConfig(text, 'phasewright.lint.json', rules);
  return config.ok ? config : config.failure;
}

describe('What holds', () => {
  test('without a file is the preset recommended, with the defaults of the options.', () => {
    expect(readConfig(undefined)).toEqual({ ok: true, value: defaultConfig });
    expect(settingsOf(defaultConfig)(longLine, 'a.md')).toEqual({ severity: 'warning', options: { max: 80 } });
    expect(settingsOf(defaultConfig)(plainRule, 'a.md').severity).toBe('off');
  });

  test('is the other preset where it is named, but not for rules that are set.', () => {
    const strict = settings({ $schema: './x.json', preset: 'strict', rules: { 'plain-rule': 'info' } });
    expect(strict(longLine, 'a.md').severity).toBe('error');
    expect(strict(plainRule, 'a.md').severity).toBe('info');
  });

  test('is that of a format where it is named, and else as recommended.', () => {
    const kiro = settings({ preset: 'kiro' });
    expect([kiro(plainRule, 'a.md').severity, kiro(longLine, 'a.md').severity]).toEqual(['error', 'warning']);
    const gsd = settings({ preset: 'gsd' });
    expect([gsd(plainRule, 'a.md').severity, gsd(longLine, 'a.md').severity]).toEqual(['off', 'warning']);
  });

  test('is the last override that matches; a severity alone leaves the options as they were.', () => {
    const of = settings({
      rules: { 'long-line': ['error', { max: 10 }] },
      overrides: [
        { files: ['docs/**', '**/drafts/*.md'], rules: { 'long-line': 'info' } },
        { files: ['docs/long/*.md'], rules: { 'long-line': ['warning', { max: 99 }] } },
      ],
    });
    expect(of(longLine, 'a.md')).toEqual({ severity: 'error', options: { max: 10 } });
    expect(of(longLine, 'docs/a.md')).toEqual({ severity: 'info', options: { max: 10 } });
    expect(of(longLine, '.hidden/drafts/a.md').severity).toBe('info');
    expect(of(longLine, 'docs/long/a.md')).toEqual({ severity: 'warning', options: { max: 99 } });
  });

  test('is asked for each file: its severity, and its options.', () => {
    const of = settings({
      overrides: [
        { files: ['b.md'], rules: { 'long-line': ['error', { max: 3 }] } },
        { files: ['c.md'], rules: { 'long-line': 'off' } },
      ],
    });
    const files = ['a.md', 'b.md', 'c.md'].map((path) => ({ path, content: 'four\n' }));
    const input = { plan: null, phases: [], files, whole: ['a.md', 'b.md', 'c.md'], exists: () => true };
    expect(lint(input, of, rules)).toEqual([
      {
        rule: 'long-line',
        severity: 'error',
        message: 'Unexpected line of 4, expected 3',
        at: { path: 'b.md', line: 1, column: 1 },
      },
    ]);
  });
});

describe('A configuration is refused with its place,', () => {
  test.each([
    [
      'an unknown rule',
      '{\n  "rules": { "long-lines": "off" }\n}',
      2,
      14,
      'Unexpected rule "rules.long-lines", expected one of long-line, plain-rule; did you mean "long-line"?',
    ],
    [
      'a rule that is like no other',
      '{ "rules": { "zzz": "off" } }',
      1,
      14,
      'Unexpected rule "rules.zzz", expected one of long-line, plain-rule.',
    ],
    [
      'a wrong severity',
      '{ "rules": { "long-line": "warn" } }',
      1,
      14,
      'Unexpected value "warn" of option "rules.long-line", expected one of "off", "info", "warning", "error"; did you mean "warning"?',
    ],
    [
      'a wrong severity beside options',
      '{ "rules": { "long-line": ["eror", { "max": 1 }] } }',
      1,
      28,
      'Unexpected value "eror" of option "rules.long-line[0]", expected one of "off", "info", "warning", "error"; did you mean "error"?',
    ],
    [
      'an unknown option of a rule',
      '{ "rules": { "long-line": ["error", { "mx": 1 }] } }',
      1,
      39,
      'Unexpected option "rules.long-line[1].mx", expected one of max; did you mean "max"?',
    ],
    [
      'a wrong value of an option',
      '{ "rules": { "long-line": ["error", { "max": "1" }] } }',
      1,
      39,
      'Unexpected value "1" of option "rules.long-line[1].max", expected number, received string.',
    ],
    [
      'options of a rule that has none',
      '{ "rules": { "plain-rule": ["error", { "max": 1 }] } }',
      1,
      40,
      'Unexpected option "rules.plain-rule[1].max", expected none, because this rule has no options.',
    ],
    [
      'an unknown key',
      '{ "presets": "strict" }',
      1,
      3,
      'Unexpected option "presets", expected one of $schema, preset, rules, overrides; did you mean "preset"?',
    ],
    [
      'an unknown preset',
      '{ "preset": "strickt" }',
      1,
      3,
      'Unexpected value "strickt" of option "preset", expected one of "recommended", "strict", "speckit", "openspec", "kiro", "gsd"; did you mean "strict"?',
    ],
    [
      'an override without files',
      '{ "overrides": [{ "files": ["a"], "rules": {} }, { "rules": {} }] }',
      1,
      50,
      'Unexpected value nothing of option "overrides[1].files", expected array, received undefined.',
    ],
    [
      'an unknown rule in an override',
      '{ "overrides": [{ "files": ["a"], "rules": { "plain": "off" } }] }',
      1,
      46,
      'Unexpected rule "overrides[0].rules.plain", expected one of long-line, plain-rule; did you mean "plain-rule"?',
    ],
  ])('%s.', (_, text, line, column, message) => {
    expect(refused(text)).toEqual({
      reason: 'bad-option',
      message,
      at: { path: 'phasewright.lint.json', line, column },
    });
  });

  test('if it is no JSON, at the place where that ends.', () => {
    expect(refused('{\n  "rules": {,}\n}')).toMatchObject({
      message: expect.stringContaining('Unexpected text that is not JSON'),
      at: { line: 2, column: 13 },
    });
  });

  test('and a byte order mark is fine.', () => {
    expect(readConfig('\uFEFF{}', 'phasewright.lint.json', rules)).toEqual({ ok: true, value: defaultConfig });
  });
});
