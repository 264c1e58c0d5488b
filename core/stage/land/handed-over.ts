import type { Git } from '../../git/git.ts';
import { phaseCommits } from './plan-commits.ts';
import { commandToStand, takenBack, type KnownPlan, type TakenBack } from './taken-back.ts';

/** What the history says of the phases of a plan that were handed over. */
export interface HandOffs {
  /** Phase → its latest hand-off commit. */
  readonly standing: ReadonlyMap<string, string>;
  /** The same of those that do not count any more, and why not, for people. */
  readonly takenBack: ReadonlyMap<string, GoneHandOff>;
}

export interface GoneHandOff extends TakenBack {
  readonly commit: string;
  /** A sentence for people, with what to do where it is in doubt. */
  readonly said: string;
}

/** The phases of a plan whose hand-off commit is on the branch and stands. */
export async function handedOver(git: Git, head: string, plan: KnownPlan): Promise<Set<string>> {
  return new Set((await handOffs(git, head, plan)).standing.keys());
}

/** Trailers say that a phase was handed over, since ticks prove nothing. Ticks that are gone say that it was taken back. */
export async function handOffs(git: Git, head: string, plan: KnownPlan): Promise<HandOffs> {
  const latest = await latestHandOffs(git, plan.id, [head]);
  const whyNot = await takenBack(git, head, { plan, handOffs: latest });
  const standing = new Map([...latest].filter(([phase]) => !whyNot.has(phase)));
  const gone = [...whyNot].map(([phase, why]) => [phase, goneHandOff(plan, phase, latest.get(phase)!, why)] as const);
  return { standing, takenBack: new Map(gone) };
}

function goneHandOff({ id }: KnownPlan, phase: string, commit: string, gone: TakenBack): GoneHandOff {
  const handed = `Phase ${phase} was handed over in ${commit.slice(0, 10)}`;
  const said = gone.isInDoubt
    ? `${handed}, and whether that still counts cannot be told: ${gone.why}. If its work is there, say so in a commit: ${commandToStand(id, phase)}.`
    : `${handed}, and taken back: ${gone.why}.`;
  return { ...gone, commit, said };
}

/** Phase → its latest hand-off commit among the commits of these revisions. */
export async function latestHandOffs(
  git: Git,
  planId: string,
  revisions: readonly string[],
): Promise<Map<string, string>> {
  const commits = new Map<string, string>();
  for (const { phase, step, commit } of await phaseCommits(git, planId, {
    in: revisions,
    with: '^Phase-Step: hand-off$',
  })) {
    if (step === 'hand-off' && !commits.has(phase)) commits.set(phase, commit);
  }
  return commits;
}
