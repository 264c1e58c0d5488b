import { join } from 'node:path';
import { fail, ok, type Result } from '../../failure.ts';
import type { Repository } from '../../git/repository.ts';
import type { Host } from '../../host/host.ts';
import type { LedgerEntry } from '../../verdict/ledger-entry.ts';
import { readLedger } from '../../verdict/ledger.ts';
import { logPath } from '../../verdict/log.ts';
import { provenanceOf, type Provenance } from '../../verdict/why.ts';
import { stateOf } from '../state-folder.ts';

/** Verdicts of a plan, with what a person needs to look further. */
export interface Explained extends Provenance {
  readonly plan: string;
  /** Where the output of a gate of it lies, absolute; undefined where nothing is kept. */
  readonly logOf: (gate: Provenance['gates'][number]) => string | undefined;
}

export interface Why {
  /** That of HEAD, or of what was judged last in the phase that is named. */
  readonly verdicts: readonly Explained[];
  /** Chains that were laid aside; for people. */
  readonly notes: readonly string[];
}

/** Where the verdicts come from that are known of the checkout's HEAD, or of a phase, in all plans of the repository. */
export async function why(
  host: Host,
  repository: Repository,
  asked: { readonly phase?: string | undefined; readonly gate?: string | undefined },
): Promise<Result<Why>> {
  const { phase, gate } = asked;
  const tree = phase === undefined ? await repository.git.text(['rev-parse', `${repository.head}^{tree}`]) : undefined;
  const state = stateOf(host, repository);
  const verdicts: Explained[] = [];
  const notes: string[] = [];
  for (const { name: plan } of await host.files.list(state)) {
    const folder = verdictsBelow(join(state, plan));
    const ledger = await readLedger(host, folder);
    notes.push(...ledger.notes);
    const found = provenanceOf(ledger.entries, {
      gate,
      ...(phase === undefined ? {} : { phase }),
      ...(tree === undefined ? {} : { tree }),
    });
    const logOf: Explained['logOf'] = ({ log }) => (log === undefined ? undefined : logPath(folder, log));
    verdicts.push(...found.map((one) => ({ ...one, plan, logOf })));
  }
  if (verdicts.length > 0) return ok({ verdicts: verdicts.toSorted(byTime), notes });
  const what = phase === undefined ? `the tree ${tree} of HEAD` : `a tree of phase ${phase}`;
  return fail('missing-result', `No verdict${gate === undefined ? '' : ` of gate ${gate}`} is known on ${what}.`);
}

/** Where the verdicts of a plan are, below the folder of all that we keep about it. */
export function verdictsBelow(plan: string): string {
  return join(plan, 'verdicts');
}

function byTime(a: { entry: LedgerEntry }, b: { entry: LedgerEntry }): number {
  return a.entry.at < b.entry.at ? 1 : -1;
}
