import type { TemplateToken } from '@actions/workflow-parser/templates/tokens/index';
import { find, itemsOf, pairsOf, textOf, type Document } from '../runner/document.ts';
import type { Finding, Own } from './lint.ts';

/** Steps that GitHub's own tools let pass: duplicate ids, actions that may change under us, `./` in an action. */
export function checkSteps({ root }: Document, path: string, own?: Own): Finding[] {
  const jobs = pairsOf(find(root, 'jobs')).map(([, job]) => job);
  const composite = find(root, 'runs', 'steps');
  const reusable = jobs.flatMap((job) => checkUses(find(job, 'uses'), { isComposite: false, own }));
  const steps = jobs.flatMap((job) => checkList(find(job, 'steps'), { isComposite: false, own }));
  return [...reusable, ...steps, ...checkList(composite, { isComposite: true, own })].map((finding) => ({
    path,
    ...finding,
  }));
}

type Unplaced = Omit<Finding, 'path'>;

interface Where {
  readonly isComposite: boolean;
  readonly own: Own | undefined;
}

function checkList(steps: TemplateToken | undefined, where: Where): Unplaced[] {
  const seen = new Set<string>();
  return itemsOf(steps).flatMap((step) => {
    const id = textOf(find(step, 'id'));
    // GitHub compares ids without case.
    const isTwice = id !== undefined && seen.has(id.toLowerCase());
    if (id !== undefined) seen.add(id.toLowerCase());
    const twice = isTwice ? [{ line: lineOf(find(step, 'id')), message: `The step id '${id}' is there twice` }] : [];
    return [...twice, ...checkUses(find(step, 'uses'), where)];
  });
}

function checkUses(token: TemplateToken | undefined, { isComposite, own }: Where): Unplaced[] {
  const uses = textOf(token);
  if (uses === undefined || uses.startsWith('$/')) return [];
  const line = lineOf(token);
  if (uses.startsWith('./')) {
    const message = `'${uses}' in an action is the workspace of who uses it; use $/ for a sibling`;
    return isComposite ? [{ line, message }] : [];
  }
  if (own && isOwn(uses, own)) return [];
  const isPinned = /@[0-9a-f]{40}$|^docker:.*@sha256:[0-9a-f]{64}$/.test(uses);
  return isPinned ? [] : [{ line, message: `'${uses}' is not pinned to a commit` }];
}

function isOwn(uses: string, { repository, tag }: Own): boolean {
  return /^[@/]/.test(uses.slice(repository.length)) && uses.startsWith(repository) && uses.endsWith(`@${tag}`);
}

export function lineOf(token: TemplateToken | undefined): number {
  return token?.line ?? 1;
}
