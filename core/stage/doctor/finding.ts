import { z } from 'zod';
import type { Repository } from '../../git/repository.ts';
import type { Host } from '../../host/host.ts';

/** Raised when the shape changes in a way that readers have to know of. */
export const examinationVersion = 1;

/** In the order in which they are repaired: nobody changes what the next one looks at. */
const kinds = [
  'orphaned-process',
  'stale-lock',
  'journal-tail',
  'lost-branch',
  'worktree-without-claim',
  'branch-without-worktree',
  'claim-without-worker',
  'mark-without-claim',
  'merged-without-tick',
  'tick-without-commit',
] as const;
export type Kind = (typeof kinds)[number];

/** Something that a run has left, or somebody has done, and that stands in the way of the next run or of the truth. */
export interface Finding {
  readonly kind: Kind;
  /** Which phase it is of, by plan and by its name in refs. */
  readonly of: { readonly plan: string; readonly phase: string };
  /** What it is about: a ref, a path, a process, tasks. */
  readonly name: string;
  /** What is wrong, and how that is known. */
  readonly says: string;
  /** Absent where nothing can be repaired without the risk of a loss: then a person decides, by the advice. */
  readonly repair?: Repair;
  readonly advice?: string;
}

export interface Repair {
  /** What is done, before it is done. */
  readonly does: string;
  /** Looks once more whether all is as it was found, and does it. */
  carryOut(host: Host, repository: Repository): Promise<Repaired>;
}

/** What was done; or why it was not. */
export interface Repaired {
  readonly done: boolean;
  readonly says: string;
}

export const findingSchema = z.strictObject({
  kind: z.enum(kinds),
  plan: z.string(),
  phase: z.string(),
  name: z.string(),
  says: z.string(),
  /** What `--fix` does about it; null where a person has to decide. */
  repair: z.string().nullable(),
  advice: z.string().nullable(),
  /** What became of the repair; null where none was tried. */
  repaired: z.strictObject({ done: z.boolean(), says: z.string() }).nullable(),
});

/** What is wrong in a repository. Printed by `phasewright doctor --json`. */
export const examinationSchema = z.strictObject({
  version: z.literal(examinationVersion),
  /** The checkout, absolute. */
  checkout: z.string(),
  findings: z.array(findingSchema),
  /** What was prepared, and waits for a person: commands that take it up. */
  waiting: z.array(z.strictObject({ says: z.string(), command: z.string() })),
});
export type Examination = z.infer<typeof examinationSchema>;

/** One more or less in the order of repairs. */
export function inOrder(a: Finding, b: Finding): number {
  return kinds.indexOf(a.kind) - kinds.indexOf(b.kind);
}
