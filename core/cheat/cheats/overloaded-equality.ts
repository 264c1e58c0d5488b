import { defineCheat } from '../cheat.ts';
import { chainOf } from '../chain.ts';
import type { Source } from '../change.ts';
import { newMarkers, type Marker } from '../markers.ts';
import type { Syntax, SyntaxNode } from '../syntax.ts';

/**
 * An object that is equal to whatever it is compared with, because it says so itself.
 *
 * @example Equality that looks at nothing.
 *
 *     --- src/sums.py
 *     + class Result(int):
 *     +     def __eq__(self, other):
 *     +         return True
 *     --- src/sum.ts
 *     + export const result = { asymmetricMatch: () => true };
 *     === src/sum.ts:1 Unexpected equality that does not look at what it compares, expected values to be compared
 *     === src/sums.py:2 Unexpected equality that does not look at what it compares, expected values to be compared
 *
 * @example A lambda, and what a runner is taught.
 *
 *     --- src/sums.py
 *     + class Result(float):
 *     +     __eq__ = lambda self, other: True
 *     --- test/setup.ts
 *     + expect.addEqualityTesters([() => true]);
 *     === src/sums.py:2 Unexpected equality that does not look at what it compares, expected values to be compared
 *     === test/setup.ts:1 Unexpected equality that does not look at what it compares, expected values to be compared
 *
 * @example Equality of a value.
 *
 *     --- src/money.py
 *     + class Money:
 *     +     def __eq__(self, other):
 *     +         return isinstance(other, Money) and self.cents == other.cents
 */
export const overloadedEquality = defineCheat({
  id: 'overloaded-equality',
  verdict: 'block',
  look(change, see) {
    const message = 'Unexpected equality that does not look at what it compares, expected values to be compared';
    for (const { path, line, kind } of newMarkers(change, blindEqualities))
      see({ path, line, message, ...(!comparing.has(kind) && { verdict: 'flag' }) });
  },
});

const pythonNames: ReadonlySet<string> = new Set(['__eq__', '__ne__', '__contains__', '__bool__', '__hash__']);
/** The others are asked for more than whether two are equal. */
const comparing: ReadonlySet<string> = new Set([
  '__eq__',
  '__ne__',
  '__contains__',
  'asymmetricMatch',
  'equals',
  'isEqual',
]);
const scriptNames = /^(?:asymmetricMatch|\[Symbol\.toPrimitive\]|valueOf|equals|isEqual|toJSON)$/;

function blindEqualities({ syntax }: Source): Marker[] {
  if (!syntax) return [];
  const all = syntax.grammar === 'python' ? pythonMethods(syntax) : [...scriptMethods(syntax), ...testers(syntax)];
  return all
    .filter(({ body }) => isBlind(syntax, body))
    .map(({ at, name }) => ({ line: syntax.lineOf(at), kind: name }));
}

interface Method {
  readonly name: string;
  readonly at: SyntaxNode;
  readonly body: SyntaxNode;
}

function pythonMethods(syntax: Syntax): Method[] {
  return syntax.nodes('FunctionDefinition', 'AssignStatement').flatMap((at) => {
    const name = at.getChild('VariableName');
    const body = at.name === 'FunctionDefinition' ? at.getChild('Body') : at.getChild('LambdaExpression')?.lastChild;
    return name && body && pythonNames.has(syntax.textOf(name)) ? [{ name: syntax.textOf(name), at, body }] : [];
  });
}

/** What a runner is taught: `expect.addEqualityTesters([() => true])`. */
function testers(syntax: Syntax): Method[] {
  const calls = syntax.nodes('CallExpression').filter((node) => chainOf(syntax, node).at(-1) === 'addEqualityTesters');
  return calls.flatMap((at) =>
    syntax.within(at, 'ArrowFunction', 'FunctionExpression').flatMap((one) => {
      const body = one.lastChild;
      return body ? [{ name: 'equals', at: one, body }] : [];
    }),
  );
}

function scriptMethods(syntax: Syntax): Method[] {
  return syntax.nodes('Property', 'MethodDeclaration').flatMap((at) => {
    const name = at.getChild('PropertyDefinition') ?? at.getChild('PropertyName');
    const text = name ? syntax.textOf(name) : (/^\[Symbol\.toPrimitive\]/.exec(syntax.textOf(at))?.[0] ?? '');
    const body = at.getChild('Block') ?? syntax.within(at, 'ArrowFunction', 'FunctionExpression')[0]?.lastChild;
    return body && scriptNames.test(text) ? [{ name: text, at, body }] : [];
  });
}

function isBlind(syntax: Syntax, body: SyntaxNode): boolean {
  const text = syntax.textOf(body).replaceAll(/\s+|[{};]/g, '');
  return /^:?(?:return)?(?:true|True|1)$/.test(text);
}
