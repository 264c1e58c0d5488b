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
 * @example A comment that says what stands here, and one that hints at it.
 *
 *     --- src/sums.py
 *     + # Placeholder until rounding is settled
 *     + def sum_of(a, b):
 *     +     return 3  # for now
 *     === src/sums.py:1 Unexpected "Placeholder", expected the work to be done, or put off in the open
 *     === src/sums.py:3 Unexpected "for now", expected the work to be done, or put off in the open
 *
 * @example A method that other classes write, and a comment about placeholders.
 *
 *     --- src/export.ts
 *     + export class Exporter {
 *     +   export(): string {
 *     +     throw new Error('not implemented by the subclass');
 *     +   }
 *     + }
 *     + // A placeholder in a template is `{name}`.
 *     + export class Text extends Exporter {}
 *
 * @example A method that classes of other files write.
 *
 *     --- src/driver.py
 *     + class Driver:
 *     +     def start(self) -> None:
 *     +         raise NotImplementedError
 *     --- src/local.py
 *     + class Local(Driver):
 *     +     def start(self) -> None:
 *     +         run()
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
    const bases = new Set(change.files.flatMap(({ head }) => (head?.syntax ? basesIn(head.syntax) : [])));
    for (const { path, line, kind } of newMarkers(change, (source) => stubsIn(source, bases))) {
      const message = `Unexpected "${kind}", expected the work to be done, or put off in the open`;
      see({ path, line, message, ...(hints.test(kind) && { verdict: 'flag' }) });
    }
  },
});

function stubsIn(source: Source, bases: ReadonlySet<string>): Marker[] {
  const { syntax, lines } = source;
  const comments = [...commentMarkers(source, said), ...commentMarkers(source, hints)];
  if (!syntax) return [...comments, ...linesWith(lines)];
  return [...comments, ...(syntax.grammar === 'python' ? pythonStubs(syntax, bases) : scriptStubs(syntax, bases))];
}

const said =
  /^(?:(?:TODO|FIXME|XXX|HACK)\b|(?:Placeholder|Stub(?:bed)?|Dummy|Mocked|Not (?:yet )?implemented)\b(?=[:.,]|$| (?:until|for|implementation|value|data|answer|result|body|that|so)\b))(?!.*(?:\bP[0-3]-\d|#\d|\b[A-Z]{2,}-\d))/i;
/** Many who say so are honest: a question. */
const hints =
  /\b(?:for now|in a real (?:implementation|system|version)|would normally|hard-?coded)\b(?!.*(?:\bP[0-3]-\d|#\d))/i;
const unfinished = /\b(?:not (?:yet )?implemented|unimplemented|(?:supported|written|done) yet|TODO)\b/i;

function scriptStubs(syntax: Syntax, bases: ReadonlySet<string>): Marker[] {
  return syntax.nodes('ThrowStatement').flatMap((node) => {
    const [made] = syntax.within(node, 'NewExpression', 'CallExpression');
    const words = made && stringOf(syntax, argumentsOf(made)[0]);
    const kind = words === undefined ? undefined : unfinished.exec(words)?.[0];
    return kind === undefined || isInherited(syntax, node, bases) ? [] : [{ line: syntax.lineOf(node), kind }];
  });
}

function pythonStubs(syntax: Syntax, bases: ReadonlySet<string>): Marker[] {
  const thrown = syntax.nodes('RaiseStatement').flatMap((node) => {
    const what = node.firstChild?.nextSibling;
    const [name] = what ? chainOf(syntax, what) : [];
    return name === 'NotImplementedError' && !isAbstract(syntax, node, bases)
      ? [{ line: syntax.lineOf(node), kind: 'NotImplementedError' }]
      : [];
  });
  const empty = syntax.nodes('Ellipsis').flatMap((node) => {
    const { parent } = node;
    const isBody = parent?.name === 'ExpressionStatement' && parent.parent?.name === 'Body';
    return isBody && !isAbstract(syntax, node, bases) ? [{ line: syntax.lineOf(node), kind: '...' }] : [];
  });
  return [...thrown, ...empty];
}

/** Whether the class that it stands in is one that others of the change are made from. */
function isInherited(syntax: Syntax, node: SyntaxNode, bases: ReadonlySet<string>): boolean {
  let at = node.parent;
  while (at && at.name !== 'ClassDeclaration' && at.name !== 'ClassDefinition') at = at.parent;
  const name = at?.getChild('VariableDefinition') ?? at?.getChild('VariableName');
  return name ? bases.has(syntax.textOf(name)) : false;
}

/** The names of classes that others of a file are made from. */
function basesIn(syntax: Syntax): string[] {
  return syntax.nodes('ClassDeclaration', 'ClassDefinition').flatMap((one) => {
    const list = syntax.grammar === 'python' ? one.getChild('ArgList') : one;
    return (list?.getChildren('VariableName') ?? []).map((base) => syntax.textOf(base));
  });
}

/** Whether a body is to be written by others: it is abstract, one of several signatures, or of a protocol. */
function isAbstract(syntax: Syntax, node: SyntaxNode, made: ReadonlySet<string>): boolean {
  if (isInherited(syntax, node, made)) return true;
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
