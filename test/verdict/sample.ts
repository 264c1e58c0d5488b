import type { Gate } from '../../core/result/records.ts';
import { keyOf } from '../../core/result/result.ts';
import { ledgerVersion, type LedgerEntry } from '../../core/verdict/ledger-entry.ts';

/** A gate that passed, but for what the test is about. */
export function gateOf(own: Partial<Gate> = {}): Gate {
  return { project: 'demo', target: 'test', outcome: 'passed', cached: false, durationMs: 900, output: '', ...own };
}

/** A green verdict on a tree, which is told by one hexadecimal digit. */
export function entryOf(digit: string, gates: Gate[] = [gateOf()]): LedgerEntry {
  const tree = digit.repeat(40);
  const tools = { node: 'v24.0.0', nx: '24.0.0', platform: 'linux x64' };
  const input = { tree, since: '0'.repeat(40), cache: 'task-1.1', surface: 's', tools };
  return {
    version: ledgerVersion,
    key: keyOf(input),
    input,
    at: '2026-01-01T00:00:00.000Z',
    durationMs: 1200,
    where: { machine: 'here', worktree: '/somewhere' },
    run: 'run-1',
    stage: 'task-1.1',
    since: '0'.repeat(40),
    phase: '1',
    command: 'nx affected -t test',
    fresh: false,
    verdict: { commit: tree, tree, green: true, gates, changedFiles: [] },
  };
}
