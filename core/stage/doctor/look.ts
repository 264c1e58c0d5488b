import { dirname, join } from 'node:path';
import type { ReadRepository } from '../../git/open-to-read.ts';
import { isCheckoutOf, markedWorktrees, recordOf } from '../../git/worktree.ts';
import type { Host } from '../../host/host.ts';
import { knownStages, type KnownStages } from '../overview/known-stages.ts';
import { seePhases, type SeenPhase } from '../overview/phases.ts';
import { phaseWorktreeName } from '../context.ts';

/** All that is looked at, before anything is judged. Looking writes nothing. */
export interface Look extends ReadRepository {
  readonly host: Host;
  readonly phases: readonly LookedAt[];
}

/** A phase with what is known of its stages, and with its worktrees. */
export interface LookedAt extends SeenPhase {
  readonly known: KnownStages;
  readonly worktrees: readonly OurWorktree[];
}

/** A folder with our mark beside it. */
export interface OurWorktree {
  readonly path: string;
  /** The stage that works in it; undefined for the phase's own, and for those of no loop. */
  readonly stage: string | undefined;
  /** `whole`: git knows it, and it is at a commit. `half`: something lies there. `gone`: nothing does. */
  readonly state: 'whole' | 'half' | 'gone';
  /** Git's record of it, if each leads to the other. */
  readonly record: string | undefined;
}

export async function lookAround(host: Host, repository: ReadRepository): Promise<Look> {
  const phases = await seePhases(host, repository);
  const marked = await marksOf(host, repository, phases);
  const looked = phases.map(async (phase): Promise<LookedAt> => {
    const prefix = `plan ${phase.plan}, phase ${phase.slug}, `;
    const own = marked.filter(({ owner }) => owner.startsWith(prefix));
    const worktrees = own.map(async ({ path, owner }): Promise<OurWorktree> => {
      const what = owner.slice(prefix.length).trim();
      return { path, stage: stageIn(what, phase), ...(await stateOf(host, repository, path)) };
    });
    return { ...phase, known: knownStages(phase), worktrees: await Promise.all(worktrees) };
  });
  return { ...repository, host, phases: await Promise.all(looked) };
}

/** In every checkout from which runs were started. */
async function marksOf(host: Host, { root, commonFolder }: ReadRepository, phases: readonly SeenPhase[]) {
  const checkouts = new Set([
    root,
    dirname(commonFolder),
    ...phases.flatMap(({ bound }) => bound?.phase.checkout ?? []),
  ]);
  const found = [...checkouts].map(async (one) => await markedWorktrees(host, join(one, '.worktrees')));
  return (await Promise.all(found)).flat();
}

/** What the rest of a worktree's name says: a task's slug, or the phase's name with that of a stage. */
function stageIn(what: string, { slug }: SeenPhase): string | undefined {
  const phase = phaseWorktreeName({ slug });
  const stages: Readonly<Record<string, string>> = {
    [`${phase}-squash`]: 'squash',
    [`${phase}-review`]: 'review',
    [`${phase}-proof`]: 'exit-criteria',
  };
  if (what.startsWith(`${phase}-merge-`)) return what.slice(`${phase}-`.length);
  return stages[what] ?? (what.startsWith(phase) ? undefined : `task-${what}`);
}

/** One that git has begun to fill has no index yet. */
async function stateOf(
  host: Host,
  repository: ReadRepository,
  path: string,
): Promise<Pick<OurWorktree, 'state' | 'record'>> {
  const record = await recordOf(host, repository, path);
  if (!(await host.files.exists(path))) return { state: 'gone', record };
  const worktree = repository.git.in(path);
  const isWhole =
    record !== undefined &&
    (await host.files.exists(join(record, 'index'))) &&
    (await isCheckoutOf(host, repository, worktree)) &&
    (await worktree.run(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}'])).ok;
  return { state: isWhole ? 'whole' : 'half', record };
}

/** Whether a stage has its result. */
export function isDone({ known, results }: LookedAt, stage: string): boolean {
  // Whatever conflicts there were, they are behind it.
  if (stage.startsWith('merge-')) return results.some((one) => one.stage === stage) && known.squash !== undefined;
  if (stage.startsWith('task-')) return known.tasks.has(stage.slice('task-'.length));
  if (stage === 'squash') return known.squash !== undefined;
  return stage === 'review' ? known.review !== undefined : stage === 'exit-criteria' && known.isProven;
}
