import type { Report } from '../../report/report.ts';
import type { Verdict } from '../../result/records.ts';
import type { Left } from './left.ts';

/** The last verdict of gates, and the tree that it is about: it says nothing of any other. */
export function judgedGates({
  land,
  gates,
  squash,
}: Pick<Left, 'land' | 'gates' | 'squash'>):
  | { readonly gates: Report['gates']; readonly on: NonNullable<Report['gatesOn']> }
  | undefined {
  return of('land', land?.verdict) ?? of('gates', gates?.verdict) ?? of('squash', squash?.verdict);
}

function of(record: string, verdict: Verdict | undefined) {
  if (!verdict) return undefined;
  const { tree, green, gates, trouble = null, complaints } = verdict;
  return { gates, on: { record, tree, green, trouble, ...(complaints && { complaints }) } };
}

/** What the exit criteria came to, and on which tree. A stage that failed before its first probe has found out nothing. */
export function provenCriteria({
  land,
  proof,
}: Pick<Left, 'land' | 'proof'>):
  | { readonly criteria: Report['criteria']; readonly on: NonNullable<Report['criteriaOn']> }
  | undefined {
  if (land) return { criteria: land.criteria, on: { record: 'land', tree: land.tree } };
  if (!proof?.tree || proof.criteria.length === 0) return undefined;
  return { criteria: proof.criteria, on: { record: 'exit-criteria', tree: proof.tree } };
}
