import { valuesIn } from './asked.ts';
import type { Source } from './change.ts';
import { chainOf } from './chain.ts';
import { definitionsOf } from './reach.ts';
import type { Syntax, SyntaxNode } from './syntax.ts';
import type { TestCase } from './test-cases.ts';

/** One row of what a test is run for. */
export interface Row {
  readonly text: string;
  readonly line: number;
  readonly values: readonly string[];
}

/** The rows of the tables of a test: of `test.each(…)`, of `parametrize`, of a loop in it or around it. */
export function rowsOf(source: Source, { node }: TestCase): Row[] {
  const { syntax } = source;
  if (!syntax) return [];
  const given = [...eachOf(syntax, node), ...loopsIn(syntax, node), ...loopsAround(syntax, node)];
  const lists = given.flatMap((one) => listsOf(source, syntax, one));
  return lists.flatMap((list) => elements(list).map((one) => rowAt(syntax, one)));
}

function rowAt(syntax: Syntax, node: SyntaxNode): Row {
  return {
    text: syntax.textOf(node).replaceAll(/\s+/g, ''),
    line: syntax.lineOf(node),
    values: valuesIn(syntax, node),
  };
}

/** A list itself, or the one that a name stands for. */
function listsOf(source: Source, syntax: Syntax, node: SyntaxNode): SyntaxNode[] {
  if (isList(node)) return [node];
  if (node.name === 'CallExpression') return syntax.within(node, ...listNames).slice(0, 1);
  if (node.name !== 'VariableName') return [];
  return definitionsOf(source, syntax.textOf(node)).flatMap((definition) => {
    for (let at = definition.lastChild; at; at = at.prevSibling) if (isList(at)) return [at];
    return [];
  });
}

const listNames: readonly string[] = ['ArrayExpression', 'TupleExpression', 'DictionaryExpression', 'SetExpression'];

function isList({ name }: SyntaxNode): boolean {
  return listNames.includes(name);
}

function elements(list: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let at = list.firstChild; at; at = at.nextSibling)
    if (/^\w/.test(at.name) && !at.name.endsWith('Comment')) found.push(at);
  return found;
}

/** What `test.each(…)` or a decorator is given. */
function eachOf(syntax: Syntax, node: SyntaxNode): SyntaxNode[] {
  const inner = node.firstChild?.name === 'CallExpression' ? [node.firstChild] : [];
  const each = inner.filter((one) => /^(?:each|for)$/.test(chainOf(syntax, one).at(-1) ?? ''));
  return [...each, ...node.getChildren('Decorator')].flatMap((one) => {
    const list = one.getChild('ArgList');
    return list ? elements(list) : [];
  });
}

function loopsIn(syntax: Syntax, node: SyntaxNode): SyntaxNode[] {
  return syntax.within(node, 'ForStatement').flatMap((loop) => overOf(loop));
}

function loopsAround(syntax: Syntax, node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let at = node.parent; at; at = at.parent) {
    if (at.name === 'ForStatement') found.push(...overOf(at));
    const callee = at.name === 'CallExpression' ? at.firstChild : null;
    if (!callee || !/^(?:forEach|map|each)$/.test(chainOf(syntax, at).at(-1) ?? '')) continue;
    if (callee.firstChild) found.push(callee.firstChild);
  }
  return found;
}

/** What a loop goes over: after `of`, or after `in`. */
function overOf(loop: SyntaxNode): SyntaxNode[] {
  const spec = loop.getChild('ForOfSpec') ?? loop;
  const word = spec.getChild('of') ?? spec.getChild('in');
  const over = word?.nextSibling;
  return over ? [over] : [];
}
