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

export interface Assertion {
  /** Blanks and line breaks are one blank each, so that layout does not matter. */
  readonly text: string;
  readonly node: SyntaxNode;
  readonly line: number;
  /** `expect`, `not`, `toBe`; `assert`; `self`, `assertEqual`. */
  readonly chain: readonly string[];
}

/** The tests of a file in TypeScript, JavaScript or Python, in its order; none where there is no grammar. */
export function testCases({ syntax }: Source): readonly TestCase[] {
  if (!syntax) return [];
  const known = read.get(syntax) ?? (syntax.grammar === 'python' ? pythonTests(syntax) : scriptTests(syntax));
  read.set(syntax, known);
  return known;
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
        assertions: scriptAssertions(syntax, node),
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
  const known = declaring[first];
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
  return { kind: known.kind, title: words ?? syntax.textOf(title), modifiers: [...known.modifiers, ...modifiers] };
}

function isName({ name }: SyntaxNode): boolean {
  return name === 'VariableName' || name === 'MemberExpression' || name === 'BinaryExpression';
}

const declaring: Readonly<Record<string, { kind: 'suite' | 'test'; modifiers: readonly string[] }>> = {
  describe: { kind: 'suite', modifiers: [] },
  suite: { kind: 'suite', modifiers: [] },
  context: { kind: 'suite', modifiers: [] },
  xdescribe: { kind: 'suite', modifiers: ['skip'] },
  fdescribe: { kind: 'suite', modifiers: ['only'] },
  test: { kind: 'test', modifiers: [] },
  it: { kind: 'test', modifiers: [] },
  specify: { kind: 'test', modifiers: [] },
  xtest: { kind: 'test', modifiers: ['skip'] },
  xit: { kind: 'test', modifiers: ['skip'] },
  fit: { kind: 'test', modifiers: ['only'] },
  ftest: { kind: 'test', modifiers: ['only'] },
};

function scriptAssertions(syntax: Syntax, test: SyntaxNode): Assertion[] {
  return syntax.within(test, 'CallExpression').flatMap((node) => {
    const chain = chainOf(syntax, node);
    const isPart = planning.has(chain[1] ?? '') || (chain[1] === 'not' && planning.has(chain[2] ?? ''));
    const isAssertion = asserting.has(chain[0] ?? '') && !isPart;
    return isAssertion && !isLonger(node) ? [assertionAt(syntax, node, chain)] : [];
  });
}

/** Whether it is the first part of a chain: `expect(a)` of `expect(a).toBe(b)`. */
function isLonger({ parent, from }: SyntaxNode): boolean {
  return parent?.from === from && linked.has(parent.name);
}

const linked: ReadonlySet<string> = new Set(['MemberExpression', 'CallExpression']);
const asserting: ReadonlySet<string> = new Set(['expect', 'expectTypeOf', 'assert', 'assertType', 'should']);
/** These say how many there are to be, add to what there is, or are parts of what is asked for. */
const planning: ReadonlySet<string> = new Set([
  'assertions',
  'hasAssertions',
  'extend',
  'any',
  'anything',
  'arrayContaining',
  'objectContaining',
  'stringContaining',
  'stringMatching',
  'closeTo',
]);

function pythonTests(syntax: Syntax): TestCase[] {
  return syntax.nodes('FunctionDefinition').flatMap((definition) => {
    const name = nameOf(syntax, definition);
    const around = enclosing(definition);
    const isNested = around.some((one) => one.name === 'FunctionDefinition');
    if (!name.startsWith('test') || isNested) return [];
    const classes = around.filter((one) => one.name === 'ClassDefinition').toReversed();
    const node = whole(definition);
    return [
      {
        name: [...classes.map((one) => nameOf(syntax, one)), name].join(' > '),
        node,
        line: syntax.lineOf(definition),
        modifiers: [...classes, definition].flatMap((one) => decorators(syntax, one)),
        assertions: pythonAssertions(syntax, definition),
      },
    ];
  });
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

function pythonAssertions(syntax: Syntax, test: SyntaxNode): Assertion[] {
  return syntax.within(test, 'AssertStatement', 'CallExpression').flatMap((node) => {
    if (node.name === 'AssertStatement') return [assertionAt(syntax, node, ['assert'])];
    const chain = chainOf(syntax, node);
    const last = chain.at(-1) ?? '';
    return /^(?:assert|fail(?:Unless|If)?[A-Z_]?|raises$|warns$)/.test(last) ? [assertionAt(syntax, node, chain)] : [];
  });
}

function assertionAt(syntax: Syntax, node: SyntaxNode, chain: readonly string[]): Assertion {
  return { text: syntax.textOf(node).replaceAll(/\s+/g, ' '), node, line: syntax.lineOf(node), chain };
}
