import { argumentsOf, chainOf } from './chain.ts';
import type { Marker } from './markers.ts';
import { around, childrenOf, functions, literalNames } from './nodes.ts';
import type { Syntax, SyntaxNode } from './syntax.ts';

/** A list of constants at the top of a module of which a function takes the next one with each call. */
export function playedBack(syntax: Syntax): Marker[] {
  const lists = listsOf(syntax);
  if (lists.size === 0) return [];
  return syntax.nodes('CallExpression').flatMap((call) => {
    const chain = chainOf(syntax, call);
    const [list = '', method = ''] = chain;
    const [first] = argumentsOf(call);
    const taken = chain.length === 1 && list === 'next' && first ? syntax.textOf(first) : undefined;
    const name = taken ?? (/^(?:shift|pop|popleft|next)$/.test(method) ? list : '');
    return lists.has(name) && around(call, functions) ? [{ line: syntax.lineOf(call), kind: name }] : [];
  });
}

/** Names at the top of a file that stand for constants in a row, one at least. */
function listsOf(syntax: Syntax): Set<string> {
  const declared = childrenOf(syntax.top).flatMap((statement) => {
    const name = statement.getChild('VariableDefinition') ?? statement.getChild('VariableName');
    const value = statement.lastChild?.name === ';' ? statement.lastChild.prevSibling : statement.lastChild;
    const isVariable = statement.name === 'VariableDeclaration' || statement.name === 'AssignStatement';
    return isVariable && name && value && isRow(syntax, value) ? [syntax.textOf(name)] : [];
  });
  return new Set(declared);
}

/** An array with constants in it, or what goes through one: `iter([1, 2])`, `[true, false].values()`. */
function isRow(syntax: Syntax, value: SyntaxNode): boolean {
  const lists = value.name === 'ArrayExpression' ? [value] : syntax.within(value, 'ArrayExpression', 'TupleExpression');
  if (value.name !== 'ArrayExpression' && value.name !== 'CallExpression' && value.name !== 'NewExpression')
    return false;
  return lists.some((list) => childrenOf(list).some(({ name }) => constant.has(name)));
}

const constant: ReadonlySet<string> = new Set([...literalNames, 'BooleanLiteral', 'Boolean', 'None', 'null']);
