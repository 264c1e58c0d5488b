import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { InstalledAgents } from '../agent/find.ts';
import type { Options } from '../options.ts';
import type { MilestoneNeeds } from '../plan/choose-milestone.ts';
import { boundSchema, earlierSchema, milestoneSchema, type BoundFile, type EarlierRecord } from '../result/entry.ts';

/**
 * What `bind` decided, for all stages of a run: written once, read by each. Its file marks the phase worktree, and Nx's
 * plugin infers the phase's graph where it lies.
 */
export interface PhaseRecord {
  readonly version: 1;
  /** Names the run in the environment of all that it starts. */
  readonly run: string;
  readonly project: string;
  /** The user's checkout, absolute: its installed packages are used, its programs are not. */
  readonly checkout: string;
  /** Relative to the workspace; empty for the root project. */
  readonly projectRoot: string;
  readonly plan: { readonly id: string; readonly path: string };
  readonly phase: { readonly id: string; readonly slug: string; readonly title: string };
  /** The commit that the phase starts from, pinned by a ref until somebody pins it anew. */
  readonly base: string;
  /** The milestone that was asked for; absent where a phase was. */
  readonly milestone?: MilestoneNeeds | undefined;
  /** The phases before, and how far each was. */
  readonly earlier: readonly EarlierRecord[];
  /** All files that the phase is bound to, as they are at the polished commit. */
  readonly bound: readonly BoundFile[];
  /** The base with the plan and specs as they were bound; the same commit where nothing differs. */
  readonly polished: string;
  /** The remote that claims and results are shared through; undefined where they are of this repository alone. */
  readonly shared?: string | undefined;
  /** Folder of ours for journals, Nx caches and transcripts of this phase: absolute, outside every worktree. */
  readonly state: string;
  /** What git reads in place of the repository's own configuration, as it was when the phase was bound: absolute. */
  readonly standIn: string;
  /** Digest of the note of how the checkout's installed packages looked when the phase was bound. */
  readonly packages: string;
  /** The gate targets that the project has: one that is gone when a tree is judged is missed. */
  readonly gates: readonly string[];
  /** The project's targets that format and fix what was written. */
  readonly formatters: readonly string[];
  /** In plan order, without those that the plan has ticked. */
  readonly tasks: readonly PhaseTask[];
  /** Digest of each task's brief, by its slug. */
  readonly briefs: Readonly<Record<string, string>>;
  readonly options: Options;
  /** The programs of the agents, as they were found when the phase was bound. */
  readonly agents: InstalledAgents;
}

export interface PhaseTask {
  readonly id: string;
  readonly slug: string;
  readonly title: string;
  /** Slugs of tasks in the same list. */
  readonly dependsOn: readonly string[];
  /** Slugs of tasks that it only runs after: nothing of them is in where it starts, nor in its key. */
  readonly after?: readonly string[] | undefined;
  /** Questions by whose answer it is done again, on top of what the polished commit is by then. */
  readonly again?: readonly string[] | undefined;
  /** What the plan wants its commit to say. */
  readonly message?: string | undefined;
}

/** Where the marker lies, relative to the phase worktree. */
export const markerPath = '.phasewright/phase.json';

const shapeSchema = z.object({
  version: z.literal(1),
  run: z.string(),
  project: z.string(),
  checkout: z.string(),
  projectRoot: z.string(),
  plan: z.object({ id: z.string(), path: z.string() }),
  phase: z.object({ id: z.string(), slug: z.string(), title: z.string() }),
  base: z.string(),
  milestone: milestoneSchema.optional(),
  earlier: z.array(earlierSchema),
  bound: z.array(boundSchema),
  polished: z.string(),
  shared: z.string().optional(),
  state: z.string(),
  standIn: z.string(),
  packages: z.string(),
  gates: z.array(z.string()),
  formatters: z.array(z.string()),
  tasks: z.array(
    z.object({
      id: z.string(),
      slug: z.string(),
      title: z.string(),
      dependsOn: z.array(z.string()),
      after: z.array(z.string()).optional(),
      again: z.array(z.string()).optional(),
      message: z.string().optional(),
    }),
  ),
  briefs: z.record(z.string(), z.string()),
  options: z.looseObject({}),
  agents: z.looseObject({}),
});

/** What a run tells its stages of the marker, so that they know the one that it has written. */
export function boundDigest(marker: string): string {
  return createHash('sha256').update(marker).digest('hex');
}

/** Reads a marker. Only `bind` writes them, in the same release, so another shape is our bug or a foreign file. */
export function readPhaseRecord(text: string): PhaseRecord | undefined {
  try {
    return shapeSchema.parse(JSON.parse(text)) as unknown as PhaseRecord;
  } catch {
    return undefined;
  }
}

/** The artifacts of one stage, relative to the workspace. */
export function artifactFolder(project: string, phaseSlug: string, stage: string): string {
  return `.phasewright/${project}/phase-${phaseSlug}/${stage}`;
}
