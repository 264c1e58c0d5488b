import { assertionsIn, type Assertion } from './assertions.ts';
import type { Source } from './change.ts';
import { argumentsOf, chainOf, stringOf } from './chain.ts';
import type { Syntax, SyntaxNode } from './syntax.ts';

/** A test as its file states it. */
export interface TestCase {
  /** With the titles of what it stands in: `parser > reads a number`. */
  readonly name: string;
  /** The whole of it, decorators included. */
  readonly node: SyntaxNode;
  readonly line: number;
  /** What is said of it, or of what it stands in: `skip`, `only`, `todo`, `each`, `mark.xfail`. */
  readonly modifiers: readonly string[];
  readonly assertions: readonly Assertion[];
}

/** The tests of a file in TypeScript, JavaScript or Python, in its order; none where there is no grammar. */
export function testCases({ syntax }: Source): readonly TestCase[] {
  if (!syntax) return [];
  const known = read.get(syntax) ?? (syntax.grammar === 'python' ? pythonTests(syntax) : scriptTests(syntax));
  read.set(syntax, known);
  return known;
}

/** Those that are not marked to be off. */
export function runningTests(source: Source): readonly TestCase[] {
  return testCases(source).filter(({ modifiers }) => !modifiers.some(isOff));
}

/** In the words of vitest, jest, node:test, mocha, pytest and unittest. */
export function isOff(modifier: string): boolean {
  return /(?:^|\.)(?:skip(?:if|unless|test)?|todo|fails|failing|fixme|xfail|expectedfailure|runif)$/i.test(modifier);
}

/** Many cheats ask for the same. */
const read = new WeakMap<Syntax, readonly TestCase[]>();

function scriptTests(syntax: Syntax): TestCase[] {
  const calls = syntax.nodes('CallExpression').map((node) => ({ node, call: declared(syntax, node) }));
  const suites = calls.filter(({ call }) => call?.kind === 'suite');
  return calls.flatMap(({ node, call }) => {
    if (call?.kind !== 'test') return [];
    const around = suites.filter((one) => one.node.from < node.from && one.node.to >= node.to);
    return [
      {
        name: [...around.map((one) => one.call?.title), call.title].join(' > '),
        node,
        line: syntax.lineOf(node),
        modifiers: [...around.flatMap((one) => one.call?.modifiers ?? []), ...call.modifiers],
        assertions: assertionsIn(syntax, node),
      },
    ];
  });
}

interface Declared {
  readonly kind: 'suite' | 'test';
  readonly title: string;
  readonly modifiers: readonly string[];
}

/** What a call like `describe.skip('a', …)`, `xit('a', …)` or `test.each([…])('a', …)` declares. */
function declared(syntax: Syntax, call: SyntaxNode): Declared | undefined {
  const [first = '', ...modifiers] = chainOf(syntax, call);
  const known = declaring.get(first);
  // `test.each([…])` is the first half of a call, and what `test.beforeEach(…)` takes is no title.
  const [title, ...rest] = argumentsOf(call);
  if (
    !known ||
    title === undefined ||
    (call.parent?.firstChild?.from === call.from && call.parent.name === 'CallExpression')
  )
    return undefined;
  const words = stringOf(syntax, title);
  if (words === undefined && (rest.length === 0 || !isName(title))) return undefined;
  return {
    kind: known.kind,
    title: words ?? syntax.textOf(title),
    modifiers: [...known.modifiers, ...modifiers, ...options(syntax, rest[0])],
  };
}

/** What a test is told beside its title: `{ skip: true }`. */
function options(syntax: Syntax, node: SyntaxNode | undefined): string[] {
  const told = node?.name === 'ObjectExpression' ? node.getChildren('Property') : [];
  return told.flatMap((one) => {
    const [, name = '', value = ''] = /^['"]?(\w+)['"]?\s*:\s*(\S+)/.exec(syntax.textOf(one)) ?? [];
    return /^(?:skip|todo|only|fails)$/.test(name) && value !== 'false' ? [name] : [];
  });
}

function isName({ name }: SyntaxNode): boolean {
  return name === 'VariableName' || name === 'MemberExpression' || name === 'BinaryExpression';
}

const declaring: ReadonlyMap<string, { kind: 'suite' | 'test'; modifiers: readonly string[] }> = new Map([
  ['describe', { kind: 'suite', modifiers: [] }],
  ['suite', { kind: 'suite', modifiers: [] }],
  ['context', { kind: 'suite', modifiers: [] }],
  ['xdescribe', { kind: 'suite', modifiers: ['skip'] }],
  ['fdescribe', { kind: 'suite', modifiers: ['only'] }],
  ['test', { kind: 'test', modifiers: [] }],
  ['it', { kind: 'test', modifiers: [] }],
  ['specify', { kind: 'test', modifiers: [] }],
  ['xtest', { kind: 'test', modifiers: ['skip'] }],
  ['xit', { kind: 'test', modifiers: ['skip'] }],
  ['fit', { kind: 'test', modifiers: ['only'] }],
  ['ftest', { kind: 'test', modifiers: ['only'] }],
]);

function pythonTests(syntax: Syntax): TestCase[] {
  return syntax.nodes('FunctionDefinition').flatMap((definition) => {
    const name = nameOf(syntax, definition);
    const around = enclosing(definition);
    const isNested = around.some((one) => one.name === 'FunctionDefinition');
    const classes = around.filter((one) => one.name === 'ClassDefinition').toReversed();
    if (!name.startsWith('test') || isNested || !classes.every((one) => isCollected(syntax, one))) return [];
    const node = whole(definition);
    return [
      {
        name: [...classes.map((one) => nameOf(syntax, one)), name].join(' > '),
        node,
        line: syntax.lineOf(definition),
        modifiers: [...classes, definition].flatMap((one) => decorators(syntax, one)),
        assertions: assertionsIn(syntax, definition),
      },
    ];
  });
}

/** pytest looks into classes of this name; one with a base may be a `TestCase`. */
function isCollected(syntax: Syntax, definition: SyntaxNode): boolean {
  return nameOf(syntax, definition).startsWith('Test') || definition.getChild('ArgList') !== null;
}

function nameOf(syntax: Syntax, definition: SyntaxNode): string {
  const name = definition.getChild('VariableName');
  return name ? syntax.textOf(name) : '';
}

function enclosing(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let at = node.parent; at; at = at.parent) found.push(at);
  return found;
}

function whole(definition: SyntaxNode): SyntaxNode {
  return definition.parent?.name === 'DecoratedStatement' ? definition.parent : definition;
}

/** `@pytest.mark.skipif(…)` is `mark.skipif`; `@unittest.skip("…")` is `skip`. */
function decorators(syntax: Syntax, definition: SyntaxNode): string[] {
  if (definition.parent?.name !== 'DecoratedStatement') return [];
  return definition.parent.getChildren('Decorator').map((decorator) => {
    const names = decorator.getChildren('VariableName').map((one) => syntax.textOf(one));
    return names.slice(names.length > 1 ? 1 : 0).join('.');
  });
}
