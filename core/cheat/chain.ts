import type { Syntax, SyntaxNode } from './syntax.ts';

/**
 * The names that a call or a member is reached by: `expect(a).not.toBe(b)` is `expect`, `not`, `toBe`, and `vi.fn` is `vi`,
 * `fn`. Empty where it begins with something that has no name.
 */
export function chainOf(syntax: Syntax, node: SyntaxNode): readonly string[] {
  const names: string[] = [];
  let at: SyntaxNode | null = node;
  while (at) {
    switch (at.name) {
      case 'CallExpression':
      case 'ParenthesizedExpression':
      case 'AwaitExpression':
        at = at.name === 'CallExpression' ? at.firstChild : (at.firstChild?.nextSibling ?? null);
        break;
      case 'MemberExpression': {
        const last: SyntaxNode | null = at.lastChild;
        if (last?.name === 'PropertyName') names.push(syntax.textOf(last));
        else if (last?.name === ']' && syntax.grammar === 'script') names.push(...nameWithin(syntax, last));
        at = at.firstChild;
        break;
      }
      case 'VariableName':
      case 'this':
      case 'super':
        return [syntax.textOf(at), ...names.toReversed()];
      default:
        return [];
    }
  }
  return [];
}

/** Of `a['b']` it is `b`. */
function nameWithin(syntax: Syntax, bracket: SyntaxNode): string[] {
  const name = stringOf(syntax, bracket.prevSibling ?? undefined);
  return name !== undefined && /^[A-Za-z_]\w*$/.test(name) ? [name] : [];
}

/** The arguments of a call, in order; those of Python with a name are the nodes of their values. */
export function argumentsOf(call: SyntaxNode): SyntaxNode[] {
  const list = call.getChild('ArgList');
  const found: SyntaxNode[] = [];
  for (let at = list?.firstChild ?? null; at; at = at.nextSibling) {
    if (isPunctuation.has(at.name)) continue;
    if (at.name === 'AssignOp') found.pop();
    else found.push(at);
  }
  return found;
}

const isPunctuation: ReadonlySet<string> = new Set(['(', ')', ',', 'Spread', 'LineComment', 'BlockComment', 'Comment']);

/** What a string or template says, without its quotes; undefined for anything else. */
export function stringOf(syntax: Syntax, node: SyntaxNode | undefined): string | undefined {
  if (node?.name !== 'String' && node?.name !== 'TemplateString') return undefined;
  return /^[bfru]*(?<quote>"""|'''|["'`])(?<text>[\s\S]*)\k<quote>$/i.exec(syntax.textOf(node))?.groups?.['text'];
}
