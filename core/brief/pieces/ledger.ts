import { most } from '../budget.ts';
import type { Piece } from '../write-prompt.ts';

/** One violation of a rule, and what has been said of it so far. */
export interface LedgerEntry {
  readonly path: string;
  readonly line: number;
  /** The rule as its guide says it, or its name. */
  readonly rule: string;
  /** The shape of a fix. */
  readonly fix: string;
  /** What the writer answered: fixed, or disputed with a reason. Null before it has answered. */
  readonly response: { readonly status: 'fixed' | 'disputed'; readonly reason: string } | null;
}

export function ledgerPiece(label: string, entries: readonly LedgerEntry[]): Piece {
  if (entries.length === 0) return null;
  const text = entries.map(describe).join('\n');
  return { label, text, most: most.findings };
}

function describe({ path, line, rule, fix, response }: LedgerEntry): string {
  const said = response ? `${response.status}${response.reason ? `: ${response.reason}` : ''}` : 'not answered';
  return `- ${path}:${line} ${rule}\n  fix: ${fix}\n  answer of the writer: ${said}`;
}
