import { expect, test } from 'vitest';
import { decidesTests, preparesTests } from '../../core/verdict/decides-tests.ts';

test.each([
  'vitest.config.ts',
  'packages/a/vite.config.mts',
  'jest.setup.js',
  '.mocharc.yml',
  'pytest.ini',
  'setup.cfg',
  'pyproject.toml',
  'tests/conftest.py',
  'sitecustomize.py',
  'src/setupTests.js',
  'tests/setup.ts',
  'test/unit/bootstrap.php',
  '__mocks__/fs.ts',
  '.cargo/config.toml',
  'babel.config.cjs',
  '.babelrc',
  '.env.test.local',
])('What is there before the tests of others is told by its name: %s', (path) => {
  expect(preparesTests(path)).toBe(true);
});

test.each([
  'tests/sum.test.ts',
  'tests/helpers/read.ts',
  'src/setup.ts',
  'src/config.ts',
  'package.json',
  'tsconfig.json',
  'tests/sum.test.ts.snap',
])('Tests themselves, what they are helped by, and source are no such thing: %s', (path) => {
  expect(preparesTests(path)).toBe(false);
});

test('What there was of a manifest is not put back: the new source needs what it names.', () => {
  expect(['pyproject.toml', 'setup.cfg', 'vite.config.ts', 'Cargo.toml'].filter(decidesTests)).toEqual([]);
  expect(['pytest.ini', 'tests/a.test.ts', 'a.snap'].every(decidesTests)).toBe(true);
});
