import { join } from 'node:path';
import { gatesHere } from '../../gate/gates-here.ts';
import type { RepositoryFacts } from '../../gate/find/facts.ts';
import { filesToRead } from '../../gate/find/find-gates.ts';
import type { JudgedHere } from '../../gate/judged-here.ts';
import { gatesOf, type GateSpec } from '../../gate/option.ts';
import { fail, ok, type Result } from '../../failure.ts';
import { withCheckoutTree } from '../../git/checkout-tree.ts';
import { treeOf } from '../../git/commit.ts';
import { openRepository, type Repository } from '../../git/repository.ts';
import type { Host } from '../../host/host.ts';
import { resolveOptions, type Options } from '../../options.ts';
import { keepLog } from '../../verdict/log.ts';
import type { PhaseRequest } from '../decide/decision.ts';
import { areWritten, describeFound, gatesWith } from './found-gates.ts';
import { checkoutLedger, keepCheckoutVerdict } from './keep-checkout.ts';

export type AskedHere = Pick<PhaseRequest, 'workspace' | 'project' | 'projectRoot' | 'targets' | 'options'>;

/** The gates of a project, as its checkout is now. */
export interface GatesOfCheckout {
  readonly repository: Repository;
  readonly options: Options;
  readonly gates: readonly GateSpec[];
}

/** As `withFoundGates` has them for a phase, by what lies there. */
export async function gatesOfCheckout(host: Host, asked: AskedHere): Promise<Result<GatesOfCheckout>> {
  const repository = await openRepository(host, asked.workspace);
  if (!repository.ok) return repository;
  const options = resolveOptions(asked.options);
  if (!options.ok) return options;
  const { gates: written } = options.value;
  const known = areWritten(asked)
    ? written
    : gatesWith(written, asked.targets, await factsHere(host, repository.value, asked));
  return ok({ repository: repository.value, options: options.value, gates: gatesOf(known, asked.targets) });
}

async function factsHere(host: Host, { git, root }: Repository, asked: AskedHere): Promise<RepositoryFacts> {
  const listed = await git.text(['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  const paths = [...new Set(listed.split('\0').filter(Boolean))];
  const texts = new Map<string, string>();
  for (const path of filesToRead({ ...asked, paths })) texts.set(path, (await host.files.read(join(root, path))) ?? '');
  return { ...asked, paths, texts };
}

/**
 * Judges a checkout as it is, by the gates that would judge a phase, and writes down what came of it. What is written runs
 * whatever its `when` says, since there is no change that it would be about; what was found for changes is left out.
 */
export async function judgeCheckout(host: Host, asked: AskedHere): Promise<Result<JudgedHere>> {
  const known = await gatesOfCheckout(host, asked);
  if (!known.ok) return known;
  const { repository, options, gates: all } = known.value;
  const leftOut = all.filter(({ when, because }) => when !== undefined && because !== undefined);
  const gates = all.filter((gate) => !leftOut.includes(gate));
  if (gates.length === 0)
    return fail(
      'no-gates',
      `Unexpected project ${asked.project} without any of the gate targets ${options.gates.map(({ name }) => name).join(', ')}: nothing was judged.`,
    );
  const { project } = asked;
  const run = host.randomId();
  const began = { at: host.clock.wall(), monotonic: host.clock.monotonic() };
  const own = await judgeApart(host, repository, run, { project, gates, timeLimit: options.gateTimeLimit });
  const tree = await withCheckoutTree(host, repository, async (_, found) => found);
  const { head, git } = repository;
  const durationMs = host.clock.monotonic() - began.monotonic;
  const verdict = { ...own, commit: head, tree, changedFiles: [] };
  // Of a run that was stopped nobody knows what it would have said.
  if (!host.stop.aborted)
    await keepCheckoutVerdict(host, repository, { project, gates, run, at: began.at, durationMs, verdict });
  return ok({
    project,
    own,
    at: new Date(began.at).toISOString(),
    where: (await host.processes.self()).host,
    tree,
    head,
    isCommitted: tree === (await treeOf(git, head)),
    found: describeFound(gates),
    leftOut: leftOut.map(({ name }) => name),
  });
}

async function judgeApart(
  host: Host,
  repository: Repository,
  run: string,
  about: Parameters<typeof gatesHere>[1],
): Promise<JudgedHere['own']> {
  const cache = join(host.stateFolder, 'scratch', `nx-${run}`);
  const keeping = async (output: string): Promise<string> =>
    await keepLog(host, checkoutLedger(host, repository), output);
  try {
    return await gatesHere(host, { ...about, keepLog: keeping }, { worktree: repository.root, cache, run });
  } finally {
    await host.files.remove(cache);
  }
}
