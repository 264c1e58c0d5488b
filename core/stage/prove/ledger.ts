import { withCheckoutTree } from '../../git/checkout-tree.ts';
import type { Git } from '../../git/git.ts';
import { phaseRefs } from '../../git/refs.ts';
import type { Host } from '../../host/host.ts';
import { ok, type Result } from '../../failure.ts';
import { jsonObject } from '../../json.ts';
import { probeOf } from '../../plan/criteria/probe.ts';
import type { CriterionText, Phase } from '../../plan/plan.ts';
import { slug } from '../../plan/tasks/slug.ts';
import type { Coverage, Project } from '../../result/coverage.ts';
import { exitCriteriaRecordSchema, type CriterionRecord } from '../../result/records.ts';
import { storedRecords } from '../../result/result.ts';
import { askedOf } from './asked-criteria.ts';
import { workspaceOf, type Checkout } from '../review/checkout.ts';
import { coveredChanges, coveredDigest } from './covered.ts';
import { landedAs } from '../land/landed-as.ts';
import { firstIn, includes } from '../land/mainline.ts';
import { coverageOf, type How, type Workspace } from './proof-basis.ts';
import { probeTickedTask, tickedTasks, type FoundDone } from './ticked-tasks.ts';

/** How an exit criterion stands in a checkout, by what is recorded. */
export interface Standing {
  readonly criterion: CriterionText;
  readonly how: How;
  /**
   * `holds` and `does-not-hold`: found out on what is there now, as far as the proof covers it. `stale`: something of
   * that has changed since. `never-proven`: there is no proof.
   */
  readonly state: 'holds' | 'does-not-hold' | 'stale' | 'never-proven';
  /** What is recorded, if anything is. */
  readonly record?: CriterionRecord;
  /** Covered paths that differ from what was proven; empty where git no longer has that tree. */
  readonly changed: readonly string[];
}

export interface Ledger {
  readonly phase: Phase;
  readonly standings: readonly Standing[];
  /** The latest commit that was proven, if it is no part of the history of what is checked out. */
  readonly elsewhere: string | undefined;
  /** There is no record of this phase at all. */
  readonly isEmpty: boolean;
}

interface Recorded {
  readonly record: CriterionRecord;
  readonly commit: string;
}

/**
 * How the exit criteria of a phase stand in the checkout as it is, uncommitted changes included; and its ticked tasks,
 * as far as no commit says that they were done. Nothing is run.
 */
export async function ledgerOf(host: Host, checkout: Checkout, projects: readonly Project[]): Promise<Result<Ledger>> {
  const { repository, plan, planId, phase } = checkout;
  const criteria = askedOf(plan, phase);
  if (!criteria.ok) return criteria;
  const recorded = await recordedOf(repository.git, checkout);
  const commits = [...new Set(recorded.map(({ commit }) => commit))];
  const history = { plan: planId, phase: phase.id, commits: [repository.head, ...commits] as const };
  const ticked: FoundDone[] = [];
  for (const task of tickedTasks(phase, [])) ticked.push(await probeTickedTask(repository.git, task, history));
  const workspace = await workspaceOf(checkout, projects);
  const standings = await withCheckoutTree(host, repository, async (git, tree) => {
    const look = changesSince(git, tree, workspace);
    const all = criteria.value.map((one) => standingOf(one, probeOf(one.text), recorded, look));
    const unproven = ticked.filter(({ record }) => record.outcome !== 'met');
    const tasks = unproven.map(async (found) => await taskStanding(git, found, recorded, look));
    return await Promise.all([...all, ...tasks]);
  });
  const [latest] = commits;
  const isHere = latest === undefined || (await isLandedIn(repository.git, checkout, latest));
  return ok({ phase, standings, elsewhere: isHere ? undefined : latest, isEmpty: recorded.length === 0 });
}

/** Under its own name or, where it was made anew to land, under that of the commit in its place. */
async function isLandedIn(git: Git, { planId, phase, repository }: Checkout, commit: string): Promise<boolean> {
  const names = [commit, ...(await landedAs(git, phaseRefs(planId, slug(phase.id)), commit))];
  return (await firstIn(git, repository.head, names)) !== undefined;
}

