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
 *     + export class Text extends Exporter {
 *     +   export(): string {
 *     +     return 'text';
 *     +   }
 *     + }
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
 * @example A method that a class writes whose base is made from another.
 *
 *     --- src/driver.py
 *     + class Driver:
 *     +     def start(self) -> None:
 *     +         raise NotImplementedError
 *     --- src/remote.py
 *     + class Remote(Driver):
 *     +     def host(self) -> str:
 *     +         return self.name
 *     --- src/ssh.py
 *     + class Ssh(Remote):
 *     +     def start(self) -> None:
 *     +         run()
 *
 * @example Methods that no class writes that is made from theirs.
 *
 *     --- src/export.ts
 *     + export class Exporter {
 *     +   export(): string {
 *     +     throw new Error('not implemented');
 *     +   }
 *     + }
 *     + export class Text extends Exporter {}
 *     --- src/driver.py
 *     + class Driver:
 *     +     def start(self) -> None:
 *     +         raise NotImplementedError
 *     +
 *     + class Local(Driver):
 *     +     def stop(self) -> None:
 *     +         run()
 *     === src/driver.py:3 Unexpected "NotImplementedError", expected the work to be done, or put off in the open
 *     === src/export.ts:3 Unexpected "not implemented", expected the work to be done, or put off in the open
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
    const written = writtenAnew(change.files.flatMap(({ head }) => (head?.syntax ? classesIn(head.syntax) : [])));
    for (const { path, line, kind } of newMarkers(change, (source) => stubsIn(source, written))) {
      const message = `Unexpected "${kind}", expected the work to be done, or put off in the open`;
      see({ path, line, message, ...(hints.test(kind) && { verdict: 'flag' }) });
    }
  },
});

function stubsIn(source: Source, written: ReadonlySet<string>): Marker[] {
  const { syntax, lines } = source;
  const comments = [...commentMarkers(source, said), ...commentMarkers(source, hints)];
  if (!syntax) return [...comments, ...linesWith(lines)];
  return [...comments, ...(syntax.grammar === 'python' ? pythonStubs(syntax, written) : scriptStubs(syntax, written))];
}

const said =
  /^(?:(?:TODO|FIXME|XXX|HACK)\b|(?:Placeholder|Stub(?:bed)?|Dummy|Mocked|Not (?:yet )?implemented)\b(?=[:.,]|$| (?:until|for|implementation|value|data|answer|result|body|that|so)\b))(?!.*(?:\bP[0-3]-\d|#\d|\b[A-Z]{2,}-\d))/i;
/** Many who say so are honest: a question. */
const hints =
  /\b(?:for now|in a real (?:implementation|system|version)|would normally|hard-?coded)\b(?!.*(?:\bP[0-3]-\d|#\d))/i;
const unfinished = /\b(?:not (?:yet )?implemented|unimplemented|(?:supported|written|done) yet|TODO)\b/i;

function scriptStubs(syntax: Syntax, written: ReadonlySet<string>): Marker[] {
  return syntax.nodes('ThrowStatement').flatMap((node) => {
    const [made] = syntax.within(node, 'NewExpression', 'CallExpression');
    const words = made && stringOf(syntax, argumentsOf(made)[0]);
    const kind = words === undefined ? undefined : unfinished.exec(words)?.[0];
    return kind === undefined || isWrittenAnew(syntax, node, written) ? [] : [{ line: syntax.lineOf(node), kind }];
  });
}

function pythonStubs(syntax: Syntax, written: ReadonlySet<string>): Marker[] {
  const thrown = syntax.nodes('RaiseStatement').flatMap((node) => {
    const what = node.firstChild?.nextSibling;
    const [name] = what ? chainOf(syntax, what) : [];
    return name === 'NotImplementedError' && !isAbstract(syntax, node, written)
      ? [{ line: syntax.lineOf(node), kind: 'NotImplementedError' }]
      : [];
  });
  const empty = syntax.nodes('Ellipsis').flatMap((node) => {
    const { parent } = node;
    const isBody = parent?.name === 'ExpressionStatement' && parent.parent?.name === 'Body';
    return isBody && !isAbstract(syntax, node, written) ? [{ line: syntax.lineOf(node), kind: '...' }] : [];
  });
  return [...thrown, ...empty];
}

/** Whether a class of the change that is made from the one it stands in writes the same method. */
function isWrittenAnew(syntax: Syntax, node: SyntaxNode, written: ReadonlySet<string>): boolean {
  let [at, method] = [node.parent, ''];
  while (at && !classes.includes(at.name)) {
    method = methodOf(syntax, at) ?? method;
    at = at.parent;
  }
  return written.has(`${nameOf(syntax, at)}.${method}`);
}

const classes = ['ClassDeclaration', 'ClassDefinition'];

/** `Base.method` of each method of a class that is made from others, be it by way of further ones of the change. */
function writtenAnew(all: readonly Class[]): Set<string> {
  const basesOf = new Map<string, readonly string[]>();
  for (const { name, bases } of all) basesOf.set(name, [...(basesOf.get(name) ?? []), ...bases]);
  const written = new Set<string>();
  for (const { bases, methods } of all) {
    const above = new Set(bases);
    for (const base of above) for (const further of basesOf.get(base) ?? []) above.add(further);
    for (const base of above) for (const method of methods) written.add(`${base}.${method}`);
  }
  return written;
}

interface Class {
  readonly name: string;
  readonly bases: readonly string[];
  readonly methods: readonly string[];
}

function classesIn(syntax: Syntax): Class[] {
  return syntax.nodes(...classes).map((one) => {
    const list = syntax.grammar === 'python' ? one.getChild('ArgList') : one;
    const bases = (list?.getChildren('VariableName') ?? []).map((base) => syntax.textOf(base));
    const body = one.getChild('ClassBody') ?? one.getChild('Body');
    const methods = childrenOf(body).flatMap((child) => methodOf(syntax, child) ?? []);
    return { name: nameOf(syntax, one) ?? '', bases, methods };
  });
}

function nameOf(syntax: Syntax, one: SyntaxNode | null): string | undefined {
  const name = one?.getChild('VariableDefinition') ?? one?.getChild('VariableName');
  return name ? syntax.textOf(name) : undefined;
}

/** The name of a method, or of a field, which may hold a function. */
function methodOf(syntax: Syntax, node: SyntaxNode): string | undefined {
  const inner = node.name === 'DecoratedStatement' ? node.getChild('FunctionDefinition') : node;
  const name =
    inner?.getChild('PropertyDefinition') ??
    (inner?.name === 'FunctionDefinition' ? inner.getChild('VariableName') : null);
  return name ? syntax.textOf(name) : undefined;
}

function childrenOf(node: SyntaxNode | null): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let child = node?.firstChild ?? null; child; child = child.nextSibling) found.push(child);
  return found;
}

/** Whether a body is to be written by others: it is abstract, one of several signatures, or of a protocol. */
function isAbstract(syntax: Syntax, node: SyntaxNode, written: ReadonlySet<string>): boolean {
  if (isWrittenAnew(syntax, node, written)) return true;
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
