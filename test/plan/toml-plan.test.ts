import { describe, expect, test } from 'vitest';
import { encodeText } from '../../core/host/bytes.ts';
import type { Range } from '../../core/markdown/range.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { readPlan } from '../../core/plan/read.ts';

const path = 'docs/features/0005-fetch/implementation-plan.toml';

function tasksOf(plan: Plan) {
  return plan.phases.flatMap((phase) => phase.tasks);
}

/** `line:column rule severity` of each problem. */
function problemsOf(content: string): string[] {
  return readPlan(path, content).problems.map(
    ({ at, rule, severity }) => `${at.line}:${at.column} ${rule} ${severity}`,
  );
}

/** The bytes of a field, as text. */
function bytesAt(content: string, range: Range | undefined): string | undefined {
  return range && Buffer.from(encodeText(content).subarray(range.start, range.end)).toString();
}

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
      written: { label: '', title: '' },
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
          dependsBy: 'writing',
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
          dependsBy: 'writing',
          spec: 'docs/features/0005-fetch',
          files: ['a.ts', 'b.ts'],
        },
      ],
    },
  ]);
});

test('A commit says its message, tests, criteria and what to avoid.', () => {
  const content = [
    '[[commits]]',
    'id = "9a"',
    'message = "feat(x): read\\n\\nAll of it."',
    'acceptance = [',
    '  "`npm test` passes",',
    '  " Reads well",',
    ']',
    'anti_patterns = ["Reading twice (CC-1)"]',
    'tests = ["test_read", "bench_read"]',
    'requirements = ["REQ-1"]',
    'constraints = ["CC-1"]',
  ].join('\n');
  const [task] = tasksOf(readPlan(path, content));
  expect(task).toMatchObject({
    id: '9a',
    criteria: [
      { text: '`npm test` passes', line: 5, kind: 'command' },
      { text: 'Reads well', line: 6, kind: 'judgement' },
    ],
    commit: {
      message: 'feat(x): read\n\nAll of it.',
      tests: ['test_read', 'bench_read'],
      antiPatterns: ['Reading twice (CC-1)'],
      requirements: ['REQ-1'],
      constraints: ['CC-1'],
    },
  });
  expect(task?.criteria.map(({ range }) => bytesAt(content, range))).toEqual(['`npm test` passes', ' Reads well']);
});

test('A commit that says nothing but its id has empty fields.', () => {
  const [task] = tasksOf(readPlan(path, '[[commits]]\nid = 1\n'));
  expect(task).toMatchObject({
    title: '1',
    criteria: [],
    commit: { message: '', tests: [], antiPatterns: [], requirements: [], constraints: [] },
  });
  expect(Object.keys(task?.ranges ?? {})).toEqual(['id']);
});

test('Without a dependencies table the commits are in order, and the folder names the phase.', () => {
  const [phase] = readPlan(path, '[[commits]]\nid = 1\n[[commits]]\nid = 2\n').phases;
  expect(phase?.title).toBe('0005-fetch');
  expect(phase?.tasks.map((task) => [task.dependsOn, task.dependsBy])).toEqual([
    [[], 'order'],
    [['1'], 'order'],
  ]);
});

test('A commit that the dependencies table leaves out waits for nothing.', () => {
  const tasks = tasksOf(
    readPlan(path, '[dependencies]\n3 = [1]\n[[commits]]\nid = 1\n[[commits]]\nid = 2\n[[commits]]\nid = 3\n'),
  );
  expect(tasks.map((task) => task.dependsOn)).toEqual([[], [], ['1']]);
});

test.each([
  ['tables', '[meta]\nfeature = "a"\n[dependencies]\n2 = [1]\n[[commits]]\nid = 1\n[[commits]]\nid = 2\n'],
  ['dotted keys', 'meta.feature = "a"\ndependencies.2 = [1]\n[[commits]]\nid = 1\n[[commits]]\nid = 2\n'],
  ['values', 'commits = [{ id = 1 }, { id = 2 }]\nmeta = { feature = "a" }\ndependencies = { 2 = [1] }\n'],
])('Tables spelled as %s say the same.', (_, content) => {
  const { phases, problems } = readPlan(path, content);
  expect(problems).toEqual([]);
  expect(phases[0]?.title).toBe('a');
  expect(phases[0]?.tasks.map(({ id, dependsOn }) => [id, dependsOn])).toEqual([
    ['1', []],
    ['2', ['1']],
  ]);
});

