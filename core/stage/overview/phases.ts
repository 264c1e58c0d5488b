import { join } from 'node:path';
import { seenThere } from '../../claim/claims-there.ts';
import { readBlobs } from '../../git/read-blobs.ts';
import type { ReadRepository } from '../../git/open-to-read.ts';
import { phaseRefs, type PhaseRefs } from '../../git/refs.ts';
import type { Host } from '../../host/host.ts';
import { readPlan } from '../../plan/read.ts';
import type { Phase } from '../../plan/plan.ts';
import { readBound, type Bound } from '../bound.ts';
import { statesOf } from '../state-folder.ts';
import { claimsOfOthers, seeClaims, type SeenClaim } from './claims.ts';
import { seeResults, type SeenResult } from './results.ts';

/** All that can be seen of one phase that was ever begun here, from refs and from the state folder. */
export interface SeenPhase {
  /** By its id. */
  readonly plan: string;
  readonly slug: string;
  readonly refs: PhaseRefs;
  /** Ref → commit, of all refs of the phase. */
  readonly commits: ReadonlyMap<string, string>;
  readonly claims: readonly SeenClaim[];
  /** Of other machines, as the remote had them when it was looked at last. */
  readonly others: readonly SeenClaim[];
  readonly results: readonly SeenResult[];
  /** Where the journals lie; undefined where this machine has never worked on it. */
  readonly state: string | undefined;
  /** How its latest run has bound it; undefined where that is not known here. */
  readonly bound: Bound | undefined;
  /** As the plan has it at the commit that the tasks start from; undefined where that is not known here. */
  readonly planned: Phase | undefined;
  /** Somebody holds a claim of it, and is not known to be dead: all of it is theirs. */
  readonly isAtWork: boolean;
}

/** The phases of a repository, by plan and phase. Nothing is written, and nothing is locked. */
export async function seePhases(host: Host, { git, commonFolder }: ReadRepository): Promise<SeenPhase[]> {
  const results = await seeResults(host, git);
  const claims = await seeClaims(host, git);
  const commits = await refsOf({ git });
  const states = await phaseStates(host, commonFolder);
  const names = new Set([...[...commits.keys()].flatMap(phaseOfRef), ...states.keys()]);
  const found: Omit<SeenPhase, 'planned'>[] = [];
  for (const name of [...names].toSorted(collator.compare)) {
    const [plan = '', slug = ''] = name.split('/');
    const own = claims.filter((claim) => claim.plan === plan && claim.phaseSlug === slug);
    const refs = phaseRefs(plan, slug);
    const { state, bound } = await latest(host, states.get(name) ?? [], own);
    const there = state === undefined ? undefined : await seenThere(host, state);
    found.push({
      plan,
      slug,
      refs,
      commits: new Map([...commits].filter(([ref]) => ref.startsWith(refs.all))),
      claims: own,
      others: there ? claimsOfOthers(there, own) : [],
      results: results.filter(({ ref }) => ref.startsWith(refs.all)),
      state,
      bound,
      isAtWork: own.some(({ standing }) => standing !== 'dead'),
    });
  }
  const places = found.map(({ bound }) => (bound ? `${bound.phase.polished}:${bound.phase.plan.path}` : 'none'));
  const plans = await readBlobs(host, git, places);
  return found.map((phase, index) => ({ ...phase, planned: phaseIn(plans[index], phase.bound) }));
}

const collator = new Intl.Collator('en', { numeric: true });

async function refsOf({ git }: Pick<ReadRepository, 'git'>): Promise<Map<string, string>> {
  const listed = await git.text(['for-each-ref', '--format=%(refname) %(objectname)', 'refs/phasewright/']);
  return new Map(
    listed
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split(' ') as [string, string]),
  );
}

/** `<plan>/<phase>` of a ref that only a phase has; none for one of the driver protocol. */
function phaseOfRef(ref: string): string[] {
  const name = /^refs\/phasewright\/([^/]+\/[^/]+)\/(?:base$|landed$|(?:claim|work|result|asked)\/.)/.exec(ref)?.[1];
  return name === undefined ? [] : [name];
}

/** `<plan>/<phase>` → the folders of state that checkouts of the repository have for it. */
async function phaseStates(host: Host, commonFolder: string): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const home of await statesOf(host, commonFolder)) {
    for (const { name: plan } of await folders(host, home)) {
      for (const { name } of await folders(host, join(home, plan))) {
        if (!name.startsWith('phase-')) continue;
        const key = `${plan}/${name.slice('phase-'.length)}`;
        found.set(key, [...(found.get(key) ?? []), join(home, plan, name)]);
      }
    }
  }
  return found;
}

async function folders(host: Host, folder: string) {
  return (await host.files.list(folder)).filter(({ kind }) => kind === 'folder');
}

/** Where several checkouts have worked on the phase: the one that does now, or else one that has bound it. */
async function latest(
  host: Host,
  states: readonly string[],
  claims: readonly SeenClaim[],
): Promise<Pick<SeenPhase, 'state' | 'bound'>> {
  const seen = await Promise.all(states.map(async (state) => ({ state, bound: await readBound(host, state) })));
  const runs = new Set(claims.map(({ run }) => run));
  return (
    seen.find(({ bound }) => bound && runs.has(bound.phase.run)) ??
    seen.find(({ bound }) => bound) ??
    seen[0] ?? { state: undefined, bound: undefined }
  );
}

function phaseIn(text: string | undefined, bound: Bound | undefined): Phase | undefined {
  if (text === undefined || !bound) return undefined;
  return readPlan(bound.phase.plan.path, text).phases.find(({ id }) => id === bound.phase.phase.id);
}
