import type { Marker } from './markers.ts';
import { around, childrenOf, functions, topNames } from './nodes.ts';
import type { Syntax, SyntaxNode } from './syntax.ts';

/**
 * What lives as long as its module, is counted in a function, and is then asked for its number: compared with one that is
 * written down, taken apart by `%`, or used as an index. What is counted up and down, as those that are under way, is none.
 */
export function countersOf(syntax: Syntax): Marker[] {
  const lasting = topNames(syntax);
  const steps = stepsOf(syntax).filter(
    ({ target, node }) => isLasting(target, lasting) && around(node, functions) !== undefined,
  );
  const asked = steps.length > 0 ? askedFor(syntax) : new Set<string>();
  return [...Map.groupBy(steps, ({ target }) => target)].flatMap(([target, all]) => {
    const isBoth = all.some(({ way }) => way === 'up') && all.some(({ way }) => way === 'down');
    const first = all.find(({ way }) => way === 'turn') ?? (!isBoth && asked.has(target) ? all[0] : undefined);
    return first ? [{ line: syntax.lineOf(first.node), kind: target }] : [];
  });
}

interface Step {
  readonly node: SyntaxNode;
  /** As it is written: `calls`, `state.asked`. */
  readonly target: string;
  /** `turn`: it becomes its opposite. */
  readonly way: 'up' | 'down' | 'turn';
}

function isLasting(target: string, names: ReadonlySet<string>): boolean {
  const [root = ''] = target.split('.');
  return names.has(root) || /^(?:globalThis|global|window)\./.test(target);
}

const assigning = [
  'PostfixExpression',
  'UnaryExpression',
  'AssignmentExpression',
  'UpdateStatement',
  'AssignStatement',
];

function stepsOf(syntax: Syntax): Step[] {
  return syntax.nodes(...assigning).flatMap((node): Step[] => {
    const [first, second] = childrenOf(node);
    const { lastChild } = node;
    if (!first || !second || !lastChild) return [];
    const [target, sign] = node.name === 'UnaryExpression' ? [second, first] : [first, second];
    const name = nameOf(syntax, target);
    const mark = shortText(syntax, sign);
    if (name === '') return [];
    if (/^(?:\+\+|\+=)$/.test(mark)) return [{ node, target: name, way: 'up' }];
    if (/^(?:--|-=)$/.test(mark)) return [{ node, target: name, way: 'down' }];
    const way = mark === '=' ? wayOf(name, shortText(syntax, lastChild)) : undefined;
    return way ? [{ node, target: name, way }] : [];
  });
}

/** How a value comes of the one before it: `(n + 1) % 3`, `getattr(f, "n", 0) + 1`, `!n`. */
function wayOf(name: string, value: string): Step['way'] | undefined {
  if (value === `!${name}` || value === `not ${name}`) return 'turn';
  const attribute = name.split('.').at(-1) ?? '';
  if (!value.includes(name) && !new RegExp(`^getattr\\(\\w+,\\s?["']${attribute}["']`).test(value)) return undefined;
  if (/\+\s?\d/.test(value)) return 'up';
  return /-\s?\d/.test(value) ? 'down' : undefined;
}

/** A variable or a member of one; empty for anything else. */
function nameOf(syntax: Syntax, node: SyntaxNode): string {
  const text = node.name === 'VariableName' || node.name === 'MemberExpression' ? shortText(syntax, node) : '';
  return /^[A-Za-z_]\w*(?:\.\w+)*$/.test(text) ? text : '';
}

/** All that is compared with a number, divided by one with `%`, or used as an index. */
function askedFor(syntax: Syntax): Set<string> {
  const asked = syntax.nodes('BinaryExpression').flatMap((node) => {
    const { firstChild: left, lastChild: right } = node;
    const sign = left?.nextSibling;
    if (!left || !right || !sign || !/^(?:[=!]==?|[<>]=?|%)$/.test(shortText(syntax, sign))) return [];
    return [right.name === 'Number' ? left : undefined, left.name === 'Number' ? right : undefined];
  });
  const indexes = syntax
    .nodes('MemberExpression')
    .map((node) => childrenOf(node).find((_, index, all) => all[index - 1]?.name === '['));
  return new Set([...asked, ...indexes].flatMap((node) => (node ? [counted(shortText(syntax, node))] : [])));
}

/** Without signs of counting and what is left of it: `(calls++ % 3)` is `calls`. */
function counted(text: string): string {
  return text.replaceAll(/\+\+|--|[()\s]/g, '').replace(/(?:%|[+-]=).*$/, '');
}

function shortText(syntax: Syntax, node: SyntaxNode): string {
  return node.to - node.from < 200 ? syntax.textOf(node) : '';
}
