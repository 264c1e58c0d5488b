import type { Source } from './change.ts';
import { argumentsOf, chainOf } from './chain.ts';
import { childrenOf, literalNames, literalOf } from './nodes.ts';
import { plainBranches, plainComparisons } from './plain-branches.ts';
import type { Syntax, SyntaxNode } from './syntax.ts';

/** Constants that code compares something with. */
export interface Comparison {
  readonly line: number;
  readonly from: number;
  /** `part`: something is asked to begin or end with it; `length`: its length is asked for. */
  readonly kind: 'whole' | 'part' | 'length';
  readonly literals: readonly string[];
}

/** A way that code takes if something is equal to a constant, and then answers with constants only. */
export interface Branch {
  readonly line: number;
  readonly asked: readonly Comparison[];
  readonly answer: readonly string[];
}

/** Those by which it is decided what is done next. */
export function decidingComparisons(source: Source): Comparison[] {
  const { syntax } = source;
  const all = comparisonsOf(source).filter(({ kind }) => kind === 'whole');
  if (!syntax) return all;
  const deciding = decisions(syntax).flatMap(({ condition: { from, to } }) => between(all, from, to));
  return [...new Set(deciding)];
}

export function branchesOf(source: Source): Branch[] {
  const { syntax } = source;
  if (!syntax) return plainBranches(source.lines);
  const all = comparisonsOf(source);
  return decisions(syntax).flatMap(({ condition: { from, to }, way }) => {
    const asked = between(all, from, to);
    const answer = asked.length > 0 ? answerOf(syntax, way) : [];
    return answer.length > 0 ? [{ line: syntax.lineOf({ from }), asked, answer }] : [];
  });
}

function comparisonsOf({ syntax, lines }: Source): Comparison[] {
  if (!syntax) return plainComparisons(lines);
  const nodes = syntax.nodes('BinaryExpression', 'CaseLabel', 'LiteralPattern', 'CallExpression', 'RegExp');
  return nodes.flatMap((node) => {
    const [kind, literals] = compared(syntax, node);
    return literals.length > 0 ? [{ line: syntax.lineOf(node), from: node.from, kind, literals }] : [];
  });
}

function decisions(syntax: Syntax): Decision[] {
  return syntax
    .nodes('IfStatement', 'ConditionalExpression', 'CaseLabel', 'MatchClause')
    .flatMap((node) => decisionsAt(syntax, node));
}

function compared(syntax: Syntax, node: SyntaxNode): [Comparison['kind'], string[]] {
  switch (node.name) {
    case 'BinaryExpression':
      return inEquality(syntax, node);
    case 'CallExpression':
      return inQuestion(syntax, node);
    case 'RegExp':
      return ['whole', alternatives(syntax.textOf(node))];
    default:
      return ['whole', literalsIn(syntax, node)];
  }
}

