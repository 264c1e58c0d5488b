import { isBasicExpression, isBoolean, isMapping, isNumber, isSequence } from '@actions/workflow-parser';
import { convertToIfCondition } from '@actions/workflow-parser/model/converter/if-condition';
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index';
import { cannotRun, itemsOf, pairsOf, textOf, type Document } from './document.ts';
import { asText, evaluate, isTruthy, type Scope, type Value } from './expression.ts';

/** A part of a file with its expressions evaluated. Throws where one of them fails. */
export function evaluated(token: TemplateToken | undefined, scope: Scope): Value {
  if (token === undefined) return undefined;
  if (isBasicExpression(token)) return evaluate(token.expression, scope);
  if (isSequence(token)) return itemsOf(token).map((item) => evaluated(item, scope));
  if (isMapping(token)) {
    return Object.fromEntries(pairsOf(token).map(([key, value]) => [key, evaluated(value, scope)]));
  }
  if (isBoolean(token) || isNumber(token)) return token.value;
  return token.typeName() === 'null' ? null : textOf(token);
}

/** A mapping of texts: `env`, `with`, outputs. */
export function evaluatedTexts(token: TemplateToken | undefined, scope: Scope): Record<string, string> {
  const value = evaluated(token, scope) ?? {};
  if (typeof value !== 'object' || Array.isArray(value)) throw new Error('A mapping was expected');
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, asText(item)]));
}

/** Whether an `if` holds. Without one, and without a status function in it, all before has to have succeeded. */
export function holds(document: Document, condition: TemplateToken | undefined, scope: Scope): boolean {
  if (condition === undefined) return isTruthy(evaluate('success()', scope));
  const converted = convertToIfCondition(document.context, condition);
  if (converted === undefined) throw cannotRun(document, condition, 'The condition cannot be read');
  return isTruthy(evaluate(converted.expression, scope));
}
