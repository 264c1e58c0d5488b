import { expect, test } from 'vitest';
import { readPlan } from '../../core/plan/read.ts';

const path = 'docs/features/0005-fetch/implementation-plan.toml';

test('Each commit is a task of one phase, with its own lines as text.', () => {
  const entry = [
    '[[commits]]',
    'id = 2',
    '"title" = "Fetch \\"all\\""',
    "message = '''",
    'feat: fetch',
    "[[commits]] in a string'''",
    'files = [',
    '  "a.ts", # the type',
    "  'b.ts',",
    ']',
  ].join('\n');
  const plan = readPlan(
    path,
    `[meta]\nfeature = "fetch"\nfeature_dir = "docs/features/0005-fetch"\n\n[dependencies]\n1 = []\n"2" = [1]\n
[[commits]]\nid = 1\ntitle = "Types"\n\n# next\n${entry}\n`,
  );
  expect(plan.problems).toEqual([]);
  expect(plan.phases).toMatchObject([
    {
      id: '1',
      title: 'fetch',
      line: 1,
      criteria: [],
      tasks: [
        {
          id: '1',
          slug: '1',
          title: 'Types',
          line: 9,
          text: '[[commits]]\nid = 1\ntitle = "Types"',
          ticked: false,
          dependsOn: [],
          spec: 'docs/features/0005-fetch',
          files: [],
        },
        {
          id: '2',
          slug: '2',
          title: 'Fetch "all"',
          line: 14,
          text: entry,
          ticked: false,
          dependsOn: ['1'],
          spec: 'docs/features/0005-fetch',
          files: ['a.ts', 'b.ts'],
        },
      ],
    },
  ]);
});

test('Without a dependencies table the commits are in order, and the folder names the phase.', () => {
  const [phase] = readPlan(path, '[[commits]]\nid = 1\n[[commits]]\nid = 2\n').phases;
  expect(phase?.title).toBe('0005-fetch');
  expect(phase?.tasks.map((task) => task.dependsOn)).toEqual([[], ['1']]);
});

test.each([
  ['title = "open\nid = 1', 2, 9, '"'],
  ['files = [\n  "a"\nid = 1', 4, 1, ', or ]'],
  ['just words\nid = 1', 2, 6, '='],
  ['title = words\nid = 1', 2, 9, 'quotes'],
  ['files = [] 2\nid = 1', 2, 12, 'end of the line'],
  ['id = 1\ntitle = "a\\q"', 3, 9, 'backslash'],
  ["id = 1\ntitle = '''open", 3, 9, "'''"],
])('%j is a syntax error with its place.', (lines, line, column, expected) => {
  const plan = readPlan(path, `[[commits]]\n${lines}\n`);
  expect(plan.phases[0]?.tasks.map((task) => task.id)).toEqual(['1']);
  expect(plan.problems[0]).toMatchObject({ rule: 'plan-syntax', severity: 'error', at: { path, line, column } });
  expect(plan.problems[0]?.message).toContain(expected);
});

test('A dependency on a commit that is not there is an error on both sides.', () => {
  const plan = readPlan(path, '[dependencies]\n1 = [7]\n8 = [1]\n\n[[commits]]\nid = 1\n');
  expect(plan.problems.map(({ rule, at }) => [rule, at.line])).toEqual([
    ['unknown-dependency', 2],
    ['unknown-dependency', 3],
  ]);
});
