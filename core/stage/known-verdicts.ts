import { dirname, join } from 'node:path';
import { whatMatters } from '../gate/what-matters.ts';
import type { Git } from '../git/git.ts';
import { packagesAtBegin } from '../git/known-packages.ts';
import type { Gate, Verdict } from '../result/records.ts';
import { keyOf } from '../result/result.ts';
import { surroundings, type JudgedInput } from '../verdict/judged-input.ts';
import { ledgerVersion, type LedgerEntry } from '../verdict/ledger-entry.ts';
import { readLedger, verdictOn, writeVerdict, type Ledger } from '../verdict/ledger.ts';
import { keepLog, readLog } from '../verdict/log.ts';
import type { StageContext } from './context.ts';
import { packagesPlace } from './packages.ts';
import type { PhaseRecord } from './phase-record.ts';

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
}

/** The verdict of gates that have judged exactly this before, here and with the same tools; undefined where none have. */
export async function recall(context: Place, asked: Asked): Promise<Verdict | undefined> {
  const { host, emit } = context;
  const ledger = await readLedger(host, ledgerFolder(context), chainOf(context, asked));
  for (const text of ledger.notes) emit({ type: 'note', stage: asked.stage, text });
  if (ledger.entries.length === 0) return undefined;
  const entry = verdictOn(ledger, keyOf(await inputOf(context, asked, ledger)));
  if (!entry) return undefined;
  const gates = await withOutputs(context, entry.verdict.gates);
  if (!gates) return undefined;
  emit({
    type: 'note',
    stage: asked.stage,
    text: `gates: the verdict of ${entry.stage} on exactly this, of ${entry.at}, is taken again`,
  });
  for (const { output: _, log: _log, ...gate } of gates) emit({ type: 'gate-finished', stage: asked.stage, ...gate });
  return { ...entry.verdict, commit: asked.commit, gates };
}

/** Writes a verdict down, for whoever asks again or asks where it comes from; answers with it as it is kept. */
export async function keepVerdict(
  context: Place,
  asked: Asked & { readonly worktree: Git; readonly fresh: boolean },
  about: { readonly verdict: Verdict; readonly at: number; readonly durationMs: number },
): Promise<Verdict> {
  const { host, phase, emit } = context;
  const { stage, worktree, fresh } = asked;
  const folder = ledgerFolder(context);
  const verdict = { ...about.verdict, gates: await withLogs(context, about.verdict.gates) };
  const input = await inputOf(context, asked);
  const entry: LedgerEntry = {
    version: ledgerVersion,
    key: keyOf(input),
    input,
    at: new Date(about.at).toISOString(),
    durationMs: about.durationMs,
    where: { machine: (await host.processes.self()).host, worktree: worktree.folder },
    stage,
    since: asked.since,
    phase: phase.phase.id,
    command: commandOf(context),
    fresh,
    verdict: { ...verdict, gates: verdict.gates.map((gate) => ({ ...gate, output: gate.log ? '' : gate.output })) },
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
  return join(dirname(phase.state), 'verdicts');
}

async function inputOf(context: Place, asked: Asked, ledger?: Ledger): Promise<JudgedInput> {
  const { host, phase, repository } = context;
  const { tree, since } = (ledger && treesIn(ledger, asked)) ?? (await treesOf(repository.git, asked));
  const { project, gates: required, options, checkout } = phase;
  const gates = { project, required, gates: options.gates, timeLimit: options.gateTimeLimit };
  const place = packagesPlace(repository, checkout);
  const packages = await packagesAtBegin(host, place, { id: phase.run, note: phase.packages });
  const around = await surroundings(host, { asked: gates, checkout, packages });
  return { tree, since, cache: asked.cache, ...around };
}

type Trees = Pick<JudgedInput, 'tree' | 'since'>;

/** A commit has the same tree for ever: where the ledger knows both, git need not be asked. */
function treesIn({ entries }: Ledger, { commit, since }: Asked): Trees | undefined {
  const known = entries.find((entry) => entry.verdict.commit === commit && entry.since === since);
  return known && { tree: known.input.tree, since: known.input.since };
}

async function treesOf(git: Git, { commit, since }: Asked): Promise<Trees> {
  const [tree = '', from = ''] = (await git.text(['rev-parse', `${commit}^{tree}`, `${since}^{tree}`])).split('\n');
  return { tree, since: from };
}

function commandOf({ phase: { project, options } }: Place): string {
  return `nx affected -t ${options.gates.join(' ')}, and all of ${project}`;
}

async function withLogs(context: Place, gates: readonly Gate[]): Promise<Gate[]> {
  const folder = ledgerFolder(context);
  return await Promise.all(
    gates.map(async (gate) =>
      gate.log !== undefined || gate.outcome !== 'failed'
        ? gate
        : { ...gate, log: await keepLog(context.host, folder, gate.output) },
    ),
  );
}

/** Undefined where what a gate has printed is not there any more: whoever is to act on it would not be told. */
async function withOutputs(context: Place, gates: readonly Gate[]): Promise<Gate[] | undefined> {
  const folder = ledgerFolder(context);
  const told: Gate[] = [];
  for (const gate of gates) {
    const log = gate.log === undefined ? gate.output : await readLog(context.host, folder, gate.log);
    if (log === undefined) return undefined;
    told.push({ ...gate, cached: true, output: gate.log === undefined ? log : whatMatters(log) });
  }
  return told;
}
