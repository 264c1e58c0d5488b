import { posix } from 'node:path';
import { defineCheat, type Sight } from '../cheat.ts';
import { askedBy } from '../asked.ts';
import { assertionsIn } from '../assertions.ts';
import type { Change, ChangedFile } from '../change.ts';
import { argumentsOf, chainOf, stringOf } from '../chain.ts';
import { gained } from '../gained.ts';
import type { Syntax, SyntaxNode } from '../syntax.ts';

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

interface Mock {
  /** A module by its path, or by its names with dots; a class; empty where an object has a member replaced. */
  readonly target: string;
  /** The name of what is replaced, where only that is. */
  readonly member: string;
  readonly line: number;
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

interface Call {
  readonly node: SyntaxNode;
  readonly chain: readonly string[];
}

function calls(syntax: Syntax): Call[] {
  return syntax.nodes('CallExpression', 'NewExpression').map((node) => ({ node, chain: chainOf(syntax, node) }));
}

function mocksIn(syntax: Syntax): Mock[] {
  const decorators = syntax.nodes('Decorator').map((node) => ({
    node,
    chain: node.getChildren('VariableName').map((one) => syntax.textOf(one)),
  }));
  return [...calls(syntax), ...decorators].flatMap(({ node, chain }) => mockAt(syntax, node, chain.join('.')));
}

function mockAt(syntax: Syntax, node: SyntaxNode, name: string): Mock[] {
  const given = argumentsOf(node);
  const line = syntax.lineOf(node);
  const [first, second] = given.map((one) => stringOf(syntax, one));
  const isOfRuntime = given[0] !== undefined && runtime.test(syntax.textOf(given[0]));
  if (moduleMocks.test(name)) return first === undefined ? [] : [{ target: first, member: '', line }];
  if (isOfRuntime) return [];
  if (memberMocks.test(name) && second !== undefined) return [{ target: '', member: second, line }];
  if (scriptSpies.test(name) && second !== undefined && isAnswered(syntax, node))
    return [{ target: '', member: second, line }];
  if (pythonPatches.test(name) && first?.includes('.')) {
    const member = first.slice(first.lastIndexOf('.') + 1);
    return [{ target: first, member, line }];
  }
  return [];
}

/** What everybody shares is mocked so as to know what it says. */
const runtime =
  /^(?:Date|Math|console|process|performance|crypto|fs|os|time|random|datetime|(?:globalThis|window|global)\b.*)$/;
const moduleMocks = /^(?:vi|vitest|jest)\.(?:mock|doMock|unstable_mockModule)$|^(?:mock|t\.mock)\.module$/;
const scriptSpies = /^(?:(?:vi|vitest|jest)\.spyOn|sinon\.stub|sandbox\.stub|(?:t\.)?mock\.method)$/;
const memberMocks = /(?:^|\.)patch\.object$|^monkeypatch\.setattr$|^(?:t\.)?mock\.method$/;
const pythonPatches = /(?:^|\.)patch$|^monkeypatch\.setattr$|^mocker\.patch$/;

/** Whether a spy gives an answer of its own; else it only looks on. */
function isAnswered(syntax: Syntax, { parent, to }: SyntaxNode): boolean {
  const method = parent?.name === 'MemberExpression' ? syntax.textOf({ from: to, to: parent.to }) : '';
  return /^\s*\.\s*(?:mock(?:Return|Resolved|Rejected|Implementation)\w*|returns|resolves|callsFake|rejects|throws)$/.test(
    method,
  );
}

/** Assertions whose subject is the answer of a mock. */
function aboutMocks(syntax: Syntax): { text: string; line: number }[] {
  const mocks = new Set(mockNames(syntax));
  if (mocks.size === 0) return [];
  return assertionsIn(syntax, syntax.top).flatMap((one) => {
    const { subject, expected } = askedBy(syntax, one);
    const [, name = '', member = ''] = /^(?:await )?(\w+)((?:\.\w+)?)\(/.exec(subject) ?? [];
    const isAnswer = expected.length > 0 && mocks.has(name) && !/^\.(?:assert|called|mock)/.test(member);
    return isAnswer ? [{ text: one.text, line: one.line }] : [];
  });
}

/** What is a mock by its first value, and the fixtures that return one. */
function mockNames(syntax: Syntax): string[] {
  return syntax.nodes('VariableDeclaration', 'AssignStatement').flatMap((node) => {
    const [name, value] = [
      node.getChild('VariableDefinition') ?? node.getChild('VariableName'),
      node.getChild('CallExpression'),
    ];
    if (!name || !value) return [];
    const text = syntax.textOf(value);
    const isMock = /^(?:vi|jest)\.fn\(|^sinon\.stub\(|^(?:\w+\.)*(?:(?:Magic|Async)?Mock|create_autospec)\(/.test(text);
    return isMock && !/\bwraps=/.test(text) ? [syntax.textOf(name)] : [];
  });
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
