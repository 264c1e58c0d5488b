import { argumentsOf, chainOf, stringOf } from './chain.ts';
import { childrenOf } from './nodes.ts';
import type { Syntax, SyntaxNode } from './syntax.ts';

/** A place where errors end. */
export interface Handler {
  readonly at: SyntaxNode;
  /** `absence`: only errors that say that something is not there, or was ended by somebody who wanted it. */
  readonly takes: 'all' | 'some' | 'absence';
  /** Its name; empty where it has none. */
  readonly error: string;
  /** Statements, or the expression that is the answer. */
  readonly body: readonly SyntaxNode[];
}

export function handlersOf(syntax: Syntax): Handler[] {
  return syntax.grammar === 'python' ? pythonHandlers(syntax) : scriptHandlers(syntax);
}

function scriptHandlers(syntax: Syntax): Handler[] {
  return syntax.nodes('CatchClause', 'FinallyClause', 'CallExpression').flatMap((at) => {
    switch (at.name) {
      case 'CatchClause': {
        const error = at.getChild('VariableDefinition');
        const isTakenApart = at.getChild('(') !== null && error === null;
        const block = at.getChild('Block');
        return block && !isTakenApart ? [handler(syntax, at, error, statementsOf(block))] : [];
      }
      case 'FinallyClause':
        return lost(syntax, at.getChild('Block'));
      default:
        return handed(syntax, at);
    }
  });
}

/** A function that is given for errors: `.catch(…)`, `.then(…, …)`, `process.on('uncaughtException', …)`. */
function handed(syntax: Syntax, call: SyntaxNode): Handler[] {
  const callee = call.firstChild;
  const method = callee?.name === 'MemberExpression' && callee.lastChild ? syntax.textOf(callee.lastChild) : '';
  const given = argumentsOf(call);
  const isOfProcess = method === 'on' && chainOf(syntax, call)[0] === 'process';
  const isError = isOfProcess && /^un(?:caught|handled)/.test(stringOf(syntax, given[0]) ?? '');
  const taking = method === 'catch' ? given[0] : method === 'then' || isError ? given[1] : undefined;
  if (!taking) return [];
  const at = callee?.lastChild ?? call;
  if (taking.name === 'VariableName')
    return /^noop$/i.test(syntax.textOf(taking)) ? [handler(syntax, at, null, [])] : [];
  if (taking.name !== 'ArrowFunction' && taking.name !== 'FunctionExpression') return [];
  const parameters = taking.getChild('ParamList');
  const error = parameters?.getChild('VariableDefinition') ?? null;
  const isTakenApart = parameters !== null && error === null && /[{[]/.test(syntax.textOf(parameters));
  const answer = taking.lastChild;
  // That there is nothing is an answer too.
  const isNone = answer !== null && /^(?:undefined|null|false)$/.test(syntax.textOf(answer));
  if (!answer || isTakenApart || isNone) return [];
  return [handler(syntax, at, error, answer.name === 'Block' ? statementsOf(answer) : [answer])];
}

/** In Python the parts of the whole statement are siblings: `except`, the kinds, `as`, the name, the body. */
function pythonHandlers(syntax: Syntax): Handler[] {
  return syntax.nodes('TryStatement', 'WithStatement').flatMap((statement) => {
    const parts = childrenOf(statement);
    if (statement.name === 'WithStatement') return suppressed(syntax, parts);
    return parts.flatMap((at, index): Handler[] => {
      const body = parts.slice(index).find(({ name }) => name === 'Body');
      if (at.name === 'finally') return lost(syntax, body ?? null);
      if (at.name !== 'except' || !body) return [];
      const between = parts.slice(index + 1, parts.indexOf(body));
      const named = between.findIndex(({ name }) => name === 'as');
      const kinds = between.slice(0, named < 0 ? undefined : named);
      const takes = taken(kinds.map((one) => syntax.textOf(one)).join(' '));
      return [{ ...handler(syntax, at, named < 0 ? null : between[named + 1], statementsOf(body)), takes }];
    });
  });
}

function suppressed(syntax: Syntax, parts: readonly SyntaxNode[]): Handler[] {
  return parts.flatMap((call) => {
    if (call.name !== 'CallExpression' || chainOf(syntax, call).at(-1) !== 'suppress') return [];
    const takes = taken(
      argumentsOf(call)
        .map((one) => syntax.textOf(one))
        .join(', '),
    );
    return takes === 'all' ? [handler(syntax, call, null, [])] : [];
  });
}

/** How much an `except` of these kinds takes. */
function taken(kinds: string): Handler['takes'] {
  const names = kinds.split(/[\s(),]+/).filter(Boolean);
  const isAll = names.length === 0 || names.length > 2 || names.some((one) => anything.test(one));
  if (isAll) return 'all';
  return names.every((one) => absent.test(one)) ? 'absence' : 'some';
}

const anything = /^(?:Base)?Exception$|^(?:AssertionError|RuntimeError|Error)$/;
const absent =
  /(?:^|\.)(?:FileNotFoundError|FileExistsError|ProcessLookupError|ImportError|ModuleNotFoundError|StopIteration|StopAsyncIteration|KeyboardInterrupt|CancelledError|BrokenPipeError|PackageNotFoundError|Empty|Full|DoesNotExist|EOFError)$/;

/** What returns in `finally` loses the error that is on its way. */
function lost(syntax: Syntax, block: SyntaxNode | null): Handler[] {
  const returning = block?.getChild('ReturnStatement');
  return returning ? [handler(syntax, returning, null, [])] : [];
}

function handler(
  syntax: Syntax,
  at: SyntaxNode,
  error: SyntaxNode | null | undefined,
  body: readonly SyntaxNode[],
): Handler {
  return { at, takes: 'all', error: error ? syntax.textOf(error) : '', body };
}

function statementsOf(block: SyntaxNode): SyntaxNode[] {
  return childrenOf(block).filter(({ name }) => !marks.has(name));
}

const marks: ReadonlySet<string> = new Set(['{', '}', ':', 'LineComment', 'BlockComment', 'Comment']);
