import { chainOf } from './chain.ts';
import type { Syntax, SyntaxNode } from './syntax.ts';

export interface Assertion {
  /** Blanks and line breaks are one blank each, so that layout does not matter. */
  readonly text: string;
  readonly node: SyntaxNode;
  readonly line: number;
  /** `expect`, `not`, `toBe`; `assert`; `self`, `assertEqual`. */
  readonly chain: readonly string[];
  /** Nothing comes of it when it fails: the error is caught, or not waited for. */
  readonly isForgiven: boolean;
  /** Under which it is looked at at all. */
  readonly condition: string | undefined;
}

/** The assertions within a node, in its order. */
export function assertionsIn(syntax: Syntax, node: SyntaxNode): Assertion[] {
  const forgiving = syntax.within(node, 'TryStatement', 'WithStatement').filter((one) => forgives(syntax, one));
  const found = syntax.grammar === 'python' ? pythonAssertions(syntax, node) : scriptAssertions(syntax, node);
  return found.map(({ at, chain }) => ({
    text: syntax.textOf(at).replaceAll(/\s+/g, ' '),
    node: at,
    line: syntax.lineOf(at),
    chain,
    condition: conditionOf(syntax, at, node),
    isForgiven:
      forgiving.some((one) => isTried(at, one)) || (isAsync(chain) && isLeft(at)) || isInLeft(syntax, at, node),
  }));
}

/** In a callback of a promise, or of a timer, that nothing waits for: the test has ended by then. */
function isInLeft(syntax: Syntax, node: SyntaxNode, within: SyntaxNode): boolean {
  for (let at = node.parent; at && at.from >= within.from && at.to <= within.to; at = at.parent) {
    const call = at.name === 'ArrowFunction' || at.name === 'FunctionExpression' ? at.parent?.parent : undefined;
    if (call?.name !== 'CallExpression' || !isLeft(call)) continue;
    const isLate = late.test(chainOf(syntax, call).at(-1) ?? '');
    if (isLate && !/\b(?:done|resolve|cb|callback|end)\(/.test(syntax.textOf(at))) return true;
  }
  return false;
}

const late = /^(?:then|finally|setTimeout|setImmediate|nextTick|queueMicrotask)$/;

function conditionOf(syntax: Syntax, node: SyntaxNode, within: SyntaxNode): string | undefined {
  for (let at = node.parent; at && at.from >= within.from && at.to <= within.to; at = at.parent) {
    if (at.name !== 'IfStatement') continue;
    const body = at.getChild('Block') ?? at.getChild('Body') ?? at.lastChild;
    return syntax.textOf({ from: at.from, to: body?.from ?? at.to }).replaceAll(/\s+/g, ' ');
  }
  return undefined;
}

interface Found {
  readonly at: SyntaxNode;
  readonly chain: readonly string[];
}

function scriptAssertions(syntax: Syntax, test: SyntaxNode): Found[] {
  return syntax.within(test, 'CallExpression').flatMap((node) => {
    const at = isBare(node) ? outermost(node) : node;
    const chain = chainOf(syntax, at);
    const isPart = planning.has(chain[1] ?? '') || (chain[1] === 'not' && planning.has(chain[2] ?? ''));
    const isAssertion = isAsserting(chain) && !isPart;
    return isAssertion && !isLonger(at) ? [{ at, chain }] : [];
  });
}

function isAsserting([first = '', second = '', ...more]: readonly string[]): boolean {
  if (asserting.has(first) || (second === 'assert' && handed.has(first))) return true;
  return (first === 't' && givenByRunner.has(second)) || second === 'should' || more.includes('should');
}

/** `expect(a)` that a chain without another call goes on from: `expect(a).to.be.true`. */
function isBare({ firstChild }: SyntaxNode): boolean {
  return firstChild?.name === 'VariableName';
}

function outermost(node: SyntaxNode): SyntaxNode {
  let at = node;
  while (at.parent?.name === 'MemberExpression' && at.parent.from === at.from) at = at.parent;
  return at.parent?.name === 'CallExpression' && at.parent.from === at.from ? node : at;
}

/** Whether it is the first part of a chain: `expect(a)` of `expect(a).toBe(b)`. */
function isLonger({ parent, from }: SyntaxNode): boolean {
  return parent?.from === from && linked.has(parent.name);
}

const linked: ReadonlySet<string> = new Set(['MemberExpression', 'CallExpression']);
const asserting: ReadonlySet<string> = new Set(['expect', 'expectTypeOf', 'assert', 'assertType', 'should']);
const handed: ReadonlySet<string> = new Set(['t', 'ctx', 'context', 'this', 'chai', 'QUnit']);
/** What AVA and tap give to a test. */
const givenByRunner: ReadonlySet<string> = new Set([
  'is',
  'not',
  'deepEqual',
  'equal',
  'same',
  'strictSame',
  'throws',
  'throwsAsync',
  'true',
  'false',
  'truthy',
  'falsy',
  'like',
  'match',
  'regex',
  'ok',
  'notOk',
  'rejects',
  'snapshot',
]);
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

function pythonAssertions(syntax: Syntax, test: SyntaxNode): Found[] {
  return syntax.within(test, 'AssertStatement', 'CallExpression').flatMap((at) => {
    if (at.name === 'AssertStatement') return [{ at, chain: ['assert'] }];
    const chain = chainOf(syntax, at);
    const last = chain.at(-1) ?? '';
    return /^(?:assert|fail(?:Unless|If)?[A-Z_]?|raises$|warns$)/.test(last) ? [{ at, chain }] : [];
  });
}

/** Whether errors of its body are caught and go no further. */
function forgives(syntax: Syntax, node: SyntaxNode): boolean {
  if (node.name === 'WithStatement') return /^with\s+(?:contextlib\.)?suppress\s*\(/.test(syntax.textOf(node));
  const handlers = node.getChildren('CatchClause');
  if (handlers.length > 0) return handlers.every((one) => !isStrict(syntax.textOf(one)));
  const caught = pythonHandlers(syntax, node);
  return caught.some(
    ({ what, body }) => /^(?:$|(?:Base)?Exception\b|AssertionError\b|\()/.test(what) && !isStrict(body),
  );
}

function pythonHandlers(syntax: Syntax, node: SyntaxNode): { what: string; body: string }[] {
  const found: { what: string; body: string }[] = [];
  let start: SyntaxNode | undefined;
  for (let at = node.firstChild; at; at = at.nextSibling) {
    if (at.name === 'except') start = at;
    if (at.name !== 'Body' || !start) continue;
    found.push({ what: syntax.textOf({ from: start.to, to: at.from }).trim(), body: syntax.textOf(at) });
    start = undefined;
  }
  return found;
}

function isStrict(handler: string): boolean {
  return /\b(?:throw|raise|expect|assert\w*|fail|reject|done)\b/.test(handler);
}

/** In what is tried, not in what is done after an error. */
function isTried({ from, to }: SyntaxNode, tried: SyntaxNode): boolean {
  const body = tried.getChild('Block') ?? tried.getChild('Body');
  return body !== null && body.from <= from && body.to >= to;
}

function isAsync(chain: readonly string[]): boolean {
  return chain[0] === 'expect' && (chain.includes('resolves') || chain.includes('rejects'));
}

/** Whether a promise stands as a statement of its own, and nothing waits for it. */
function isLeft({ parent }: SyntaxNode): boolean {
  return (
    parent?.name === 'ExpressionStatement' ||
    (parent?.name === 'UnaryExpression' && parent.parent?.name === 'ExpressionStatement')
  );
}
