import { defineCheat } from '../cheat.ts';
import type { Source } from '../change.ts';
import { argumentsOf, chainOf, stringOf } from '../chain.ts';
import { commentMarkers, newMarkers, type Marker } from '../markers.ts';
import type { Syntax, SyntaxNode } from '../syntax.ts';

/**
 * Work that is put off where it was to be done: a comment that says so, or a body that throws in place of working. One
 * that names an entry of the backlog (`P2-7`), or an issue, was put off in the open.
 *
 * @example A body that throws, and a comment.
 *
 *     --- src/sum.ts
 *     + export function sum(a: number, b: number): number {
 *     +   throw new Error('Not implemented yet');
 *     + }
 *     + // TODO: negative numbers
 *     + export const half = (a: number): number => a / 2;
 *     === src/sum.ts:2 Unexpected "Not implemented", expected the work to be done, or put off in the open
 *     === src/sum.ts:4 Unexpected "TODO", expected the work to be done, or put off in the open
 *
 * @example In Python.
 *
 *     --- src/sums.py
 *     + def sum_of(a, b):
 *     +     raise NotImplementedError
 *     +
 *     + def half(a):
 *     +     ...
 *     === src/sums.py:2 Unexpected "NotImplementedError", expected the work to be done, or put off in the open
 *     === src/sums.py:5 Unexpected "...", expected the work to be done, or put off in the open
 *
 * @example Put off in the open; and what has to have no body.
 *
 *     --- src/sum.ts
 *     + // TODO(P2-7): negative numbers
 *     + export const half = (a: number): number => a / 2;
 *     --- src/sums.py
 *     + class Adder(Protocol):
 *     +     def add(self, a: int) -> int: ...
 *     +
 *     + class Base(ABC):
 *     +     @abstractmethod
 *     +     def add(self, a: int) -> int:
 *     +         raise NotImplementedError
 */
export const stub = defineCheat({
  id: 'stub',
  verdict: 'block',
  look(change, see) {
    for (const { path, line, kind } of newMarkers(change, stubsIn)) {
      const message = `Unexpected "${kind}", expected the work to be done, or put off in the open`;
      see({ path, line, message });
    }
  },
});

function stubsIn(source: Source): Marker[] {
  const { syntax, lines } = source;
  const comments = commentMarkers(source, /^(?:TODO|FIXME|XXX|HACK)\b(?!.*(?:\bP[0-3]-\d|#\d|\b[A-Z]{2,}-\d))/);
  if (!syntax) return [...comments, ...linesWith(lines)];
  return [...comments, ...(syntax.grammar === 'python' ? pythonStubs(syntax) : scriptStubs(syntax))];
}

const unfinished = /\b(?:not (?:yet )?implemented|unimplemented|TODO)\b/i;

function scriptStubs(syntax: Syntax): Marker[] {
  return syntax.nodes('ThrowStatement').flatMap((node) => {
    const [made] = syntax.within(node, 'NewExpression', 'CallExpression');
    const words = made && stringOf(syntax, argumentsOf(made)[0]);
    const kind = words === undefined ? undefined : unfinished.exec(words)?.[0];
    return kind === undefined ? [] : [{ line: syntax.lineOf(node), kind }];
  });
}

function pythonStubs(syntax: Syntax): Marker[] {
  const thrown = syntax.nodes('RaiseStatement').flatMap((node) => {
    const what = node.firstChild?.nextSibling;
    const [name] = what ? chainOf(syntax, what) : [];
    return name === 'NotImplementedError' && !isAbstract(syntax, node)
      ? [{ line: syntax.lineOf(node), kind: 'NotImplementedError' }]
      : [];
  });
  const empty = syntax.nodes('Ellipsis').flatMap((node) => {
    const { parent } = node;
    const isBody = parent?.name === 'ExpressionStatement' && parent.parent?.name === 'Body';
    return isBody && !isAbstract(syntax, node) ? [{ line: syntax.lineOf(node), kind: '...' }] : [];
  });
  return [...thrown, ...empty];
}

/** Whether a body is to be written by others: it is abstract, one of several signatures, or of a protocol. */
function isAbstract(syntax: Syntax, node: SyntaxNode): boolean {
  for (let at = node.parent; at; at = at.parent) {
    const above = at.name === 'DecoratedStatement' ? at.getChildren('Decorator') : [];
    if (above.some((one) => /\b(?:abstractmethod|overload)\b/.test(syntax.textOf(one)))) return true;
    const bases = at.name === 'ClassDefinition' ? at.getChild('ArgList') : null;
    if (bases && /\bProtocol\b/.test(syntax.textOf(bases))) return true;
  }
  return false;
}

function linesWith(lines: readonly string[]): Marker[] {
  return lines.flatMap((text, index) => {
    const kind = /\b(?:todo!|unimplemented!)\(|\bpanic\("(?:TODO|not implemented)/.exec(text)?.[0];
    return kind === undefined ? [] : [{ line: index + 1, kind }];
  });
}
