import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index';
import { findAction } from './action-source.ts';
import { runComposite } from './composite.ts';
import { find, loadAction, pairsOf, textOf, type Document } from './document.ts';
import { asText } from './expression.ts';
import { annotate } from './job.ts';
import { runNodeAction } from './node-action.ts';
import { runStandIn } from './stand-in.ts';
import { scopeOf, type StepEnd, type StepsOf } from './steps.ts';
import { checkAction } from './supported.ts';
import { evaluated } from './template.ts';

/** The step that uses an action, with everything evaluated. */
export interface ActionCall {
  readonly label: string;
  readonly inputs: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  readonly limitMs: number | undefined;
}

/** An action that was found and read, with its inputs as it sees them. */
export interface FoundAction {
  readonly document: Document;
  readonly folder: string;
  readonly self: StepsOf['self'];
  readonly inputs: Readonly<Record<string, string>>;
}

/** Runs what a step `uses`: a composite, a program for Node, or a stand-in for somebody else's action. */
export async function runAction(of: StepsOf, uses: TemplateToken | undefined, call: ActionCall): Promise<StepEnd> {
  if (uses === undefined) throw new Error('Internal error: a step has neither run nor uses');
  const source = findAction(of, uses);
  if (source.kind === 'stand-in') return await runStandIn(of, uses, source.name, call);
  const path = ['action.yml', 'action.yaml'].map((name) => join(source.folder, name)).find(existsSync);
  if (path === undefined) {
    throw new Error(
      `Can't find 'action.yml', 'action.yaml' or 'Dockerfile' under '${source.folder}'. Did you forget to run actions/checkout before running your local action?`,
    );
  }
  const document = loadAction(path);
  checkAction(document);
  const action = { ...source, document, inputs: inputsOf(of, document, call) };
  const isComposite = textOf(find(document.root, 'runs', 'using')) === 'composite';
  return isComposite ? await runComposite(of, action, call) : await runNodeAction(of, action, call);
}

/** GitHub warns of an input that is not declared, and asks for none that is required. */
function inputsOf(of: StepsOf, document: Document, call: ActionCall): Record<string, string> {
  const declared = pairsOf(find(document.root, 'inputs'));
  const names = declared.map(([name]) => name.toLowerCase());
  const unknown = Object.keys(call.inputs).filter((name) => !names.includes(name.toLowerCase()));
  if (unknown.length > 0) {
    const valid = declared.map(([name]) => `'${name}'`).join(', ');
    const given = unknown.map((name) => `'${name}'`).join(', ');
    annotate(of.job, call.label, 'warning', `Unexpected input(s) ${given}, valid inputs are [${valid}]`);
  }
  const scope = scopeOf(of);
  return Object.fromEntries(
    declared.map(([name, input]) => {
      const given = Object.entries(call.inputs).find(([key]) => key.toLowerCase() === name.toLowerCase());
      return [name, given?.[1] ?? asText(evaluated(find(input, 'default'), scope))];
    }),
  );
}
