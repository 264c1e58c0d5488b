import { posix } from 'node:path';
import { aboutMocks, calls, mocksIn, type Mock } from '../mocks.ts';
import { defineCheat, type Sight } from '../cheat.ts';
import type { Change, ChangedFile } from '../change.ts';
import { stringOf } from '../chain.ts';
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
 * @example A method of it, a class of it, or the assertion is about the mock.
 *
 *     --- src/cart.ts
 *     + export class Cart {
 *     +   total() {
 *     +     return 0;
 *     +   }
 *     + }
 *     --- test/cart.test.ts
 *     + test('sums up', () => {
 *     +   const cart = new Cart();
 *     +   vi.spyOn(cart, 'total').mockReturnValue(3);
 *     +   expect(cart.total()).toBe(3);
 *     + });
 *     + test('sums', () => {
 *     +   const sum = vi.fn(() => 3);
 *     +   expect(sum(1, 2)).toBe(3);
 *     + });
 *     === test/cart.test.ts:3 Unexpected mock of total in src/cart.ts, which this change is about, expected it to be tested as it is
 *     === test/cart.test.ts:8 Unexpected assertion about a mock, expected one about what the code does
 *
 * @example A clock, a function that a helper of it calls, and what a mock was called with.
 *
 *     --- src/cart.ts
 *     + export const now = (): number => Date.now();
 *     + export const total = (): number => tell(now());
 *     --- test/cart.test.ts
 *     + vi.spyOn(Date, 'now').mockReturnValue(3);
 *     + test('sums up', () => {
 *     +   const tell = vi.fn();
 *     +   expect(total(tell)).toBe(3);
 *     +   expect(tell).toHaveBeenCalledWith(3);
 *     + });
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
    const units = unitsOf(change);
    for (const { path, isTest, base, head } of change.files) {
      if (!isTest || !head?.syntax) continue;
      const before = base?.syntax ? mocksIn(base.syntax) : [];
      const called = new Set(calls(head.syntax).map(({ chain }) => chain.at(-1) ?? ''));
      for (const mock of gained(before, mocksIn(head.syntax), ({ target, member }) => `${target} ${member}`))
        for (const sight of sights(mock, path, units, called, importsOf(head.syntax))) see({ path, ...sight });
      const known = base?.syntax ? aboutMocks(base.syntax) : [];
      for (const { line } of gained(known, aboutMocks(head.syntax), ({ text }) => text))
        see({ path, line, message: 'Unexpected assertion about a mock, expected one about what the code does' });
    }
  },
});

interface Unit {
  readonly path: string;
  readonly language: ChangedFile['language'];
  /** The functions, methods and classes that are written or changed. */
  readonly names: ReadonlySet<string>;
}

function unitsOf({ files }: Change): Unit[] {
  return files.flatMap(({ path, isTest, base, head, language }) => {
    if (isTest || !head?.syntax) return [];
    const before = base?.syntax ? definitions(base.syntax) : [];
    const names = gained(before, definitions(head.syntax), ({ text }) => text).map(({ name }) => name);
    return [{ path, language, names: new Set(names) }];
  });
}

function definitions(syntax: Syntax): { name: string; text: string }[] {
  const functions = syntax.nodes(
    'FunctionDeclaration',
    'MethodDeclaration',
    'FunctionDefinition',
    'ClassDeclaration',
    'ClassDefinition',
  );
  const values = syntax
    .nodes('VariableDeclaration')
    .filter((node) => node.getChild('ArrowFunction') ?? node.getChild('FunctionExpression'));
  return [...functions, ...values].flatMap((node) => {
    const name =
      node.getChild('VariableDefinition') ?? node.getChild('PropertyDefinition') ?? node.getChild('VariableName');
    return name ? [{ name: syntax.textOf(name), text: syntax.textOf(node) }] : [];
  });
}

type Seen = Omit<Sight, 'path'>;

function sights(
  { target, member, line }: Mock,
  test: string,
  units: readonly Unit[],
  called: ReadonlySet<string>,
  imports: readonly Import[],
): Seen[] {
  const about = 'which this change is about, expected it to be tested as it is';
  const unit = units.find((one) => (target === '' ? one.names.has(member) : isMeant(target, test, one)));
  if (!unit) return [];
  if (member !== '') {
    if (!unit.names.has(member)) return [];
    const what = target === '' ? `${member} in ${unit.path}` : unit.path;
    const message = `Unexpected mock of ${what}, ${about}`;
    return [{ line, message, ...(!called.has(member) && { verdict: 'flag' }) }];
  }
  const names = imports.filter((one) => isMeant(one.from, test, unit)).flatMap((one) => one.names);
  const isCalled = names.length === 0 || names.some((one) => called.has(one));
  return [{ line, message: `Unexpected mock of ${unit.path}, ${about}`, ...(!isCalled && { verdict: 'flag' }) }];
}

interface Import {
  readonly from: string;
  readonly names: readonly string[];
}

function importsOf(syntax: Syntax): Import[] {
  return syntax.nodes('ImportDeclaration').map((node) => ({
    from: stringOf(syntax, node.getChild('String') ?? undefined) ?? '',
    names: syntax.within(node, 'VariableDefinition').map((one) => syntax.textOf(one)),
  }));
}

/** `../src/sum.ts` from where the test is; or `shop.sums.sum_of`, whose first parts are a path. */
function isMeant(target: string, test: string, { path, language }: Pick<Unit, 'path' | 'language'>): boolean {
  const plain = path.replace(/\.[^./]+$/, '');
  if (language === 'python') {
    const parts = target.split('.');
    return parts.some((_, index) => `/${plain}`.endsWith(`/${parts.slice(0, index + 1).join('/')}`) && index > 0);
  }
  if (!target.startsWith('.')) return false;
  const meant = posix.join(posix.dirname(test), target).replace(/\.[cm]?[jt]sx?$/, '');
  return meant === plain || `${meant}/index` === plain;
}