test('An id is the number as people count, however it is written, and keeps all its digits.', () => {
  const content =
    '[dependencies]\n16 = [12345678901234567890]\n[[commits]]\nid = 0x10\n[[commits]]\nid = 12_345_678_901_234_567_890\n';
  expect(tasksOf(readPlan(path, content)).map(({ id, dependsOn }) => [id, dependsOn])).toEqual([
    ['16', ['12345678901234567890']],
    ['12345678901234567890', []],
  ]);
  expect(problemsOf(content)).toEqual([]);
});

test('Fields have ranges: one-line strings without their quotes, and the first line of what spans several.', () => {
  const content =
    '\uFEFF[dependencies]\r\n2 = [ 1 ]\r\n[[commits]]\r\nid = 1\r\n[[commits]]\r\nid = 2\r\n' +
    'title = "Größe 😀"\r\nmessage = "feat: a"\r\nfiles = [\r\n  "a.ts",\r\n]\r\ntests = ["t"]\r\n';
  const ranges = tasksOf(readPlan(path, content))[1]?.ranges ?? {};
  const written = Object.fromEntries(Object.entries(ranges).map(([field, range]) => [field, bytesAt(content, range)]));
  expect(written).toEqual({
    id: '2',
    title: 'Größe 😀',
    message: 'feat: a',
    files: '[',
    tests: '["t"]',
    dependsOn: '[ 1 ]',
  });
  expect(ranges.title).toMatchObject({ line: 7, column: 10, endColumn: 18 });
  expect(ranges.dependsOn).toMatchObject({ line: 2, column: 5, endColumn: 10 });
});

describe('What is not TOML is one error at its place, and nothing of the file is guessed at.', () => {
  test.each([
    ['title = "open\nid = 1', 2, 14, 'unterminated string'],
    ['files = [\n  "a"\nid = 1', 4, 1, '"id", expected TOML;'],
    ['just words\nid = 1', 2, 6, 'equal'],
    ['title = words\nid = 1', 2, 9, '"words"'],
    ['files = [] 2\nid = 1', 2, 12, 'newline'],
    ['id = 1\ntitle = "a\\q"', 3, 12, 'escape'],
    ["id = 1\ntitle = '''open", 4, 1, 'end of file'],
    ['id = 1\nid = 2', 3, 1, 'multiple times'],
    ['id = 007', 2, 6, 'leading zeros'],
    ['title = "a\0b"', 2, 11, 'control'],
    ['title = """a\rb"""', 2, 13, 'carriage return'],
    ['title = "a\uDC80"', 2, 11, 'UTF-8'],
  ])('%j', (lines, line, column, expected) => {
    for (const mark of ['', '\uFEFF']) {
      const plan = readPlan(path, `${mark}[[commits]]\n${lines}\n`);
      expect(plan.phases).toEqual([]);
      expect(plan.problems).toEqual([
        {
          rule: 'plan-syntax',
          severity: 'error',
          message: expect.stringContaining(expected),
          at: { path, line, column },
        },
      ]);
    }
  });
});

test('What TOML 1.0 and 1.1 allow is read.', () => {
  const content = 'commits = [{\n  id = 1,\n  title = "\\e[1m\\x41", # since 1.1\n}]\nmeta.feature = \'a\'\n';
  expect(problemsOf(content)).toEqual([]);
  expect(tasksOf(readPlan(path, content))[0]?.title).toBe('\u001B[1mA');
});

