import { Lexer } from '@actions/expressions';
import { isBasicExpression, isMapping, isSequence } from '@actions/workflow-parser';
import type { BasicExpressionToken, TemplateToken } from '@actions/workflow-parser/templates/tokens/index';
import { find, itemsOf, pairsOf, textOf, type Document } from '../runner/document.ts';
import type { Finding } from './lint.ts';
import { lineOf } from './steps.ts';

/** Expressions that go wrong in silence: of inputs and steps that are not there, and all in scripts, where they are code. */
export function checkExpressions({ root }: Document, path: string): Finding[] {
  const isAction = find(root, 'runs') !== undefined;
  const inputs = namesOf(isAction ? find(root, 'inputs') : find(root, 'on', 'workflow_dispatch', 'inputs'));
  const groups = isAction
    ? [{ steps: find(root, 'runs', 'steps'), after: [find(root, 'outputs')], before: [find(root, 'inputs')] }]
    : pairsOf(find(root, 'jobs')).map(([, job]) => ({
        steps: find(job, 'steps'),
        after: [find(job, 'outputs')],
        before: pairsOf(job).flatMap(([key, value]) => (key === 'steps' || key === 'outputs' ? [] : [value])),
      }));
  const top = isAction ? [] : pairsOf(root).flatMap(([key, value]) => (key === 'jobs' ? [] : [value]));
  const findings = groups.flatMap(({ steps, before, after }) => {
    const known = new Set<string>();
    const ofSteps = itemsOf(steps).flatMap((step) => {
      // A step sees those before it, and not itself.
      const found = checkBelow([step], { inputs, steps: known });
      const id = textOf(find(step, 'id'));
      if (id !== undefined) known.add(id.toLowerCase());
      return found;
    });
    return [
      ...checkBelow(before, { inputs, steps: new Set() }),
      ...ofSteps,
      ...checkBelow(after, { inputs, steps: known }),
    ];
  });
  return [...checkBelow(top, { inputs, steps: new Set() }), ...findings].map((finding) => ({ path, ...finding }));
}

interface Known {
  readonly inputs: ReadonlySet<string>;
  readonly steps: ReadonlySet<string>;
}

function namesOf(token: TemplateToken | undefined): Set<string> {
  return new Set(pairsOf(token).map(([name]) => name.toLowerCase()));
}

function checkBelow(tokens: readonly (TemplateToken | undefined)[], known: Known): Omit<Finding, 'path'>[] {
  return tokens
    .flatMap((token) => expressionsBelow(token))
    .flatMap(({ source, line, key }) => [
      ...(key === 'run'
        ? [{ line, message: `An expression in a script is code: hand it over by env: ${source}` }]
        : []),
      ...unknownNames(source, known).map((message) => ({ line, message })),
    ]);
}

interface Expression {
  readonly source: string;
  readonly line: number;
  /** The key whose value it is, or is in. */
  readonly key: string;
}

function expressionsBelow(token: TemplateToken | undefined, key = ''): Expression[] {
  if (token === undefined) return [];
  if (isMapping(token)) return pairsOf(token).flatMap(([name, value]) => expressionsBelow(value, name));
  if (isSequence(token)) return itemsOf(token).flatMap((item) => expressionsBelow(item, key));
  if (isBasicExpression(token)) {
    const parts: readonly BasicExpressionToken[] = token.originalExpressions ?? [token];
    return parts.map((part) => ({ source: part.expression, line: lineOf(part) || lineOf(token), key }));
  }
  // A condition is an expression also without ${{ }}.
  return key === 'if' ? [{ source: textOf(token) ?? '', line: lineOf(token), key }] : [];
}

/** `inputs.name`, `inputs['name']`, `steps.id`: what is named and not there. */
function unknownNames(source: string, known: Known): string[] {
  const lexemes = new Lexer(source).lex().tokens.map((token) => token.lexeme);
  return lexemes.flatMap((lexeme, index) => {
    const context = lexeme.toLowerCase();
    if ((context !== 'inputs' && context !== 'steps') || lexemes[index - 1] === '.') return [];
    const [sign, name = ''] = lexemes.slice(index + 1, index + 3);
    const isNamed = sign === '.' || (sign === '[' && name.startsWith("'"));
    if (!isNamed || name === '*') return [];
    const plain = name.replace(/^'|'$/g, '');
    if (known[context].has(plain.toLowerCase())) return [];
    return [context === 'inputs' ? `There is no input '${plain}'` : `There is no step '${plain}' before this`];
  });
}
