import { argumentsOf } from './chain.ts';
import type { Syntax, SyntaxNode } from './syntax.ts';
import type { Assertion } from './assertions.ts';

/** What an assertion asks for, in whatever words. */
export interface Asked {
  /** What is looked at, with one blank where there are blanks. */
  readonly subject: string;
  /** `toBe`, `assertEqual`, `==`, `throws`; empty where only a truth is asked for. */
  readonly matcher: string;
  readonly isNegated: boolean;
  readonly expected: readonly SyntaxNode[];
  readonly strength: Strength;
}

/** 3: one value will do. 2: some will. 1: nearly every value will do. */
export type Strength = 1 | 2 | 3;

export function askedBy(syntax: Syntax, { node, chain }: Assertion): Asked {
  if (node.name === 'AssertStatement') return condition(syntax, node.firstChild?.nextSibling ?? node);
  const called = argumentsOf(node);
  const matcher = chain.at(-1) ?? '';
  const isExpect = chain[0] === 'expect';
  const first = isExpect ? subjectOf(node) : called[0];
  const rest = isExpect ? called : called.slice(1);
  if (throwing.test(matcher))
    return throwsAsked(syntax, matcher, isExpect || syntax.grammar === 'python' ? called : rest);
  if (!first) return { subject: '', matcher, isNegated: false, expected: called, strength: strengthOf(matcher) };
  const isNegated = chain.includes('not') || /^(?:not[A-Z]|assert(?:False|Not))/.test(matcher);
  if (isTruth(syntax, matcher, rest)) {
    const inner = condition(syntax, first);
    if (first.name !== 'CallExpression' || inner.matcher !== '')
      return { ...inner, isNegated: inner.isNegated !== isNegated };
  }
  return {
    subject: plain(syntax, first),
    matcher,
    isNegated,
    expected: rest,
    strength: matched(syntax, matcher, rest),
  };
}

/** What `expect(…)` is called with at the start of a chain. */
export function subjectOf(node: SyntaxNode): SyntaxNode | undefined {
  let at: SyntaxNode | null = node;
  let call = node;
  while (at && (at.name === 'CallExpression' || at.name === 'MemberExpression')) {
    if (at.name === 'CallExpression') call = at;
    at = at.firstChild;
  }
  return argumentsOf(call)[0];
}

/** The values that are written down in a node, each in one way: `None` is `null`, and quotes are double. */
export function valuesIn(syntax: Syntax, node: SyntaxNode): string[] {
  const all = isValue.has(node.name) ? [node] : syntax.within(node, ...isValue);
  return all.map((one) => valueOf(syntax, one));
}

