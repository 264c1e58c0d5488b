import type { Syntax, SyntaxNode } from './syntax.ts';

/** A condition that holds whatever its names stand for. */
export function holdsAlways(syntax: Syntax, node: SyntaxNode): boolean {
  if (node.name === 'ParenthesizedExpression') {
    const inner = node.firstChild?.nextSibling;
    return Boolean(inner && holdsAlways(syntax, inner));
  }
  // `assert (a, "message")` asks whether a tuple has anything in it.
  if (node.name === 'TupleExpression') return node.firstChild?.nextSibling?.name !== ')';
  if (node.name === 'BooleanLiteral' || node.name === 'Boolean') return /^true$/i.test(syntax.textOf(node));
  const [left, right] = [node.firstChild, node.lastChild];
  if (node.name !== 'BinaryExpression' || !left || !right) return false;
  const operator = syntax.textOf({ from: left.to, to: right.from }).trim();
  if (operator === '||' || operator === 'or')
    return holdsAlways(syntax, left) || holdsAlways(syntax, right) || areOpposite(syntax, left, right);
  if (/^(?:===?|is)$/.test(operator)) return isSame(syntax, left, right);
  return operator === '>=' && syntax.textOf(right) === '0' && isSize(syntax.textOf(left));
}

/** `a === 1` and `a !== 1`; `a` and `not a`. */
function areOpposite(syntax: Syntax, left: SyntaxNode, right: SyntaxNode): boolean {
  const plain = (node: SyntaxNode): string => syntax.textOf(node).replaceAll(/\s+/g, ' ');
  const [a, b] = [plain(left), plain(right)];
  return a !== b && (oppositesOf(a).includes(b) || oppositesOf(b).includes(a));
}

function oppositesOf(text: string): string[] {
  return [
    `not ${text}`,
    `!${text}`,
    text.replace(/ (===?) /, (_, operator: string) => ` !${operator.slice(1)} `),
    text.replace(' is ', ' is not '),
  ];
}

export function isSize(text: string): boolean {
  return /\.(?:length|size)$|^len\(/.test(text);
}

/** Two constants that are alike, or one name twice; calls may differ. */
export function isSame(syntax: Syntax, a: SyntaxNode, b: SyntaxNode): boolean {
  const [left, right] = [syntax.textOf(a), syntax.textOf(b)];
  return left === right && (isConstant(a) || a.name === 'VariableName' || a.name === 'MemberExpression');
}

/** `1`, and `1 + 1`. */
export function isConstant({ name, firstChild, lastChild }: SyntaxNode): boolean {
  if (name === 'BinaryExpression')
    return firstChild !== null && lastChild !== null && isLiteral(firstChild) && isLiteral(lastChild);
  return isLiteral({ name });
}

function isLiteral({ name }: Pick<SyntaxNode, 'name'>): boolean {
  return name === 'Number' || name === 'String' || name === 'BooleanLiteral' || name === 'Boolean' || name === 'null';
}
