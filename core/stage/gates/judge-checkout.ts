import { join } from 'node:path';
import { gatesHere } from '../../gate/gates-here.ts';
import { filesToRead, findGates } from '../../gate/find/find-gates.ts';
import type { JudgedHere } from '../../gate/judged-here.ts';
import { gatesOf, recordedName, type GateSpec } from '../../gate/option.ts';
import { fail, ok, type Result } from '../../failure.ts';
import { withCheckoutTree } from '../../git/checkout-tree.ts';
import { treeOf } from '../../git/commit.ts';
import { openRepository, type Repository } from '../../git/repository.ts';
import type { Host } from '../../host/host.ts';
import { resolveOptions, type Options } from '../../options.ts';
import type { PhaseRequest } from '../decide/decision.ts';
import { areWritten, describeFound } from './found-gates.ts';

export type AskedHere = Pick<PhaseRequest, 'workspace' | 'project' | 'projectRoot' | 'targets' | 'options'>;

/** The gates of a project, as its checkout is now. */
export interface GatesOfCheckout {
  readonly repository: Repository;
  readonly options: Options;
  readonly gates: readonly GateSpec[];
}

/** Those that are written, or usual, and that the project has; else those that code finds in what lies there. */
export async function gatesOfCheckout(host: Host, asked: AskedHere): Promise<Result<GatesOfCheckout>> {
  const repository = await openRepository(host, asked.workspace);
  if (!repository.ok) return repository;
  const options = resolveOptions(asked.options);
  if (!options.ok) return options;
  const usual = gatesOf(options.value.gates, asked.targets);
  const gates = usual.length > 0 || areWritten(asked) ? usual : await foundHere(host, repository.value, asked);
  return ok({ repository: repository.value, options: options.value, gates });
}

async function foundHere(host: Host, { git, root }: Repository, asked: AskedHere): Promise<GateSpec[]> {
  const listed = await git.text(['ls-files', '-z', '--cached', '--others', '--exclude-standard']);
  const paths = [...new Set(listed.split('\0').filter(Boolean))];
  const texts = new Map<string, string>();
  for (const path of filesToRead({ ...asked, paths })) texts.set(path, (await host.files.read(join(root, path))) ?? '');
  return findGates({ ...asked, paths, texts });
}

/**
 * Judges a checkout as it is. `passed`: targets that Nx has run or replayed for this, and that have passed; all other gates
 * are run here. All of them, whatever their `when` says: there is no change that they would be about.
 */
export async function judgeCheckout(
  host: Host,
  asked: AskedHere,
  passed: readonly string[],
): Promise<Result<JudgedHere>> {
  const known = await gatesOfCheckout(host, asked);
  if (!known.ok) return known;
  const { repository, options, gates } = known.value;
  const names = gates.map(recordedName);
  const targets = passed.filter((target) => asked.targets.includes(target));
  if (gates.length === 0 && targets.length === 0)
    return fail(
      'no-gates',
      `Unexpected project ${asked.project} without any of the gate targets ${options.gates.map(({ name }) => name).join(', ')}: nothing was judged.`,
    );
  const left = gates.filter((_, index) => !targets.includes(names[index] ?? ''));
  const { project } = asked;
  const own =
    left.length === 0
      ? { gates: [], green: true }
      : await judgeApart(host, repository, { project, gates: left, timeLimit: options.gateTimeLimit });
  const tree = await withCheckoutTree(host, repository, async (_, found) => found);
  const self = await host.processes.self();
  const { head, git } = repository;
  return ok({
    project,
    targets,
    own,
    at: new Date(host.clock.wall()).toISOString(),
    where: self.host,
    tree,
    head,
    isCommitted: tree === (await treeOf(git, head)),
    found: describeFound(gates),
  });
}

async function judgeApart(
  host: Host,
  { root }: Repository,
  about: Parameters<typeof gatesHere>[1],
): Promise<JudgedHere['own']> {
  const run = host.randomId();
  const cache = join(host.stateFolder, 'scratch', `nx-${run}`);
  try {
    return await gatesHere(host, about, { worktree: root, cache, run });
  } finally {
    await host.files.remove(cache);
  }
}
