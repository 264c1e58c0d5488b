import type { Source } from './change.ts';
import { chainOf } from './chain.ts';
import type { Syntax, SyntaxNode } from './syntax.ts';
import { testCases, type TestCase } from './test-cases.ts';

/** A place where a test ends before its end, or does not begin. */
export interface Leave {
  readonly kind: string;
  readonly line: number;
  /** It depends on the platform, which an honest test may ask for. */
  readonly isAsked: boolean;
}

/** Those of one test: calls that skip it, and returns before its last assertion. */
export function leavesOf({ syntax }: Source, { node, assertions }: TestCase): Leave[] {
  if (!syntax) return [];
  const last = assertions.at(-1)?.node.from ?? node.to;
  const returns = syntax
    .within(node, 'ReturnStatement')
    .filter((one) => one.from < last && !holdsAssertion(one, assertions) && isOfTest(one, node));
  const around = ancestorIf(node);
  return [
    ...skipping(syntax, node),
    ...returns.map((one) => ({ at: one, kind: 'return' })),
    ...(around ? [{ at: around, kind: 'if' }] : []),
  ].map(({ at, kind }) => ({ kind, line: syntax.lineOf(at), isAsked: asksForPlatform(syntax, at, node) }));
}

/** Those outside of tests, which hold for all tests of a file. */
export function leavesOfFile(source: Source): Leave[] {
  const { syntax } = source;
  if (!syntax) return [];
  const tests = testCases(source).map(({ node }) => node);
  const isOutside = (at: SyntaxNode): boolean => !tests.some(({ from, to }) => from <= at.from && to >= at.to);
  const marks = syntax.nodes('AssignStatement').flatMap((at) => {
    const text = syntax.textOf(at);
    const kind = /^(?:pytestmark|__test__|collect_ignore\w*)\b/.exec(text)?.[0];
    return kind !== undefined && /\bskip|\bxfail\b|\bFalse\b|collect_ignore/.test(text) ? [{ at, kind }] : [];
  });
  return [...skipping(syntax, syntax.top), ...marks]
    .filter(({ at }) => isOutside(at))
    .map(({ at, kind }) => ({ kind, line: syntax.lineOf(at), isAsked: false }));
}

interface Found {
  readonly at: SyntaxNode;
  readonly kind: string;
}

function skipping(syntax: Syntax, node: SyntaxNode): Found[] {
  const calls = syntax.within(node, 'CallExpression').flatMap((at) => {
    const kind = chainOf(syntax, at).join('.');
    return skips.test(kind) ? [{ at, kind }] : [];
  });
  const raised = syntax.within(node, 'RaiseStatement').flatMap((at) => {
    const what = at.firstChild?.nextSibling;
    const kind = what ? chainOf(syntax, what).join('.') : '';
    return /(?:^|\.)(?:SkipTest|Skipped)$/.test(kind) ? [{ at, kind }] : [];
  });
  return [...calls, ...raised];
}

const skips =
  /^(?:(?:this|t|ctx|context|self|testInfo|test\.info)\.(?:skip|todo|pending|fixme|skipTest)|pytest\.(?:skip|xfail|importorskip)|pending)$/;

/** Not of a function within the test that is only handed on. */
function isOfTest(at: SyntaxNode, test: SyntaxNode): boolean {
  let one = at.parent;
  while (one && !/^(?:ArrowFunction|Function\w+|MethodDeclaration|LambdaExpression)$/.test(one.name)) one = one.parent;
  const call = one?.name === 'FunctionDefinition' ? one : one?.parent?.parent;
  return call?.to === test.to && call.from >= test.from;
}

function holdsAssertion({ from, to }: SyntaxNode, assertions: TestCase['assertions']): boolean {
  return assertions.some(({ node }) => node.from >= from && node.to <= to);
}

/** The condition under which a test is declared at all. */
function ancestorIf(node: SyntaxNode): SyntaxNode | undefined {
  for (let at = node.parent; at; at = at.parent) if (at.name === 'IfStatement') return at;
  return undefined;
}

function asksForPlatform(syntax: Syntax, at: SyntaxNode, test: SyntaxNode): boolean {
  for (let one: SyntaxNode | null = at; one && one !== test; one = one.parent) {
    if (one.name !== 'IfStatement') continue;
    const body = one.getChild('Block') ?? one.getChild('Body');
    const condition = syntax.textOf({ from: one.from, to: body?.from ?? one.to });
    if (/\b(?:platform|win32|linux|darwin|os\.name|version_info|versions?)\b/.test(condition)) return true;
  }
  return false;
}
