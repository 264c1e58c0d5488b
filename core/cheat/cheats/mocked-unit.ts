import { posix } from 'node:path';
import { defineCheat } from '../cheat.ts';
import type { ChangedFile } from '../change.ts';
import { argumentsOf, chainOf, stringOf } from '../chain.ts';
import { gained } from '../gained.ts';
import type { Syntax } from '../syntax.ts';

/**
 * A test that mocks what it is to test: a source file of the same change. What the mock says is then all that is tested.
 *
 * @example The module under test is mocked.
 *
 *     --- src/sum.ts
 *     - export const sum = (a: number, b: number): number => 0;
 *     + export const sum = (a: number, b: number): number => a;
 *     --- test/sum.test.ts
 *     + import { sum } from '../src/sum.ts';
 *     + vi.mock('../src/sum.ts', () => ({ sum: () => 3 }));
 *     + test('adds', () => expect(sum(1, 2)).toBe(3));
 *     === test/sum.test.ts:2 Unexpected mock of src/sum.ts, which this change is about, expected it to be tested as it is
 *
 * @example In Python.
 *
 *     --- src/shop/sums.py
 *     + def sum_of(a, b):
 *     +     return a
 *     --- tests/test_sums.py
 *     + @patch("shop.sums.sum_of", return_value=3)
 *     + def test_adds(mock):
 *     +     assert sums.sum_of(1, 2) == 3
 *     === tests/test_sums.py:1 Unexpected mock of src/shop/sums.py, which this change is about, expected it to be tested as it is
 *
 * @example What is mocked lies elsewhere.
 *
 *     --- src/sum.ts
 *     + export const sum = (a: number, b: number): number => a + b + tax();
 *     --- test/sum.test.ts
 *     + vi.mock('../src/tax.ts', () => ({ tax: () => 0 }));
 *     + test('adds', () => expect(sum(1, 2)).toBe(3));
 */
export const mockedUnit = defineCheat({
  id: 'mocked-unit',
  verdict: 'block',
  look(change, see) {
    const units = change.files.filter(({ isTest, head, language }) => !isTest && head && language);
    for (const { path, isTest, base, head } of change.files) {
      if (!isTest || !head?.syntax) continue;
      const before = base?.syntax ? mocks(base.syntax) : [];
      for (const { target, line } of gained(before, mocks(head.syntax), (one) => one.target)) {
        const unit = units.find((one) => isMeant(target, path, one));
        if (!unit) continue;
        const message = `Unexpected mock of ${unit.path}, which this change is about, expected it to be tested as it is`;
        see({ path, line, message });
      }
    }
  },
});

interface Mock {
  readonly target: string;
  readonly line: number;
}

function mocks(syntax: Syntax): Mock[] {
  const calls = syntax.nodes('CallExpression').flatMap((node) => {
    const chain = chainOf(syntax, node).join('.');
    return mocking.test(chain) ? [{ node, first: argumentsOf(node)[0] }] : [];
  });
  const decorators = syntax.nodes('Decorator').flatMap((node) => {
    const isPatch = /^@(?:\w+\.)*patch\b/.test(syntax.textOf(node));
    return isPatch ? [{ node, first: argumentsOf(node)[0] }] : [];
  });
  return [...calls, ...decorators].flatMap(({ node, first }) => {
    const target = stringOf(syntax, first);
    return target === undefined ? [] : [{ target, line: syntax.lineOf(node) }];
  });
}

const mocking =
  /^(?:vi|vitest|jest)\.(?:mock|doMock|unstable_mockModule)$|^mock\.module$|(?:^|\.)patch$|^monkeypatch\.setattr$|^mocker\.patch$/;

/** `../src/sum.ts` from where the test is; or `shop.sums.sum_of`, whose first parts are a path. */
function isMeant(target: string, test: string, { path, language }: ChangedFile): boolean {
  const plain = path.replace(/\.[^./]+$/, '');
  if (language === 'python') {
    const parts = target.split('.');
    return parts.some((_, index) => `/${plain}`.endsWith(`/${parts.slice(0, index + 1).join('/')}`) && index > 0);
  }
  if (!target.startsWith('.')) return false;
  const meant = posix.join(posix.dirname(test), target).replace(/\.[cm]?[jt]sx?$/, '');
  return meant === plain || `${meant}/index` === plain;
}
