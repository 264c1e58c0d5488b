import { join } from 'node:path';
import { keyOfGate, type GateSpec } from '../../gate/option.ts';
import type { Repository } from '../../git/repository.ts';
import type { Host } from '../../host/host.ts';
import type { Verdict } from '../../result/records.ts';
import { keyOf } from '../../result/result.ts';
import { slug } from '../../plan/tasks/slug.ts';
import { surroundings } from '../../verdict/judged-input.ts';
import { ledgerVersion, type LedgerEntry } from '../../verdict/ledger-entry.ts';
import { writeVerdict } from '../../verdict/ledger.ts';
import { stateOf } from '../state-folder.ts';
import { verdictsBelow } from './why.ts';

/** Where verdicts on checkouts are: beside those of plans, and under no name that a plan may have. */
export function checkoutLedger(host: Host, repository: Repository): string {
  return verdictsBelow(join(stateOf(host, repository), '.checkout'));
}

/** Writes down what the gates have said of a checkout, for whoever asks where it comes from. No phase takes it for its own. */
export async function keepCheckoutVerdict(
  host: Host,
  repository: Repository,
  about: {
    readonly project: string;
    readonly gates: readonly GateSpec[];
    readonly run: string;
    /** Milliseconds since the epoch. */
    readonly at: number;
    readonly durationMs: number;
    readonly verdict: Verdict;
  },
): Promise<void> {
  const { project, gates, run, at, durationMs, verdict } = about;
  const { tree } = verdict;
  const asked = { project, gates: gates.map(keyOfGate) };
  const around = await surroundings(host, { asked, checkout: repository.root, packages: run, programs: [] });
  const input = { tree, since: tree, cache: `checkout-${project}`, ...around };
  const entry: LedgerEntry = {
    version: ledgerVersion,
    key: keyOf(input),
    input,
    at: new Date(at).toISOString(),
    durationMs,
    where: { machine: (await host.processes.self()).host, worktree: repository.root },
    run,
    stage: `gates of ${project}`,
    since: verdict.commit,
    phase: '',
    command: `nx run ${project}:gates`,
    fresh: true,
    verdict,
  };
  await writeVerdict(host, checkoutLedger(host, repository), `checkout-${slug(project)}`, entry);
}