describe('Hostile input is one error at its place.', () => {
  const deep = 100_000;
  test.each([
    ['arrays in each other', `a = ${'['.repeat(deep)}${']'.repeat(deep)}`, 'nesting'],
    ['tables in each other', `a = ${'{a='.repeat(deep)}1${'}'.repeat(deep)}`, 'nesting'],
    ['both in each other', `a = ${'[{a='.repeat(deep)}1${'}]'.repeat(deep)}`, 'nesting'],
    ['65 levels', `a = ${'['.repeat(65)}${']'.repeat(65)}`, 'nesting'],
    ['a string that is too long', `a = "${'x'.repeat(200_000)}"`, 'length'],
    ['a string of several lines that is too long', `a = """\n${'""\n'.repeat(100_000)}"""`, 'length'],
    ['a number that is too long', `a = ${'1'.repeat(1_000_000)}`, 'can be parsed'],
    ['a file that is too long', `#${'x'.repeat(8 * 1024 * 1024)}`, 'bytes'],
    ['a file whose characters are too long', `#${'é'.repeat(4 * 1024 * 1024)}`, 'bytes'],
  ])('%s', (_, content, expected) => {
    const plan = readPlan(path, content);
    expect(plan.phases).toEqual([]);
    expect(plan.problems).toMatchObject([{ rule: 'plan-syntax', severity: 'error', at: { line: 1 } }]);
    expect(plan.problems[0]?.message).toContain(expected);
  });

  test.each([
    ['64 levels', `${'['.repeat(64)}${']'.repeat(64)}`],
    [
      'brackets in strings and comments',
      `[${String.raw`"[{\"[", '[{\', """[{"[""""", '''[{'['''''`}, # [{"\n]`.repeat(1),
    ],
    ['many strings that end in quotes', `[\n${'["""a""""],\n'.repeat(100)}]`],
    ['many strings with escaped quotes', `[\n${String.raw`["\"[[", '\'],`.concat('\n').repeat(100)}]`],
    ['many arrays side by side', `[${'[], {}, '.repeat(1_000)}]`],
    ['a long comment', `1 # ${'x'.repeat(200_000)}`],
    ['strings that are long together', `[${`"${'x'.repeat(1_000)}", `.repeat(1_000)}]`],
  ])('%s are not hostile.', (_, value) => {
    expect(problemsOf(`a = ${value}\n[[commits]]\nid = 1\n`)).toEqual(['1:1 unknown-key info']);
  });

  test('A comment may end the file.', () => {
    expect(problemsOf('[[commits]]\nid = 1\n# [')).toEqual([]);
  });

  test('A string that never ends does not hide what follows.', () => {
    expect(problemsOf(`a = "[\nb = ${'['.repeat(100)}`)).toEqual(['2:69 plan-syntax error']);
  });

  test('Names of prototypes are keys like any other.', () => {
    const content =
      '[__proto__]\npolluted = 1\n[dependencies]\n__proto__ = ["constructor"]\n[[commits]]\nid = "__proto__"\nconstructor.prototype.polluted = 1\n[[commits]]\nid = "constructor"\n';
    const plan = readPlan(path, content);
    expect(tasksOf(plan).map(({ id, dependsOn }) => [id, dependsOn])).toEqual([
      ['__proto__', ['constructor']],
      ['constructor', []],
    ]);
    expect(problemsOf(content)).toEqual(['1:2 unknown-key info', '7:1 unknown-key info']);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});

describe('What is of another type is an error at its place, and the rest is read.', () => {
  test.each([
    ['id = 2.6', '4:6 plan-syntax error'],
    ['id = { a = 1 }', '4:6 plan-syntax error'],
    ['id = 2026-01-01', '4:6 plan-syntax error'],
    ['id = ""', '4:7 plan-syntax error'],
    ['title = "none"', '3:1 plan-syntax error'],
  ])('A commit with %s is no task.', (line, problem) => {
    const content = `[[commits]]\nid = 1\n[[commits]]\n${line}\n`;
    expect(tasksOf(readPlan(path, content)).map(({ id }) => id)).toEqual(['1']);
    expect(problemsOf(content)).toEqual([problem]);
  });

  test.each([
    ['title = 1', '3:9'],
    ['message = ["a"]', '3:11'],
    ['files = "a.ts"', '3:10'],
    ['files = ["a.ts", 1]', '3:18'],
    ['files = [["a.ts"]]', '3:10'],
    ['files = [" "]', '3:11'],
    ['acceptance = true', '3:14'],
    ['anti_patterns = [1.5]', '3:18'],
    ['tests = { a = 1 }', '3:9'],
    ['requirements = [\n  1,\n]', '4:3'],
    ['constraints = 07:00:00', '3:15'],
  ])('%j is an error, and the commit a task.', (line, place) => {
    const content = `[[commits]]\nid = 1\n${line}\n`;
    expect(tasksOf(readPlan(path, content))).toHaveLength(1);
    expect(problemsOf(content)).toEqual([`${place} plan-syntax error`]);
  });

  test('Files that are strings stay where others are not.', () => {
    expect(tasksOf(readPlan(path, '[[commits]]\nid = 1\nfiles = ["a.ts", 1, "b.ts"]\n'))[0]?.files).toEqual([
      'a.ts',
      'b.ts',
    ]);
  });

  test.each([
    ['meta = 1', '1:8 plan-syntax error'],
    ['meta.feature = 1', '1:16 plan-syntax error'],
    ['meta.workspace = [""]', '1:18 plan-syntax error'],
    ['dependencies = [1]', '1:16 plan-syntax error'],
    ['dependencies.1 = 1', '1:18 plan-syntax error'],
    ['dependencies.1 = [1.5]', '1:19 plan-syntax error'],
    ['dependencies.1.5 = []', '1:14 plan-syntax error'],
  ])('%s', (line, problem) => {
    const content = `${line}\n[[commits]]\nid = 1\n`;
    expect(tasksOf(readPlan(path, content))).toHaveLength(1);
    expect(problemsOf(content)).toEqual([problem]);
  });

  test.each(['[commits]\nid = 1', 'commits = 1', 'commits = [1]'])('%j lists no commits.', (content) => {
    const plan = readPlan(path, content);
    expect(plan.phases).toEqual([]);
    expect(plan.problems.map(({ rule, at: { line } }) => [rule, line])).toEqual([['plan-syntax', 1]]);
  });
});

test('A plan without commits says so.', () => {
  expect(problemsOf('[meta]\nfeature = "a"\n')).toEqual(['1:1 no-phases error']);
});

test('A dependency on a commit that is not there is an error on both sides.', () => {
  expect(problemsOf('[dependencies]\n1 = [7]\n8 = [1]\n\n[[commits]]\nid = 1\n')).toEqual([
    '2:5 dependency error',
    '3:1 dependency error',
  ]);
});

test('A second commit of an id, and commits that wait for each other, are errors.', () => {
  expect(problemsOf('[dependencies]\n1 = [2]\n2 = [1]\n[[commits]]\nid = 1\n[[commits]]\nid = 2\n')).toEqual([
    '4:1 dependency error',
  ]);
  expect(problemsOf('[[commits]]\nid = 1\n[[commits]]\nid = "1"\n')).toEqual(['3:1 duplicate-id error']);
});

test('A key that nobody reads is an information, wherever it stands.', () => {
  const content = 'version = 1\n[meta]\nFeature = "a"\n[[commits]]\nid = 1\ndepends_on = []\n[commits.more]\na = 1\n';
  expect(problemsOf(content)).toEqual([
    '1:1 unknown-key info',
    '3:1 unknown-key info',
    '6:1 unknown-key info',
    '7:10 unknown-key info',
  ]);
  expect(tasksOf(readPlan(path, content))[0]?.text).toBe('[[commits]]\nid = 1\ndepends_on = []\n[commits.more]\na = 1');
});

test('What stands below a commit belongs to the last one, and to its text.', () => {
  const content = '[[commits]]\nid = 1\n[[commits]]\nid = 2\n[commits.more]\na = 1\n';
  expect(tasksOf(readPlan(path, content)).map(({ text }) => text)).toEqual([
    '[[commits]]\nid = 1',
    '[[commits]]\nid = 2\n[commits.more]\na = 1',
  ]);
});

test('A plan whose entries have another name has no phases, and that is an error.', () => {
  const rules = readPlan(path, '[[commit]]\nid = 1\n').problems.map(({ rule, severity }) => `${rule} ${severity}`);
  expect(rules).toContain('no-phases error');
});
