import { describe, expect, test } from 'vitest';
import { formatDiagnostic } from '../../core/lint/diagnostic.ts';
import { lint } from '../../core/lint/lint.ts';
import { rules } from '../../core/lint/rules.ts';
import { isPlanPath } from '../../core/plan/find.ts';
import { readPlan } from '../../core/plan/read.ts';
import { ruleDocs, type RuleExample } from '../../scripts/rule-docs.ts';

const docs = ruleDocs();

test('Every rule has a file of its name with a comment, and every such file is among the rules.', () => {
  expect(docs.map(({ id }) => id)).toEqual(rules.map(({ id }) => id).toSorted());
});

describe.each(docs)('$id', ({ id, examples }) => {
  const rule = rules.find((each) => each.id === id)!;

  test('has an example that is fine, and one that is not.', () => {
    expect(examples.some(({ complaints }) => complaints.length === 0)).toBe(true);
    expect(examples.some(({ complaints }) => complaints.length > 0)).toBe(true);
  });

  test.each(examples)('$title', (example) => {
    expect(complaintsOf(example)).toEqual(example.complaints);
  });

  function complaintsOf({ files, options }: RuleExample): string[] {
    const target = files[0]!;
    const plan = isPlanPath(target.path) ? readPlan(target.path, target.content) : null;
    const input = {
      plan,
      phases: plan?.phases ?? [],
      files,
      whole: [target.path],
      exists: (path: string) => files.some((file) => file.path === path || file.path.startsWith(`${path}/`)),
    };
    const settings = () => ({ severity: 'warning' as const, options: rule.options.parse(options) });
    return lint(input, settings, [rule]).flatMap((diagnostic) =>
      formatDiagnostic(diagnostic).replace(' warning ', ' ').replace(` (${id})`, '').split('\n'),
    );
  }
});