/** The same for one that `isValue` has. */
export function valueOf(syntax: Syntax, node: SyntaxNode): string {
  const text = syntax.textOf(node);
  if (node.name === 'String' || node.name === 'TemplateString')
    return `"${text.replaceAll(/^[bru]*["'`]+|["'`]+$/gi, '')}"`;
  return sameWords[text] ?? text.replaceAll('_', '');
}

export const isValue: ReadonlySet<string> = new Set([
  'Number',
  'String',
  'TemplateString',
  'FormatString',
  'RegExp',
  'BooleanLiteral',
  'Boolean',
  'null',
  'None',
]);

const sameWords: Readonly<Record<string, string>> = { None: 'null', True: 'true', False: 'false' };

/** A condition that has to hold: of a comparison the left side is looked at, of `a in b` what it is in. */
function condition(syntax: Syntax, node: SyntaxNode): Asked {
  let at = node;
  let isNegated = false;
  for (;;) {
    const inner = at.firstChild?.nextSibling;
    if (at.name === 'ParenthesizedExpression' && inner) at = inner;
    else if (at.name === 'UnaryExpression' && inner && /^(?:not\b|!)/.test(syntax.textOf(at))) {
      isNegated = !isNegated;
      at = inner;
    } else break;
  }
  if (at.name === 'BinaryExpression') return { ...comparison(syntax, at, isNegated) };
  const [callee, argument] = at.name === 'CallExpression' ? [at.firstChild, argumentsOf(at)[0]] : [];
  const [owner, method] = callee?.name === 'MemberExpression' ? [callee.firstChild, callee.lastChild] : [];
  if (owner && method && argument && partial.test(syntax.textOf(method)))
    return {
      subject: plain(syntax, owner),
      matcher: syntax.textOf(method),
      isNegated,
      expected: [argument],
      strength: 2,
    };
  return { subject: plain(syntax, at), matcher: '', isNegated, expected: [], strength: 1 };
}

function comparison(syntax: Syntax, node: SyntaxNode, isNegated: boolean): Asked {
  const [left, right] = [node.firstChild ?? node, node.lastChild ?? node];
  const operator = syntax.textOf({ from: left.to, to: right.from }).replaceAll(/\s+/g, ' ').trim();
  if (/^(?:and|or|&&|\|\||\?\?)$/.test(operator)) {
    const [a, b] = [condition(syntax, left), condition(syntax, right)];
    const isBoth = operator === 'and' || operator === '&&';
    const strength =
      (isBoth ? Math.max : Math.min)(a.strength, b.strength) === 3 ? 3 : a.strength === b.strength ? a.strength : 1;
    return { ...a, isNegated, expected: [...a.expected, ...b.expected], strength };
  }
  const isIn = /\bin$/.test(operator);
  const [subject, wanted] = isIn ? [right, left] : [left, right];
  const isNot = /\bnot\b|^!/.test(operator);
  return {
    subject: plain(syntax, subject),
    matcher: operator,
    isNegated: isNegated !== isNot,
    expected: [wanted],
    strength: comparedStrength(syntax, operator, subject, wanted),
  };
}

function comparedStrength(syntax: Syntax, operator: string, subject: SyntaxNode, wanted: SyntaxNode): Strength {
  const text = syntax.textOf(wanted);
  if (/^(?:===?|is)$/.test(operator)) return 3;
  if (/^(?:is not|!==?)$/.test(operator)) return /^(?:None|null|undefined)$/.test(text) ? 1 : 2;
  const isSize = /^len\(|\.(?:length|size)$/.test(syntax.textOf(subject));
  return isSize && /^[01]$/.test(text) && operator.startsWith('>') ? 1 : 2;
}

function throwsAsked(syntax: Syntax, matcher: string, expected: readonly SyntaxNode[]): Asked {
  const says = expected.some((one) => valuesIn(syntax, one).length > 0 || one.name.endsWith('Function'));
  const isAny = expected.every((one) => /^(?:Base)?(?:Exception|Error)$/.test(syntax.textOf(one)));
  const isNegated = /^(?:doesNot|not)/i.test(matcher);
  return { subject: '', matcher: 'throws', isNegated, expected, strength: says ? 3 : isAny ? 1 : 2 };
}

const throwing =
  /^(?:toThrow\w*|throws?\w*|rejects|doesNotThrow|doesNotReject|assertRaises\w*|assertRaisesRegex|raises|warns|assertWarns)$/;
const partial =
  /^(?:startsWith|endsWith|includes|startswith|endswith|has|test|match|issubset|issuperset|contains|search)$/;

function isTruth(syntax: Syntax, matcher: string, rest: readonly SyntaxNode[]): boolean {
  if (/^(?:toBeTruthy|assertTrue|assertFalse|toBeFalsy|ok|assert|isTrue|true|false)$/.test(matcher)) return true;
  return (
    /^(?:toBe|toEqual|equal|strictEqual)$/.test(matcher) && rest[0] !== undefined && syntax.textOf(rest[0]) === 'true'
  );
}

function matched(syntax: Syntax, matcher: string, rest: readonly SyntaxNode[]): Strength {
  const isAnything = rest.some((one) =>
    /\bexpect\s*\.\s*(?:any|anything|objectContaining|arrayContaining|string)|\bANY\b/.test(syntax.textOf(one)),
  );
  const strength = strengthOf(matcher);
  return isAnything && strength === 3 ? 2 : strength;
}

function strengthOf(matcher: string): Strength {
  if (weak.test(matcher)) return 1;
  return loose.test(matcher) ? 2 : 3;
}

const weak =
  /^(?:toBeTruthy|toBeDefined|toBeFalsy|ok|exists?|isOk|isDefined|assertTrue|assertFalse|assertIsNotNone|assertIsInstance|toBeInstanceOf|instanceOf|truthy|falsy|isTrue|a|an)$/;
const loose =
  /^(?:toMatchObject|toContain\w*|toMatch|toHaveProperty|toBe(?:Greater|Less)Than\w*|toBeCloseTo|toHaveBeenCalled|include\w*|match|lengthOf|property|like|partialDeepStrictEqual|above|below|least|most|closeTo|notEqual|notStrictEqual|notDeepEqual|assert(?:In|NotIn|Greater\w*|Less\w*|AlmostEqual|Regex|NotEqual|CountEqual)|assert_called|called)$/;

function plain(syntax: Syntax, node: SyntaxNode): string {
  return syntax.textOf(node).replaceAll(/\s+/g, ' ');
}
