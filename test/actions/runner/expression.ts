import { data, Evaluator, Lexer, Parser } from '@actions/expressions';
import type { FunctionDefinition } from '@actions/expressions/funcs/info';

/** A value as JSON has it. */
export type Value = string | number | boolean | null | undefined | readonly Value[] | { readonly [key: string]: Value };

/** What an expression can see. */
export interface Scope {
  /** Name of a context (`github`, `steps`, …) → value. */
  contexts(): Readonly<Record<string, Value>>;
  /** Functions beside those that every expression has. */
  readonly functions: readonly FunctionDefinition[];
}

/** The value of an expression, without `${{ }}`, by GitHub's own parser and evaluator. Throws with their words. */
export function evaluate(source: string, scope: Scope): Value {
  const contexts = scope.contexts();
  const { tokens } = new Lexer(source).lex();
  // GitHub's lexer in JavaScript takes only the first '' of a literal for a quote, its runner takes all. A text with
  // expressions in it becomes one literal, format('…'), so every second quote in a script would come out twice.
  for (const token of tokens) {
    if (token.lexeme.startsWith("'")) token.value = token.lexeme.slice(1, -1).replaceAll("''", "'");
  }
  const tree = new Parser(tokens, Object.keys(contexts), [...scope.functions]).parse();
  const dictionary = new data.Dictionary(
    ...Object.entries(contexts).map(([key, value]) => ({ key, value: toData(value) })),
  );
  const functions = new Map(scope.functions.map((definition) => [definition.name.toLowerCase(), definition]));
  return fromData(new Evaluator(tree, dictionary, functions).evaluate());
}

/** A function for expressions that takes and gives plain values. */
export function expressionFunction(
  name: string,
  [minArgs, maxArgs]: readonly [number, number],
  call: (...values: Value[]) => Value,
): FunctionDefinition {
  return { name, minArgs, maxArgs, call: (...values) => toData(call(...values.map(fromData))) };
}

/** What GitHub takes for true. */
export function isTruthy(value: Value): boolean {
  return !(
    value === undefined ||
    value === null ||
    value === false ||
    value === '' ||
    value === 0 ||
    Number.isNaN(value)
  );
}

/** A scalar as text. Lists and mappings have none: GitHub refuses them where a text is expected. */
export function asText(value: Value): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'object') throw new Error('A text was expected, not a list or mapping; use toJSON()');
  return String(value);
}

function toData(value: Value): data.ExpressionData {
  return JSON.parse(JSON.stringify(value ?? null), data.reviver) as data.ExpressionData;
}

function fromData(value: data.ExpressionData): Value {
  return JSON.parse(JSON.stringify(value, data.replacer)) as Value;
}
