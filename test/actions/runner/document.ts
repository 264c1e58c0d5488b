import { readFileSync } from 'node:fs';
import { isMapping, isScalar, isSequence, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import type { TemplateContext } from '@actions/workflow-parser/templates/template-context';
import type { KeyValuePair, MappingToken, TemplateToken } from '@actions/workflow-parser/templates/tokens/index';

/** A workflow or action, as GitHub's parser has read it and found it to be valid. */
export interface Document {
  readonly path: string;
  readonly root: MappingToken;
  readonly context: TemplateContext;
}

/**
 * What keeps a file from being run as it is written: it is invalid, or it asks for something that this runner does not
 * do. It ends the whole run, so that nothing is skipped in silence.
 */
export class CannotRun extends Error {
  override readonly name = 'CannotRun';
}

export function loadWorkflow(path: string): Document {
  return load(path, parseWorkflow);
}

export function loadAction(path: string): Document {
  return load(path, parseAction);
}

/** A complaint about a place in a file, which ends the run. */
export function cannotRun(document: Pick<Document, 'path'>, token: TemplateToken | undefined, what: string): CannotRun {
  return new CannotRun(`${document.path}:${token?.line ?? 1}: ${what}`);
}

/** The pairs of a mapping, with their keys as text; none where there is no such mapping. */
export function pairsOf(token: TemplateToken | undefined): (readonly [key: string, value: TemplateToken])[] {
  return entriesOf(token).map(({ key, value }) => [key.toString(), value] as const);
}

/** The same, with the place of each key. */
export function entriesOf(token: TemplateToken | undefined): readonly KeyValuePair[] {
  return token === undefined || !isMapping(token) ? [] : [...iterate(token)];
}

/** The items of a sequence, or the one value that stands in place of it. */
export function itemsOf(token: TemplateToken | undefined): readonly TemplateToken[] {
  if (token === undefined) return [];
  return isSequence(token) ? [...iterate(token)] : [token];
}

/** The items that are scalars, as text. */
export function textsOf(token: TemplateToken | undefined): string[] {
  return itemsOf(token).flatMap((item) => textOf(item) ?? []);
}

/** The value of a mapping below these keys. */
export function find(token: TemplateToken | undefined, ...keys: readonly string[]): TemplateToken | undefined {
  return keys.reduce<TemplateToken | undefined>(
    (current, key) => (current !== undefined && isMapping(current) ? current.find(key) : undefined),
    token,
  );
}

/** The text of a scalar that takes no expressions. */
export function textOf(token: TemplateToken | undefined): string | undefined {
  return token !== undefined && isScalar(token) ? token.toString() : undefined;
}

function load(path: string, parse: typeof parseWorkflow): Document {
  const file = { name: path, content: readFileSync(path, 'utf8') };
  const { context, value } = parse(file, new NoOperationTraceWriter());
  const errors = context.errors.getErrors();
  if (errors.length > 0 || value === undefined || !isMapping(value)) {
    const said = errors.map(({ rawMessage, range }) => `${path}:${range?.start.line ?? 1}: ${rawMessage}`);
    throw new CannotRun(said.join('\n') || `${path}:1: Expected a mapping`);
  }
  return { path, root: value, context };
}

/** GitHub's collections have an iterator, but their types do not say that they are iterable more than once. */
function iterate<Item>(collection: { [Symbol.iterator](): Iterator<Item> }): Iterable<Item> {
  return collection;
}
