import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index';
import { cannotRun, find, itemsOf, textOf, type Document } from './document.ts';
import { asText, isTruthy, type Scope } from './expression.ts';
import { matrixLegs, type Leg } from './matrix.ts';
import { evaluated } from './template.ts';

/** How often a job runs, and how its legs go together. */
export interface Strategy {
  readonly legs: readonly Leg[];
  readonly hasMatrix: boolean;
  readonly failFast: boolean;
  readonly maxParallel: number;
}

export function readStrategy(job: TemplateToken, scope: Scope): Strategy {
  const matrix = find(job, 'strategy', 'matrix');
  const failFast = evaluated(find(job, 'strategy', 'fail-fast'), scope);
  const legs = matrix === undefined ? [{}] : matrixLegs(evaluated(matrix, scope));
  return {
    legs,
    hasMatrix: matrix !== undefined,
    failFast: failFast === undefined || isTruthy(failFast),
    maxParallel: Number(evaluated(find(job, 'strategy', 'max-parallel'), scope) ?? legs.length),
  };
}

/** Refuses a machine that this one is not. */
export function checkMachine(document: Document, machine: TemplateToken | undefined, scope: Scope): void {
  for (const label of itemsOf(machine)) {
    const name = asText(evaluated(label, scope));
    if (!/^(?:ubuntu-|self-hosted$|linux$|x64$)/.test(name)) {
      throw cannotRun(document, machine, `This runner is no '${name}'; it does ubuntu-… and self-hosted`);
    }
  }
  if (machine !== undefined && textOf(machine) === undefined && itemsOf(machine).length === 0) {
    throw cannotRun(document, machine, 'runs-on names nothing');
  }
}
