import { childrenOf, literalNames, literalOf } from './nodes.ts';
import type { Syntax, SyntaxNode } from './syntax.ts';

export interface Unused {
  readonly what: 'function' | 'class';
  readonly kind: string;
  readonly line: number;
}

/** Functions and classes that only their own file can use, and that are named nowhere but within themselves. */
export function unusedNames(syntax: Syntax): Unused[] {
  const own = definitions(syntax);
  if (own.length === 0) return [];
  const places = placesOf(syntax, new Set(own.map(({ name }) => name)));
  return own
    .filter(({ name, node }) => (places.get(name) ?? []).every((at) => at >= node.from && at < node.to))
    .map(({ name, node, what }) => ({ what, kind: name, line: syntax.lineOf(node) }));
}

interface Definition {
  readonly node: SyntaxNode;
  readonly name: string;
  readonly what: Unused['what'];
}

function definitions(syntax: Syntax): Definition[] {
  if (syntax.grammar === 'python')
    return syntax.nodes('FunctionDefinition').flatMap((node): Definition[] => {
      const name = textOf(syntax, node.getChild('VariableName'));
      const isDecorated = node.parent?.name === 'DecoratedStatement';
      const class_ = node.parent?.name === 'Body' ? node.parent.parent : null;
      // Of a class with others above it, they may call it.
      const isMember = class_?.name === 'ClassDefinition' && class_.getChild('ArgList') === null;
      const isLocal = node.parent?.name === 'Script' || isMember;
      return /^_(?!_)/.test(name) && isLocal && !isDecorated ? [{ node, name, what: 'function' }] : [];
    });
  return [...childrenOf(syntax.top).flatMap((node) => atTop(syntax, node)), ...privateMethods(syntax)];
}

function atTop(syntax: Syntax, node: SyntaxNode): Definition[] {
  const name = textOf(syntax, node.getChild('VariableDefinition'));
  if (name === '') return [];
  switch (node.name) {
    case 'FunctionDeclaration':
      return [{ node, name, what: 'function' }];
    case 'ClassDeclaration':
      return node.getChild('Decorator') ? [] : [{ node, name, what: 'class' }];
    case 'VariableDeclaration': {
      const isFunction = node.getChild('ArrowFunction') ?? node.getChild('FunctionExpression');
      return isFunction && node.getChildren('VariableDefinition').length === 1
        ? [{ node, name, what: 'function' }]
        : [];
    }
    default:
      return [];
  }
}

function privateMethods(syntax: Syntax): Definition[] {
  return syntax.nodes('MethodDeclaration').flatMap((node): Definition[] => {
    const hidden = textOf(syntax, node.getChild('PrivatePropertyDefinition'));
    const isPrivate = node.getChildren('Privacy').some((one) => syntax.textOf(one) === 'private');
    const name = hidden || (isPrivate ? textOf(syntax, node.getChild('PropertyDefinition')) : '');
    return name !== '' && name !== 'constructor' ? [{ node, name, what: 'function' }] : [];
  });
}

/** Where these names stand, also in what is written as a text. */
function placesOf(syntax: Syntax, names: ReadonlySet<string>): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const node of syntax.nodes(...naming, ...literalNames)) {
    const name = naming.includes(node.name) ? syntax.textOf(node) : (literalOf(syntax, node) ?? '');
    if (!names.has(name)) continue;
    const places = found.get(name) ?? [];
    places.push(node.from);
    found.set(name, places);
  }
  return found;
}

const naming = [
  'VariableName',
  'VariableDefinition',
  'PropertyName',
  'PropertyDefinition',
  'PrivatePropertyName',
  'PrivatePropertyDefinition',
  'TypeName',
  'JSXIdentifier',
];

function textOf(syntax: Syntax, node: SyntaxNode | null): string {
  return node ? syntax.textOf(node) : '';
}
