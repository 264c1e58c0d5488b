import { describe, expect, test } from 'vitest';
import { changedTests, outsideRole, type StepFile } from '../../core/review/role-scope.ts';

const rust = 'pub fn add(a: i32, b: i32) -> i32 { todo!() }\n';
const rustTests = '\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn adds() { assert_eq!(super::add(1, 2), 3); }\n}\n';

const unnamed = (): boolean => false;

function file(path: string, before: string | undefined, after: string | undefined): StepFile {
  return { path, before, after };
}

describe('what a step may change', () => {
  test('The designer adds no tests, and may keep those up that there are.', () => {
    const changed = [
      file('src/a.ts', undefined, 'a'),
      file('test/a.test.ts', undefined, 'a'),
      file('test/b.test.ts', 'b', 'c'),
    ];
    expect(outsideRole('designer', changed, unnamed)).toMatchObject([{ path: 'test/a.test.ts' }]);
  });

  test('The tester changes tests and what lies with them, and nothing else.', () => {
    const changed = [
      file('src/a.ts', 'a', 'b'),
      file('test/a.test.ts', undefined, 'a'),
      file('tests/data.json', undefined, '1'),
    ];
    expect(outsideRole('tester', changed, unnamed)).toMatchObject([{ path: 'src/a.ts' }]);
  });

  test.each([
    ['adds the tests of a module within it', rust + rustTests, []],
    ['fills a body along with them', rust.replace('todo!()', 'a + b') + rustTests, [{ path: 'src/a.rs' }]],
    ['fills a body alone', rust.replace('todo!()', 'a + b'), [{ path: 'src/a.rs' }]],
  ])('In Rust a tester who %s is told so.', (_title, after, outside) => {
    expect(outsideRole('tester', [file('src/a.rs', rust, after)], unnamed)).toMatchObject(outside);
  });

  test('The implementer is bound by the scope alone.', () => {
    const changed = [file('src/a.ts', 'a', 'b'), file('test/x.test.ts', undefined, 'x')];
    expect(outsideRole('implementer', changed, unnamed)).toEqual([]);
  });

  test('What the task names, and was not there before, is the tester’s as well; what was there is not.', () => {
    const changed = [file('checks/area.sh', undefined, 'a'), file('src/a.ts', 'a', 'b'), file('b.sh', undefined, 'b')];
    expect(outsideRole('tester', changed, isNamed).map(({ path }) => path)).toEqual(['src/a.ts', 'b.sh']);
  });

  test.each(['src/parser/tests.rs', 'shop/tests.py', 'Shop.Tests/CartTests.cs', 'pkg/testdata/a.json', 'conftest.py'])(
    'The tester may write %s, and the designer may not.',
    (path) => {
      expect(outsideRole('tester', [file(path, undefined, 'a')], unnamed)).toEqual([]);
      expect(outsideRole('designer', [file(path, undefined, 'a')], unnamed)).toHaveLength(1);
    },
  );
});

describe('tests that are written', () => {
  const written = [file('test/a.test.ts', undefined, 'expect(1)'), file('src/a.rs', rust, rust + rustTests)];
  const now = (own: Readonly<Record<string, string | undefined>>) => (path: string) =>
    path in own ? own[path] : written.find((one) => one.path === path)?.after;

  test('They may stay as they are, while the code around them is filled and formatted.', () => {
    const filled =
      rust.replace('todo!()', 'a + b') + rustTests.replace('{ assert', '{\n        assert').replace('; }', ';\n    }');
    expect(changedTests(written, now({ 'src/a.rs': filled }))).toEqual([]);
  });

  test.each<[string, Readonly<Record<string, string | undefined>>, string]>([
    ['one is weakened', { 'test/a.test.ts': 'expect(2)' }, 'test/a.test.ts'],
    ['one is deleted', { 'test/a.test.ts': undefined }, 'test/a.test.ts'],
    ['those within a module are weakened', { 'src/a.rs': rust + rustTests.replace('3', '4') }, 'src/a.rs'],
    ['those within a module are gone', { 'src/a.rs': rust.replace('todo!()', 'a + b') }, 'src/a.rs'],
  ])('It is seen when %s.', (_title, own, path) => {
    expect(changedTests(written, now(own))).toMatchObject([{ path }]);
  });
});

function isNamed(path: string): boolean {
  return path !== 'b.sh';
}
