import { dirname } from 'node:path';
import { keyOfGate, type GateSpec } from '../../gate/option.ts';
import { treeOf } from '../../git/commit.ts';
import type { Git } from '../../git/git.ts';
import { packagesAtBegin } from '../../git/known-packages.ts';
import type { Gate, Verdict } from '../../result/records.ts';
import { keyOf } from '../../result/result.ts';
import { surroundings, type JudgedInput } from '../../verdict/judged-input.ts';
import { isReusable, ledgerVersion, type LedgerEntry } from '../../verdict/ledger-entry.ts';
import { leaveBy, type Leave } from '../../verdict/leave.ts';
import { readLedger, verdictOn, writeVerdict, type Ledger } from '../../verdict/ledger.ts';
import { withNames } from '../../verdict/test-names.ts';
import type { Progress } from '../../workflow/state.ts';
import type { StageContext } from '../context.ts';
import { packagesPlace } from '../packages.ts';
import type { PhaseRecord } from '../phase-record.ts';
import { verdictsBelow } from './why.ts';

/** What of a stage decides where its verdicts are, and what they mean. */
export type Place = Pick<StageContext, 'host' | 'repository' | 'emit'> & {
  readonly phase: Pick<
    PhaseRecord,
    'state' | 'phase' | 'project' | 'gates' | 'options' | 'checkout' | 'run' | 'packages'
  >;
};

/** Which verdict is asked for. */
export interface Asked {
  readonly stage: string;
  /** Stages that name the same cache take each other's verdicts on the same inputs, and so does Nx for them. */
  readonly cache: string;
  readonly commit: string;
  /** What differs from this commit says which projects are affected. */
  readonly since: string;
  /** Some of the gates; all of them where nothing is said. */
  readonly only?: Only;
  /** Said of a change that somebody is to review: more is asked of its tests. */
  readonly change?: Change;
}

export interface Only {
  readonly targets: readonly string[];
  /** Of these projects; of all that are affected where none is named. */
  readonly projects?: readonly string[];
}

export interface Change extends Leave {
  /** Whether its tests are to show what it does. */
  readonly proves: boolean;
  /** Where the change begins as far as tests go, if that is later than `since`. */
  readonly start?: string;
  /** It is what is to land, and each part of it was judged by itself: no more is asked than whether a test is missed. */
  readonly final?: true;
}

/** What a person has allowed of the tests that were there counts as planned. */
export function withAllowed(
  { files, tests = [], counts = [], ...change }: Change,
  { allowed }: Pick<Progress, 'allowed'>,
): Change {
  const more = leaveBy(allowed);
  const all = [...tests, ...more.tests];
  const fewer = [...counts, ...more.counts];
  return {
    ...change,
    files: [...files, ...more.files],
    ...(all.length > 0 && { tests: all }),
    ...(fewer.length > 0 && { counts: fewer }),
  };
}

/** The verdict of gates that have judged exactly this before, with the same tools; tells those who watch. */
export async function recall(context: Place, asked: Asked): Promise<Verdict | undefined> {
  const { emit } = context;
  const { stage } = asked;
  const before = await known(context, asked);
  if (!before) return undefined;
  const { entry, verdict } = before;
  const text = `gates: the verdict of ${entry.stage} on exactly this, of ${entry.at}, is taken again`;
  emit({ type: 'note', stage, text });
  tellGates(context, stage, verdict.gates);
  return verdict;
}

/** Tells those who watch how each gate has ended. */
export function tellGates({ emit }: Pick<Place, 'emit'>, stage: string, gates: readonly Gate[]): void {
  for (const { output: _, log: _log, tests, ...gate } of gates)
    emit({ type: 'gate-finished', stage, ...gate, ...(tests ? { tests: { ...tests, names: undefined } } : {}) });
}

/** The same, in silence, with what is written about it; undefined where nothing is known. */
export async function known(
  context: Place,
  asked: Asked,
): Promise<{ readonly entry: LedgerEntry; readonly verdict: Verdict } | undefined> {
  const ledger = await ledgerOf(context, asked, chainOf(context, asked));
  if (ledger.entries.length === 0) return undefined;
  const entry = verdictOn(ledger, keyOf(await inputOf(context, asked, ledger)), context.phase.run);
  const verdict = entry && (await withNames(context.host, ledger.folder, entry));
  if (!entry || !verdict) return undefined;
  const gates = verdict.gates.map((gate) => ({ ...gate, cached: true }));
  return { entry, verdict: { ...verdict, commit: asked.commit, gates } };
}

