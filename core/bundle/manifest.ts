import { z } from 'zod';
import { phaseRefs } from '../git/refs.ts';
import { reportSchema } from '../report/report.ts';

const commit = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
/** One component of a ref, as we make them. */
const name = z.string().regex(/^[\w.-]+$/);

/** One ref, and where the remote had it when the work began: only from there it may be moved. */
const moveSchema = z.strictObject({ to: commit, before: commit.nullable() });
export type BundledMove = z.infer<typeof moveSchema>;

/** What a bundle says of itself. It is nobody's word for anything: whoever opens one checks all of it. */
export const manifestSchema = z.strictObject({
  version: z.literal(1),
  project: z.string().min(1),
  /** By its id, and its path in the repository. */
  plan: z.strictObject({ id: name, path: z.string().min(1) }),
  phase: z.strictObject({ id: z.string().min(1), slug: name, title: z.string() }),
  /** The commit that the phase starts from. */
  base: commit,
  /** Commits that whoever opens the bundle must have. */
  needs: z.array(commit),
  /** Ref → where it is to be: results, loops, questions and what belongs to them, all of this one phase. */
  refs: z.record(z.string().startsWith('refs/phasewright/'), moveSchema),
  /** Where the finished phase is to be seen; null where it is not finished. */
  landing: z
    .strictObject({
      as: z.enum(['branch', 'pull-request', 'main']),
      ref: z.string().startsWith('refs/heads/'),
      ...moveSchema.shape,
    })
    .nullable(),
  outcome: reportSchema.shape.outcome.nullable(),
  /** All that lies in the folder beside the manifest: relative path, bytes. */
  files: z.array(z.strictObject({ path: z.string().min(1), size: z.number().int().nonnegative(), sha256 })),
});
export type Manifest = z.infer<typeof manifestSchema>;

export const manifestName = 'manifest.json';
export const resultsName = 'results.bundle';
export const reportName = 'report/report.json';

/**
 * Whether a ref of a phase is of use elsewhere: what was paid for, and how much, where loops stand, what people were asked and
 * have said, and from where all of it starts. Claims are not: they are of whoever works in this moment.
 */
export function travels(ref: string): boolean {
  return isBundled(ref) || /^refs\/phasewright\/[^/]+\/[^/]+\/answer\/.+$/.test(ref);
}

/** Whether it travels in a bundle. What people have said does not: agents were at work where a bundle was made. */
export function isBundled(ref: string): boolean {
  return /^refs\/phasewright\/[^/]+\/[^/]+\/(?:begun|options|pushed|(?:result|loop)\/[^/]+\/[^/]+|(?:asked|spent)\/[^/]+)$/.test(
    ref,
  );
}

/** Says what the branch of a phase was moved to, by whom the phase is landed: another one there is not ours. */
export function pushedRef({ plan, phase }: Manifest): string {
  return phaseRefs(plan.id, phase.slug).pushed;
}
