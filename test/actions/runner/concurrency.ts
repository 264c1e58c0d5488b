import { isMapping } from '@actions/workflow-parser';
import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index';
import { asText, isTruthy, type Scope } from './expression.ts';
import { evaluated } from './template.ts';
import { find } from './document.ts';

/** What a workflow or job says about others of its group. It is told, not enforced: one run goes on at a time here. */
export interface Concurrency {
  readonly group: string;
  readonly cancelInProgress: boolean;
  readonly queue: string;
}

export function readConcurrency(token: TemplateToken | undefined, scope: Scope): Concurrency | undefined {
  if (token === undefined) return undefined;
  if (!isMapping(token)) return { group: asText(evaluated(token, scope)), cancelInProgress: false, queue: '' };
  return {
    group: asText(evaluated(find(token, 'group'), scope)),
    cancelInProgress: isTruthy(evaluated(find(token, 'cancel-in-progress'), scope)),
    queue: asText(evaluated(find(token, 'queue'), scope)),
  };
}
