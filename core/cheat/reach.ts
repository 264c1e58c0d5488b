import { assertionsIn, type Assertion } from './assertions.ts';
import { isValue, valueOf } from './asked.ts';
import type { Source } from './change.ts';
import { chainOf } from './chain.ts';
import type { Syntax, SyntaxNode } from './syntax.ts';
import { testCases, type TestCase } from './test-cases.ts';

/** A value that is written down. */
export interface Value {
  readonly text: string;
  readonly from: number;
}

/** What a test is made of: its own text, the loop it stands in, and the constants and helpers of its file that it names. */
export interface Reach {
  readonly values: readonly Value[];
  /** With those of helpers. */
  readonly assertions: readonly Assertion[];
}

interface Part extends Reach {
  readonly names: ReadonlySet<string>;
}

/** Values and assertions of a test, wherever in its file they are written. */
export function reachOf(source: Source, test: TestCase): Reach {
  const { syntax } = source;
  if (!syntax) return { values: [], assertions: [] };
  const file = fileOf(source, syntax);
  const parts = [partOf(file, test.node), ...loopsAround(syntax, test.node).map((node) => partOf(file, node))];
  const seen = new Set<SyntaxNode>();
  for (const part of parts)
    for (const name of part.names)
      for (const node of file.definitions.get(name) ?? []) {
        if (seen.has(node)) continue;
        seen.add(node);
        parts.push(partOf(file, node));
      }
  return {
    values: parts.flatMap(({ values }) => values),
    assertions: parts.flatMap(({ assertions }) => assertions),
  };
}

/** What a name stands for in its file. */
export function definitionsOf(source: Source, name: string): readonly SyntaxNode[] {
  return source.syntax ? (fileOf(source, source.syntax).definitions.get(name) ?? []) : [];
}

interface File {
  readonly syntax: Syntax;
  readonly definitions: ReadonlyMap<string, readonly SyntaxNode[]>;
  readonly parts: Map<SyntaxNode, Part>;
}

const files = new WeakMap<Syntax, File>();

function fileOf(source: Source, syntax: Syntax): File {
  const known = files.get(syntax);
  if (known) return known;
  const definitions = new Map<string, SyntaxNode[]>();
  for (const { name, node } of outside(testCases(source), defined(syntax))) {
    const same = definitions.get(name);
    if (same) same.push(node);
    else definitions.set(name, [node]);
  }
  const file = { syntax, definitions, parts: new Map<SyntaxNode, Part>() };
  files.set(syntax, file);
  return file;
}

/** What is defined within a test is of that test alone. Both are in the order of the text. */
function outside<T extends { readonly node: SyntaxNode }>(tests: readonly TestCase[], all: readonly T[]): T[] {
  let [next, end] = [0, 0];
  return all.filter(({ node }) => {
    for (; (tests[next]?.node.from ?? Infinity) <= node.from; next += 1) end = Math.max(end, tests[next]?.node.to ?? 0);
    return node.from >= end;
  });
}

function defined(syntax: Syntax): { name: string; node: SyntaxNode }[] {
  const kinds = [
    'VariableDeclaration',
    'FunctionDeclaration',
    'MethodDeclaration',
    'AssignStatement',
    'FunctionDefinition',
  ];
  return syntax.nodes(...kinds).flatMap((node) => {
    const names =
      node.name === 'MethodDeclaration'
        ? node.getChildren('PropertyDefinition')
        : [...node.getChildren('VariableDefinition'), ...node.getChildren('VariableName').slice(0, 1)];
    return names.map((name) => ({ name: syntax.textOf(name), node }));
  });
}

function partOf({ syntax, parts }: File, node: SyntaxNode): Part {
  const known = parts.get(node);
  if (known) return known;
  const values: Value[] = [];
  const names = new Set<string>();
  const visit = (one: SyntaxNode): void => {
    if (isValue.has(one.name)) values.push({ text: valueOf(syntax, one), from: one.from });
    else names.add(syntax.textOf(one));
  };
  for (const one of syntax.within(node, ...isValue, 'VariableName', 'PropertyName', 'PropertyDefinition')) visit(one);
  if (isValue.has(node.name) || node.name === 'VariableName') visit(node);
  const part = { values, names, assertions: assertionsIn(syntax, node) };
  parts.set(node, part);
  return part;
}

/** What the loops around a test go over: `for (const one of cases)`, `cases.forEach(…)`. */
function loopsAround(syntax: Syntax, node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let at = node.parent; at; at = at.parent) {
    const over = at.name === 'ForStatement' ? at.getChild('ForOfSpec')?.lastChild?.prevSibling : undefined;
    if (over) found.push(over);
    const callee = at.name === 'CallExpression' ? at.firstChild : undefined;
    const isEach = callee && /^(?:forEach|map|each)$/.test(chainOf(syntax, at).at(-1) ?? '');
    if (isEach) found.push(callee);
  }
  return found;
}
