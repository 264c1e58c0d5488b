import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index';
import { find, itemsOf, pairsOf, textOf, type Document } from '../runner/document.ts';
import type { Finding } from './lint.ts';

/** Steps that GitHub's own tools let pass: duplicate ids, actions that may change under us, `./` in an action. */
export function checkSteps({ root }: Document, path: string): Finding[] {
  const jobs = pairsOf(find(root, 'jobs')).map(([, job]) => job);
  const composite = find(root, 'runs', 'steps');
  const reusable = jobs.flatMap((job) => checkUses(find(job, 'uses'), false));
  const steps = jobs.flatMap((job) => checkList(find(job, 'steps'), false));
  return [...reusable, ...steps, ...checkList(composite, true)].map((finding) => ({ path, ...finding }));
}

type Unplaced = Omit<Finding, 'path'>;

function checkList(steps: TemplateToken | undefined, isComposite: boolean): Unplaced[] {
  const seen = new Set<string>();
  return itemsOf(steps).flatMap((step) => {
    const id = textOf(find(step, 'id'));
    // GitHub compares ids without case.
    const isTwice = id !== undefined && seen.has(id.toLowerCase());
    if (id !== undefined) seen.add(id.toLowerCase());
    const twice = isTwice ? [{ line: lineOf(find(step, 'id')), message: `The step id '${id}' is there twice` }] : [];
    return [...twice, ...checkUses(find(step, 'uses'), isComposite)];
  });
}

function checkUses(token: TemplateToken | undefined, isComposite: boolean): Unplaced[] {
  const uses = textOf(token);
  if (uses === undefined || uses.startsWith('$/')) return [];
  const line = lineOf(token);
  if (uses.startsWith('./')) {
    const message = `'${uses}' in an action is the workspace of who uses it; use $/ for a sibling`;
    return isComposite ? [{ line, message }] : [];
  }
  const isPinned = /@[0-9a-f]{40}$|^docker:.*@sha256:[0-9a-f]{64}$/.test(uses);
  return isPinned ? [] : [{ line, message: `'${uses}' is not pinned to a commit` }];
}

export function lineOf(token: TemplateToken | undefined): number {
  return token?.line ?? 1;
}
