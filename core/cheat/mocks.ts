import { askedBy } from './asked.ts';
import { assertionsIn } from './assertions.ts';
import { argumentsOf, chainOf, stringOf } from './chain.ts';
import type { Syntax, SyntaxNode } from './syntax.ts';

export interface Mock {
  /** A module by its path, or by its names with dots; a class; empty where an object has a member replaced. */
  readonly target: string;
  /** The name of what is replaced, where only that is. */
  readonly member: string;
  readonly line: number;
}

interface Call {
  readonly node: SyntaxNode;
  readonly chain: readonly string[];
}

export function calls(syntax: Syntax): Call[] {
  return syntax.nodes('CallExpression', 'NewExpression').map((node) => ({ node, chain: chainOf(syntax, node) }));
}

/** What is mocked, in the order of kinds. */
export function mocksIn(syntax: Syntax): Mock[] {
  const decorators = syntax.nodes('Decorator').map((node) => ({
    node,
    chain: node.getChildren('VariableName').map((one) => syntax.textOf(one)),
  }));
  return [...calls(syntax), ...decorators].flatMap(({ node, chain }) => mockAt(syntax, node, chain.join('.')));
}

function mockAt(syntax: Syntax, node: SyntaxNode, name: string): Mock[] {
  const given = argumentsOf(node);
  const line = syntax.lineOf(node);
  const [first, second] = given.map((one) => stringOf(syntax, one));
  const isOfRuntime = given[0] !== undefined && runtime.test(syntax.textOf(given[0]));
  if (moduleMocks.test(name)) return first === undefined ? [] : [{ target: first, member: '', line }];
  if (isOfRuntime) return [];
  if (memberMocks.test(name) && second !== undefined) return [{ target: '', member: second, line }];
  if (scriptSpies.test(name) && second !== undefined && isAnswered(syntax, node))
    return [{ target: '', member: second, line }];
  if (pythonPatches.test(name) && first?.includes('.')) {
    const member = first.slice(first.lastIndexOf('.') + 1);
    return [{ target: first, member, line }];
  }
  return [];
}

/** What everybody shares is mocked so as to know what it says. */
const runtime =
  /^(?:Date|Math|console|process|performance|crypto|fs|os|time|random|datetime|(?:globalThis|window|global)\b.*)$/;
const moduleMocks = /^(?:vi|vitest|jest)\.(?:mock|doMock|unstable_mockModule)$|^(?:mock|t\.mock)\.module$/;
const scriptSpies = /^(?:(?:vi|vitest|jest)\.spyOn|sinon\.stub|sandbox\.stub|(?:t\.)?mock\.method)$/;
const memberMocks = /(?:^|\.)patch\.object$|^monkeypatch\.setattr$|^(?:t\.)?mock\.method$/;
const pythonPatches = /(?:^|\.)patch$|^monkeypatch\.setattr$|^mocker\.patch$/;

/** Whether a spy gives an answer of its own; else it only looks on. */
function isAnswered(syntax: Syntax, { parent, to }: SyntaxNode): boolean {
  const method = parent?.name === 'MemberExpression' ? syntax.textOf({ from: to, to: parent.to }) : '';
  return /^\s*\.\s*(?:mock(?:Return|Resolved|Rejected|Implementation)\w*|returns|resolves|callsFake|rejects|throws)$/.test(
    method,
  );
}

/** Assertions whose subject is the answer of a mock. */
export function aboutMocks(syntax: Syntax): { text: string; line: number }[] {
  const mocks = new Set(mockNames(syntax));
  if (mocks.size === 0) return [];
  return assertionsIn(syntax, syntax.top).flatMap((one) => {
    const { subject, expected } = askedBy(syntax, one);
    const [, name = '', member = ''] = /^(?:await )?(\w+)((?:\.\w+)?)\(/.exec(subject) ?? [];
    const isAnswer = expected.length > 0 && mocks.has(name) && !/^\.(?:assert|called|mock)/.test(member);
    return isAnswer ? [{ text: one.text, line: one.line }] : [];
  });
}

/** What is a mock by its first value, and the fixtures that return one. */
function mockNames(syntax: Syntax): string[] {
  return syntax.nodes('VariableDeclaration', 'AssignStatement').flatMap((node) => {
    const [name, value] = [
      node.getChild('VariableDefinition') ?? node.getChild('VariableName'),
      node.getChild('CallExpression'),
    ];
    if (!name || !value) return [];
    const text = syntax.textOf(value);
    const isMock = /^(?:vi|jest)\.fn\(|^sinon\.stub\(|^(?:\w+\.)*(?:(?:Magic|Async)?Mock|create_autospec)\(/.test(text);
    return isMock && !/\bwraps=/.test(text) ? [syntax.textOf(name)] : [];
  });
}
