import type { Source } from '../change.ts';
import { defineCheat } from '../cheat.ts';
import { handlersOf, type Handler } from '../handlers.ts';
import { isTestPath } from '../../review/test-file.ts';
import { newMarkers, type Marker } from '../markers.ts';
import { childrenOf } from '../nodes.ts';
import { plainSwallows } from '../plain-swallows.ts';
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
 * @example A constant stands in for what was to be found, or for what was to be done.
 *
 *     --- src/pay.ts
 *     + export const pay = (id: string): Promise<Receipt> => capture(id).catch((): Receipt => ({ id, status: 'captured' }));
 *     + export function settings(path: string): Settings {
 *     +   let given = {};
 *     +   try {
 *     +     given = parse(path);
 *     +   } catch (error) {
 *     +     given = DEFAULTS;
 *     +   }
 *     +   return given;
 *     + }
 *     --- src/rates.py
 *     + def rate(base, quote):
 *     +     try:
 *     +         return Decimal(fetch(base, quote))
 *     +     except Exception:
 *     +         return Decimal(1)
 *     === src/pay.ts:1 Unexpected error that nobody hears of, expected it to be handled or passed on
 *     === src/pay.ts:6 Unexpected error that nobody hears of, expected it to be handled or passed on
 *     === src/rates.py:4 Unexpected error that nobody hears of, expected it to be handled or passed on
 *
 * @example Without a handler: suppressed, lost in `finally`, or taken by a process that goes on.
 *
 *     --- src/upgrade.py
 *     + with suppress(Exception):
 *     +     upgrade(note)
 *     + def save(note):
 *     +     try:
 *     +         store(note)
 *     +     finally:
 *     +         return True
 *     --- src/main.ts
 *     + process.on('unhandledRejection', () => {});
 *     === src/main.ts:1 Unexpected error that nobody hears of, expected it to be handled or passed on
 *     === src/upgrade.py:1 Unexpected error that nobody hears of, expected it to be handled or passed on
 *     === src/upgrade.py:7 Unexpected error that nobody hears of, expected it to be handled or passed on
 *
 * @example In Go, in Rust, and in a script of the shell.
 *
 *     --- src/load.go
 *     + 	rows, _ := load(path)
 *     + 	if err != nil {
 *     + 		return nil
 *     + 	}
 *     --- src/load.rs
 *     + let rows = load(path).unwrap_or_default();
 *     + match save(&rows) { Ok(_) => done(), Err(_) => {} }
 *     + let _ = flush();
 *     --- scripts/build.sh
 *     + npm run build || true
 *     === scripts/build.sh:1 Unexpected error that nobody hears of, expected it to be handled or passed on
 *     === src/load.go:1 Unexpected error that nobody hears of, expected it to be handled or passed on
 *     === src/load.go:2 Unexpected error that nobody hears of, expected it to be handled or passed on
 *     === src/load.rs:2 Unexpected error that nobody hears of, expected it to be handled or passed on
 *     === src/load.rs:3 Unexpected error that nobody hears of, expected it to be handled or passed on
 *
 * @example One kind of error that is known to say that something is not there; one that is told, counted or kept.
 *
 *     --- src/sync.py
 *     + try:
 *     +     os.unlink(lock)
 *     + except FileNotFoundError:
 *     +     pass
 *     + with contextlib.suppress(ProcessLookupError):
 *     +     kill(pid)
 *     + try:
 *     +     sync()
 *     + except Exception:
 *     +     log.exception("sync")
 *     --- src/rows.ts
 *     + const size = await sizeOf(path).catch(() => undefined);
 *     + const read = () => load().catch((error: unknown) => (isMissing(error) ? undefined : Promise.reject(error)));
 *     + try {
 *     +   rows.push(parse(line));
 *     + } catch {
 *     +   broken.push(line);
 *     + }
 *     --- src/load.go
 *     + 	if err != nil {
 *     + 		return nil, err
 *     + 	}
 *     + 	for _, row := range rows {
 *     + 	}
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

function swallowed({ syntax, lines }: Source, path: string): Marker[] {
  const found = syntax
    ? handlersOf(syntax).flatMap((one) => (isSilent(syntax, one) ? [syntax.lineOf(one.at)] : []))
    : plainSwallows(path, lines);
  return found.map((line) => ({ line, kind: isTestPath(path) ? 'in a test' : 'in source' }));
}

/** Whether nothing is done but to go on, with a value that was at hand. */
function isSilent(syntax: Syntax, { takes, error, body }: Handler): boolean {
  if (takes === 'absence') return false;
  if (takes === 'some') return body.every((one) => isPassing(syntax, one) || isEmptyAnswer(syntax, one));
  const names = body.flatMap((one) => [one, ...syntax.within(one, 'VariableName')]);
  return !names.some((one) => syntax.textOf(one) === error) && body.every((one) => isStandIn(syntax, one));
}

function isPassing(syntax: Syntax, statement: SyntaxNode): boolean {
  return /^(?:Pass|Continue|Break|Empty)Statement$/.test(statement.name) || syntax.textOf(statement) === '...';
}

/** An answer that says that there is something, and nothing in it; that there is none is said by `None` and `False`. */
function isEmptyAnswer(syntax: Syntax, statement: SyntaxNode): boolean {
  const text = statement.name === 'ReturnStatement' ? syntax.textOf(statement).replaceAll(/\s+/g, '') : '';
  return /^return(?:0|""|''|\[\]|\{\}|dict\(\)|list\(\)|set\(\))$/.test(text);
}

function isStandIn(syntax: Syntax, node: SyntaxNode): boolean {
  switch (node.name) {
    case 'ReturnStatement':
      return childrenOf(node)
        .slice(1)
        .every((one) => isAtHand(syntax, one));
    case 'ExpressionStatement':
      return node.firstChild?.name === 'AssignmentExpression'
        ? isStandIn(syntax, node.firstChild)
        : isPassing(syntax, node);
    case 'AssignmentExpression':
    case 'AssignStatement':
      return (
        node.lastChild !== null && isAtHand(syntax, node.lastChild) && !isFailure.test(syntax.textOf(node.lastChild))
      );
    default:
      return isPassing(syntax, node) || (!/Statement$|Declaration$/.test(node.name) && isAtHand(syntax, node));
  }
}

/** What is set to one of these is mostly asked for later. */
const isFailure = /^(?:false|False|null|None|undefined)$/;

/** Nothing is called for it but what makes a value of constants. */
function isAtHand(syntax: Syntax, node: SyntaxNode): boolean {
  const doing = ['CallExpression', 'NewExpression', 'AwaitExpression', 'YieldExpression', 'TaggedTemplateExpression'];
  const calls = [node, ...syntax.within(node, ...doing)].filter(({ name }) => doing.includes(name));
  return calls.every((call) => /^(?:new )?[A-Z]\w*\(/.test(syntax.textOf(call)) || isMade(syntax, call));
}

/** `dict()`, `new Map()`, `Decimal(1)`. */
function isMade(syntax: Syntax, call: SyntaxNode): boolean {
  const text = call.to - call.from < 60 ? syntax.textOf(call) : '';
  return /^(?:new )?\w+\((?:[\d.]+|"[^"]*"|'[^']*')?\)$/.test(text);
}
