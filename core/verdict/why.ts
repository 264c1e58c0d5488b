import type { Gate } from '../result/records.ts';
import type { LedgerEntry } from './ledger-entry.ts';

/** Which verdicts somebody asks about. */
export interface Question {
  /** Those on this tree; without it those of the phase, on the last tree of it that was judged. */
  readonly tree?: string;
  readonly phase?: string;
  /** A gate by its target, or by `project:target`; all of them where none is named. */
  readonly gate?: string | undefined;
}

/** A verdict, and those of its gates that are asked about. */
export interface Provenance {
  readonly entry: LedgerEntry;
  readonly gates: readonly Gate[];
}

/** Where the verdicts on a tree come from, the newest first: of what was asked several times, the last. */
export function provenanceOf(entries: readonly LedgerEntry[], { tree, phase, gate }: Question): Provenance[] {
  const newest = entries
    .filter((entry) => phase === undefined || entry.phase === phase)
    .toSorted((a, b) => (a.at < b.at ? 1 : -1));
  const whole = newest.find(({ input }) => input.only === undefined);
  const wanted = tree ?? whole?.input.tree;
  const last = new Map<string, LedgerEntry>();
  for (const entry of newest) if (entry.input.tree === wanted && !last.has(entry.key)) last.set(entry.key, entry);
  return [...last.values()].flatMap((entry) => {
    const gates = entry.verdict.gates.filter((one) => isCalled(one, gate));
    return gates.length > 0 || gate === undefined ? [{ entry, gates }] : [];
  });
}

function isCalled({ project, target }: Gate, gate: string | undefined): boolean {
  return gate === undefined || gate === target || gate === `${project}:${target}`;
}
