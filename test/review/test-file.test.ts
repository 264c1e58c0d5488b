import { describe, expect, test } from 'vitest';
import { isTestFile, isTestPath } from '../../core/review/test-file.ts';

const files = [
  'src/__tests__/add.js',
  'src/__tests__/deep/Button.tsx',
  'test/add.js',
  'packages/a/test/add.mjs',
  'src/add-test.mjs',
  'src/add_test.cjs',
  'src/test-add.js',
  'src/add.test.ts',
  'src/add.spec.tsx',
  'types/add.test-d.ts',
  'cypress/e2e/login.cy.ts',
  'spec/addSpec.js',
  'tests/api.rs',
  'crates/a/tests/api.rs',
  'src/parser/tests.rs',
  'src/parser/tests/edge.rs',
  'src/parser_test.rs',
  'shop/tests.py',
  'shop/test_cart.py',
  'shop/cart_test.py',
  'pkg/cart_test.go',
  'src/test/java/shop/CartTest.java',
  'src/test/kotlin/CartTests.kt',
  'lib/FooTest.php',
  'Shop.Tests/CartTests.cs',
  'spec/models/cart_spec.rb',
  'test/cart_test.rb',
  'base/foo_unittest.cc',
  'tests/test_cart.cpp',
  'Tests/ShopTests/CartTests.swift',
  'test/cart_test.dart',
  'test/install.bats',
];

const beside = [
  'test/helpers.ts',
  'test/support/server.js',
  'tests/common/mod.rs',
  'conftest.py',
  'shop/conftest.py',
  'tests/base.py',
  'pkg/testdata/a.json',
  'src/__snapshots__/a.test.ts.snap',
  'src/__mocks__/fs.ts',
  'tests/__snapshots__/test_a.ambr',
  'cart.approved.txt',
  'spec/spec_helper.rb',
  'apps/shop-e2e/src/support/app.ts',
  'e2e/pages/login.ts',
  'Shop.Tests/Usings.cs',
];

const source = [
  'src/spec/read.ts',
  'core/spec/topics.ts',
  'spec/format.md',
  'src/e2e/encrypt.ts',
  'src/fixtures/beam.ts',
  'src/latest.js',
  'src/contest.py',
  'src/protest.rs',
  'src/testing.ts',
  'src/main/java/shop/SpeedTest.java',
  'src/Latest.java',
  'src/attest.go',
  'src/test.tsx/a.ts',
  'src/inspect.rb',
  'lib/specs.rb',
  'src/Manifest.cs',
  'docs/testing.md',
];

describe('By its path,', () => {
  test.each(files)('%s holds tests.', (path) => {
    expect([isTestFile(path), isTestPath(path)]).toEqual([true, true]);
  });

  test.each(beside)('%s belongs to tests, and holds none.', (path) => {
    expect([isTestFile(path), isTestPath(path)]).toEqual([false, true]);
  });

  test.each(source)('%s is what a project is about.', (path) => {
    expect([isTestFile(path), isTestPath(path)]).toEqual([false, false]);
  });
});
