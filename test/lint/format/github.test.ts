import { expect, test } from 'vitest';
import { annotations } from '../../../core/lint/format/github.ts';

const at = { path: 'a.md', line: 2, column: 3 };

test('A complaint is an annotation at its place; the last column is that of its last character.', () => {
  const diagnostic = { rule: 'a-rule', severity: 'info', message: 'm', at, end: { line: 2, column: 6 } } as const;
  expect(annotations([diagnostic])).toEqual([
    {
      level: 'notice',
      message: 'm',
      place: { title: 'phasewright: a-rule', file: 'a.md', startLine: 2, startColumn: 3, endLine: 2, endColumn: 5 },
    },
  ]);
});

test('Over several lines there is no last column, and another place is named.', () => {
  const other = { path: 'b.md', line: 1, column: 1 };
  const [annotation] = annotations([
    { rule: 'a-rule', severity: 'error', message: 'm', at, end: { line: 4, column: 1 }, other },
  ]);
  expect(annotation).toMatchObject({ level: 'error', message: 'm\nSee also b.md:1:1', place: { endLine: 4 } });
  expect(annotation?.place).not.toHaveProperty('endColumn');
});
