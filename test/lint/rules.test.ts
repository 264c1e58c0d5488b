import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../core/lint/diagnostic.ts';
import { rules } from '../../core/lint/rules.ts';
import { lintExample, ruleDocs } from '../../scripts/rule-docs.ts';

const docs = ruleDocs();

test('Every rule has a file of its name with a comment, and every such file is among the rules.', () => {
  expect(docs.map(({ id }) => id)).toEqual(rules.map(({ id }) => id).toSorted());
});

describe.each(docs)('$id', ({ id, examples }) => {
  test('has an example that is fine, and one that is not.', () => {
    expect(examples.some(({ complaints }) => complaints.length === 0)).toBe(true);
    expect(examples.some(({ complaints }) => complaints.length > 0)).toBe(true);
  });

  test.each(examples)('$title', (example) => {
    const complaints = lintExample(id, example).flatMap((diagnostic) =>
      formatDiagnostic(diagnostic).replace(' warning ', ' ').replace(` (${id})`, '').split('\n'),
    );
    expect(complaints).toEqual(example.complaints);
  });
});
