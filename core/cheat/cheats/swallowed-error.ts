import { defineCheat } from '../cheat.ts';
import type { Source } from '../change.ts';
import { newMarkers, type Marker } from '../markers.ts';
import type { Syntax, SyntaxNode } from '../syntax.ts';

/**
 * An error that is caught, and then nothing is done about it, or an empty value stands in for what failed.
 *
 * @example Nothing is done; or a value that is none.
 *
 *     --- src/read.ts
 *       export function read(path: string): string[] {
 *     +   try {
 *           return parse(path);
 *     +   } catch {
 *     +     return [];
 *     +   }
 *       }
 *     --- src/read.py
 *       def read(path):
 *     +     try:
 *               return parse(path)
 *     +     except Exception:
 *     +         pass
 *     === src/read.py:4 Unexpected error that nobody hears of, expected it to be handled or passed on
 *     === src/read.ts:4 Unexpected error that nobody hears of, expected it to be handled or passed on
 *
 * @example The error is looked at, or told.
 *
 *     --- src/read.ts
 *     + try {
 *     +   parse(path);
 *     + } catch (error) {
 *     +   if (!isMissing(error)) throw error;
 *     + }
 *     --- src/read.py
 *     + try:
 *     +     parse(path)
 *     + except KeyError as error:
 *     +     raise Unreadable(path) from error
 */
export const swallowedError = defineCheat({
  id: 'swallowed-error',
  verdict: 'flag',
  look(change, see) {
    for (const { path, line } of newMarkers(change, swallowed))
      see({ path, line, message: 'Unexpected error that nobody hears of, expected it to be handled or passed on' });
  },
});

function swallowed({ syntax }: Source): Marker[] {
  if (!syntax) return [];
  const bodies = syntax.grammar === 'python' ? pythonHandlers(syntax) : scriptHandlers(syntax);
  return bodies.flatMap(({ at, statements }) =>
    statements.every((one) => isNothing(syntax, one)) ? [{ line: syntax.lineOf(at), kind: 'swallowed' }] : [],
  );
}

interface Handler {
  readonly at: SyntaxNode;
  readonly statements: readonly SyntaxNode[];
}

function scriptHandlers(syntax: Syntax): Handler[] {
  return syntax.nodes('CatchClause').flatMap((at) => {
    const block = at.getChild('Block');
    return block ? [{ at, statements: statementsOf(block) }] : [];
  });
}

/** In Python `except` and its body are children of the whole statement, one after the other. */
function pythonHandlers(syntax: Syntax): Handler[] {
  return syntax.nodes('TryStatement').flatMap((statement) =>
    statement.getChildren('except').flatMap((at) => {
      let body = at.nextSibling;
      while (body && body.name !== 'Body') body = body.nextSibling;
      return body ? [{ at, statements: statementsOf(body) }] : [];
    }),
  );
}

function statementsOf(block: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  for (let at = block.firstChild; at; at = at.nextSibling) if (!marks.has(at.name)) found.push(at);
  return found;
}

const marks: ReadonlySet<string> = new Set(['{', '}', ':', 'LineComment', 'BlockComment', 'Comment']);

function isNothing(syntax: Syntax, statement: SyntaxNode): boolean {
  if (statement.name === 'PassStatement' || statement.name === 'ContinueStatement') return true;
  const text = syntax.textOf(statement).replaceAll(/\s+|;$/g, '');
  return /^(?:\.\.\.|return(?:null|undefined|None|false|False|true|True|0|-1|""|''|\[\]|\{\}|newMap\(\)|newSet\(\)|dict\(\)|list\(\))?)$/.test(
    text,
  );
}