/** What is known of some gates on the tree of `since`, whoever has asked for it: the last word on each. */
export async function knownGates(
  context: Place,
  asked: Asked,
  wanted: readonly Pick<Gate, 'project' | 'target'>[],
): Promise<Gate[]> {
  const ledger = await ledgerOf(context, asked);
  if (ledger.entries.length === 0) return [];
  const { since: tree, surface, tools } = await inputOf(context, asked, ledger);
  const there = ledger.entries
    .filter(({ input }) => input.tree === tree && input.surface === surface && keyOf(input.tools) === keyOf(tools))
    .filter((entry) => isReusable(entry, context.phase.run))
    .toSorted((a, b) => (a.at < b.at ? 1 : -1));
  const found: Gate[] = [];
  for (const { project, target } of wanted) {
    const isIt = (gate: Gate): boolean => gate.project === project && gate.target === target;
    const entry = there.find(({ verdict }) => verdict.gates.some(isIt));
    const verdict = entry && (await withNames(context.host, ledger.folder, entry));
    found.push(...(verdict?.gates.filter(isIt) ?? []));
  }
  return found;
}

async function ledgerOf(context: Place, { stage }: Asked, chain?: string): Promise<Ledger> {
  const ledger = await readLedger(context.host, ledgerFolder(context), chain);
  for (const text of ledger.notes) context.emit({ type: 'note', stage, text });
  return ledger;
}

/** Writes a verdict down, for whoever asks again or asks where it comes from; not that of a run that is being stopped. */
export async function keepVerdict(
  context: Place,
  asked: Asked & { readonly worktree: Git; readonly fresh: boolean },
  about: { readonly verdict: Verdict; readonly at: number; readonly durationMs: number },
): Promise<Verdict> {
  const { host, phase, emit } = context;
  // Part of it may never have been looked at.
  if (host.stop.aborted) return about.verdict;
  const { stage, worktree, fresh } = asked;
  const folder = ledgerFolder(context);
  const { verdict } = about;
  const input = await inputOf(context, asked);
  const entry: LedgerEntry = {
    version: ledgerVersion,
    key: keyOf(input),
    input,
    at: new Date(about.at).toISOString(),
    durationMs: about.durationMs,
    where: { machine: (await host.processes.self()).host, worktree: worktree.folder },
    run: phase.run,
    stage,
    since: asked.since,
    phase: phase.phase.id,
    command: commandOf(context, asked),
    fresh,
    verdict,
  };
  for (const text of await writeVerdict(host, folder, chainOf(context, asked), entry))
    emit({ type: 'note', stage, text });
  return verdict;
}

/** Verdicts of one cache stand in one chain, and nobody else writes there. */
function chainOf({ phase }: Place, { cache }: Asked): string {
  return `phase-${phase.phase.slug}-${cache}`;
}

/** Where the verdicts of all phases of the plan are; outside of every worktree. */
export function ledgerFolder({ phase }: { readonly phase: Pick<PhaseRecord, 'state'> }): string {
  return verdictsBelow(dirname(phase.state));
}

async function inputOf(context: Place, asked: Asked, ledger?: Ledger): Promise<JudgedInput> {
  const { host, phase, repository } = context;
  const { tree, since } = (ledger && treesIn(ledger, asked)) ?? (await treesOf(repository.git, asked));
  const { project, gates: required, options, checkout } = phase;
  const gates = { project, required, gates: options.gates.map(keyOfGate), timeLimit: options.gateTimeLimit };
  const place = packagesPlace(repository, checkout);
  const packages = await packagesAtBegin(host, place, { id: phase.run, note: phase.packages });
  const around = await surroundings(host, { asked: gates, checkout, packages, programs: programsOf(options.gates) });
  const { cache, only, change } = asked;
  return {
    tree,
    since,
    cache,
    ...(only ? { only } : {}),
    ...(change ? { change: await changeInput(repository.git, change) } : {}),
    ...around,
  };
}

async function changeInput(git: Git, { start, ...change }: Change): Promise<NonNullable<JudgedInput['change']>> {
  return start === undefined ? change : { ...change, start: await treeOf(git, start) };
}

type Trees = Pick<JudgedInput, 'tree' | 'since'>;

/** A commit has the same tree for ever: where the ledger knows both, git need not be asked. */
function treesIn({ entries }: Ledger, { commit, since }: Asked): Trees | undefined {
  const there = entries.find((entry) => entry.verdict.commit === commit && entry.since === since);
  return there && { tree: there.input.tree, since: there.input.since };
}

async function treesOf(git: Git, { commit, since }: Asked): Promise<Trees> {
  return { tree: await treeOf(git, commit), since: await treeOf(git, since) };
}

function commandOf({ phase: { project, options } }: Place, { only }: Asked): string {
  if (only?.projects) return `nx run-many -t ${only.targets.join(' ')} --projects ${only.projects.join(',')}`;
  return `nx affected -t ${(only?.targets ?? options.gates.map(({ name }) => name)).join(' ')}, and always of ${project}`;
}

/** What commands begin with, where that is no path: such a file is of the tree. */
function programsOf(gates: readonly GateSpec[]): string[] {
  const names = gates.flatMap(({ run }) => ('command' in run ? run.command.slice(0, 1) : []));
  return [...new Set(names)].filter((name) => !/[\\/]/.test(name));
}
