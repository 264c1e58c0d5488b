import { stringOf } from './chain.ts';
import type { Syntax, SyntaxNode } from './syntax.ts';

export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let at = node.firstChild; at; at = at.nextSibling) found.push(at);
  return found;
}

/** The nearest node around one that has one of these names. */
export function around(node: SyntaxNode, names: ReadonlySet<string>): SyntaxNode | undefined {
  for (let at = node.parent; at; at = at.parent) if (names.has(at.name)) return at;
  return undefined;
}

/** What runs when it is called, and not when it is read. */
export const functions: ReadonlySet<string> = new Set([
  'FunctionDeclaration',
  'FunctionExpression',
  'ArrowFunction',
  'MethodDeclaration',
  'FunctionDefinition',
  'LambdaExpression',
]);

/** A number or a text as it is written down in code, without quotes, digit marks and suffixes of types. */
export function literalOf(syntax: Syntax, node: SyntaxNode): string | undefined {
  if (node.name === 'Number') return numberText(syntax.textOf(node));
  return stringOf(syntax, node);
}

export function numberText(text: string): string {
  return text
    .replaceAll('_', '')
    .replace(/(?:[iu](?:8|16|32|64|128|size)|f(?:32|64)|n)$/, '')
    .toLowerCase();
}

export const literalNames = ['Number', 'String', 'TemplateString'] as const;

/** The last name of what is called: `now` of `performance.now()`. A chain of many calls is not gone through for it. */
export function calledName(syntax: Syntax, call: SyntaxNode): string {
  const callee = call.firstChild;
  const last = callee?.name === 'MemberExpression' ? callee.lastChild : callee;
  return last?.name === 'PropertyName' || last?.name === 'VariableName' ? syntax.textOf(last) : '';
}

/** Names that are declared at the top of a file: variables, functions, classes. */
export function topNames(syntax: Syntax): ReadonlySet<string> {
  const statements = childrenOf(syntax.top).map((one) =>
    one.name === 'ExportDeclaration' ? (childrenOf(one).find(({ name }) => declarations.has(name)) ?? one) : one,
  );
  return new Set(
    statements.flatMap((statement) => {
      const isAssigned = statement.name === 'AssignStatement';
      if (!isAssigned && !declarations.has(statement.name)) return [];
      const names = statement.getChildren('VariableDefinition');
      const own = names.length > 0 ? names : statement.getChildren('VariableName').slice(0, 1);
      return own.map((name) => syntax.textOf(name));
    }),
  );
}

const declarations: ReadonlySet<string> = new Set([
  'VariableDeclaration',
  'FunctionDeclaration',
  'ClassDeclaration',
  'FunctionDefinition',
  'ClassDefinition',
]);