/** All that was recorded about the criteria of a phase, the latest first. */
async function recordedOf(git: Git, { planId, phase }: Checkout): Promise<Recorded[]> {
  const stored = await storedRecords(git, phaseRefs(planId, slug(phase.id)), 'exit-criteria');
  const found = stored.flatMap(({ text }) => {
    const record = exitCriteriaRecordSchema.safeParse(jsonObject(text));
    if (!record.success || record.data.commit === undefined) return [];
    const { commit, criteria } = record.data;
    return criteria.map((one) => ({ record: one, commit }));
  });
  return found.toSorted((a, b) => (timeOf(a) < timeOf(b) ? 1 : -1));
}

function timeOf({ record }: Recorded): string {
  return record.proof?.at ?? '';
}

/** Covered paths that have changed since a record was made; undefined where it is only known that something has. */
type Look = (record: CriterionRecord, how: How) => Promise<readonly string[] | undefined>;

/** The latest record that is about what is there now decides; where there is none, the latest is out of date. */
async function standingOf(
  { text, line }: CriterionText,
  how: How,
  recorded: readonly Recorded[],
  look: Look,
): Promise<Standing> {
  const about = { criterion: { text, line }, how, changed: [] };
  const own = recorded.filter(({ record }) => record.text === text && record.proof);
  for (const { record } of own) {
    if ((await look(record, how))?.length !== 0) continue;
    if (record.outcome === 'undecided') return { ...about, state: 'never-proven', record };
    return { ...about, state: record.outcome === 'met' ? 'holds' : 'does-not-hold', record };
  }
  const [latest] = own;
  if (!latest) return { ...about, state: 'never-proven' };
  const { record } = latest;
  return { ...about, state: 'stale', record, changed: (await look(record, how)) ?? [] };
}

/**
 * What the history says of a ticked task now decides, whatever it said when something was recorded. Where it leaves it
 * open, it is for a person to say, and their word counts if they knew of what has taken the task back.
 */
async function taskStanding(
  git: Git,
  { record, revertedBy }: FoundDone,
  recorded: readonly Recorded[],
  look: Look,
): Promise<Standing> {
  const how = { kind: 'history' } as const;
  const { text, line } = record;
  if (record.outcome === 'not-met')
    return { criterion: { text, line }, how, state: 'does-not-hold', record, changed: [] };
  const words: Recorded[] = [];
  for (const one of recorded) {
    if (one.record.text !== text || one.record.proof?.person === undefined) continue;
    const knew = await Promise.all(revertedBy.map(async (revert) => await includes(git, one.commit, revert)));
    if (knew.every(Boolean)) words.push(one);
  }
  const standing = await standingOf(record, how, words, look);
  return standing.state === 'never-proven' ? { ...standing, record } : standing;
}

/**
 * A proof covers what it said, and what it would cover today: a project may have got a new dependency since. Where git
 * no longer has the tree that was proven, the digests tell.
 */
function changesSince(git: Git, tree: string, workspace: Workspace): Look {
  // Criteria that were proven together mostly cover the same.
  const seen = new Map<string, Promise<readonly string[] | undefined>>();
  const changes = async (from: string, coverage: Coverage): Promise<readonly string[] | undefined> => {
    const known = JSON.stringify([from, coverage]);
    const found = seen.get(known) ?? coveredChanges(git, { from, to: tree }, coverage, workspace.plan);
    seen.set(known, found);
    return await found;
  };
  return async ({ proof }, how) => {
    if (!proof) return undefined;
    const today = coverageOf(how, workspace);
    const coverage = { ...today, leftOut: today.leftOut.filter((path) => proof.inputs.leftOut.includes(path)) };
    const changed = await changes(proof.tree, coverage);
    if (changed) return changed;
    // What an older release took for the same path may cover nothing.
    if (today.only?.join('\0') !== proof.inputs.only?.join('\0')) return undefined;
    const digest = await coveredDigest(git, tree, proof.inputs, workspace.plan);
    return digest === proof.inputs.digest ? [] : undefined;
  };
}