function inEquality(syntax: Syntax, node: SyntaxNode): [Comparison['kind'], string[]] {
  const [left, operator] = childrenOf(node);
  const right = node.lastChild;
  if (!left || !right || !operator || !/^(?:===?|is|in)$/.test(syntax.textOf(operator))) return ['whole', []];
  // A long chain leans to the left; what is there has its own turn.
  const operands = [left, right].filter(({ name }) => name !== 'BinaryExpression');
  const isLength = operands.some((one) => /(?:\.length$|^len\()/.test(shortText(syntax, one)));
  return [isLength ? 'length' : 'whole', operands.flatMap((one) => literalsIn(syntax, one))];
}

/** `text.startsWith('a')`; `['a', 'b'].includes(text)`, `new Set(['a']).has(text)`. */
function inQuestion(syntax: Syntax, call: SyntaxNode): [Comparison['kind'], string[]] {
  const callee = call.firstChild;
  const name = callee?.name === 'MemberExpression' && callee.lastChild ? syntax.textOf(callee.lastChild) : '';
  const list = callee?.firstChild;
  if (/^(?:starts|ends)[Ww]ith$/.test(name))
    return ['part', argumentsOf(call).flatMap((one) => literalsIn(syntax, one))];
  const isList =
    list?.name === 'ArrayExpression' || (list?.name === 'NewExpression' && chainOf(syntax, list).length === 0);
  return ['whole', /^(?:includes|has)$/.test(name) && list && isList ? literalsIn(syntax, list) : []];
}

/** What a pattern of whole words matches: `/^(?:a\.b|c)$/` is `a.b` and `c`. */
function alternatives(pattern: string): string[] {
  const words = /^\/\^(.+)\$\/\w*$/.exec(pattern)?.[1]?.replace(/^\((?:\?:)?(.*)\)$/, '$1') ?? '';
  return words.split('|').flatMap((word) => {
    const plain = word.replaceAll(/\\([^\w\s])/g, '');
    return /[\\[\](){}*+?.^$]/.test(plain) ? [] : [word.replaceAll(/\\([^\w\s])/g, '$1')];
  });
}

interface Decision {
  readonly condition: SyntaxNode;
  /** What is done if it holds. */
  readonly way: readonly SyntaxNode[];
}

function decisionsAt(syntax: Syntax, node: SyntaxNode): Decision[] {
  const parts = childrenOf(node);
  switch (node.name) {
    case 'CaseLabel':
      return [{ condition: node, way: afterLabel(node) }];
    case 'MatchClause':
      return [{ condition: node, way: node.getChildren('Body') }];
    case 'ConditionalExpression': {
      const [first, , third] = parts;
      if (!first || !third) return [];
      const isPython = syntax.grammar === 'python';
      return [isPython ? { condition: third, way: [first] } : { condition: first, way: [third] }];
    }
    default:
      return parts.flatMap(({ name }, index) => {
        const condition = parts[index + 1];
        const way = parts[index + 2];
        return (name === 'if' || name === 'elif') && condition && way ? [{ condition, way: [way] }] : [];
      });
  }
}

/** What is done in a case of a `switch`, also if it shares that with the next. */
function afterLabel(label: SyntaxNode): SyntaxNode[] {
  let at = label.nextSibling;
  while (at && (at.name === 'CaseLabel' || at.name === 'LineComment')) at = at.nextSibling;
  return at ? [at] : [];
}

/** The constants of what is returned or assigned last; none if anything but constants is in it. */
function answerOf(syntax: Syntax, way: readonly SyntaxNode[]): string[] {
  const last = way.at(-1);
  if (!last) return [];
  switch (last.name) {
    case 'Block':
    case 'Body':
      return answerOf(
        syntax,
        childrenOf(last)
          .filter(({ name }) => statement.test(name))
          .slice(-1),
      );
    case 'ReturnStatement':
      return constants(syntax, childrenOf(last).slice(1));
    case 'ExpressionStatement':
      return last.firstChild?.name === 'AssignmentExpression' && last.firstChild.lastChild
        ? constants(syntax, [last.firstChild.lastChild])
        : [];
    case 'AssignStatement': {
      const parts = childrenOf(last);
      return constants(syntax, parts.slice(parts.findIndex(({ name }) => name === 'AssignOp') + 1));
    }
    default:
      return statement.test(last.name) ? [] : constants(syntax, [last]);
  }
}

const statement = /Statement$/;

function constants(syntax: Syntax, nodes: readonly SyntaxNode[]): string[] {
  return nodes.every((node) => isConstant(syntax, node)) ? nodes.flatMap((node) => literalsIn(syntax, node)) : [];
}

/** Whether there is no name in it but those of what is called with constants. */
export function isConstant(syntax: Syntax, node: SyntaxNode): boolean {
  const names = [
    node,
    ...syntax.within(node, 'VariableName', 'BinaryExpression', 'ArrowFunction', 'FunctionExpression'),
  ];
  return names.every(
    ({ name, parent }) =>
      !/^(?:VariableName|BinaryExpression|ArrowFunction|FunctionExpression)$/.test(name) ||
      (name === 'VariableName' && (parent?.name === 'CallExpression' || parent?.name === 'NewExpression')),
  );
}

export function literalsIn(syntax: Syntax, node: SyntaxNode): string[] {
  const own = literalOf(syntax, node);
  if (own !== undefined) return [own];
  return syntax.within(node, ...literalNames).flatMap((one) => literalOf(syntax, one) ?? []);
}

/** Those from one place to another, of a list in order. */
function between(all: readonly Comparison[], from: number, to: number): Comparison[] {
  let [low, high] = [0, all.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((all[middle]?.from ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  const found: Comparison[] = [];
  for (let at = low; at < all.length; at += 1) {
    const one = all[at];
    if (!one || one.from >= to) break;
    found.push(one);
  }
  return found;
}

function shortText(syntax: Syntax, node: SyntaxNode): string {
  return node.to - node.from < 200 ? syntax.textOf(node) : '';
}
