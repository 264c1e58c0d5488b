import { collectedTests } from '../gate/collected.ts';
import type { Complaint } from '../result/charges.ts';
import type { Gate } from '../result/records.ts';
import type { Tests } from '../result/tests.ts';
import { mayBeFewer, mayDiffer, type Leave } from '../verdict/leave.ts';
import { fewerTests } from '../verdict/test-counts.ts';
import type { Tested } from './run-tests.ts';

/** A run of the tests that is over, and what of them may be otherwise since. */
export interface RanBefore {
  readonly tests: Tests;
  readonly leave: Leave;
}

/**
 * Tests that ran before and do not run now, by the first run that knows of any: as a runner reports them, or as many as were
 * printed. It is the complaint of a phase's gates, and a person can let them go as there.
 */
export function missedHere(now: Tested, before: readonly RanBefore[]): Complaint[] {
  for (const { tests, leave } of before) {
    const about = {
      mayDiffer: (test: { file?: string | undefined; name: string }) => mayDiffer(leave, test),
      // Which tests may go with their files is looked at before, each by its title.
      hasChanged: () => false,
      mayBeFewer: mayBeFewer(leave, `driver:${testGate}`),
    };
    const head = now.reported && tests.by !== 'output' ? now.reported : printedTests(now.ran.output);
    const missed = fewerTests({ head: asGate(head), base: asGate(tests) }, about);
    if (missed?.kind === 'fewer-tests') return [missed];
  }
  return [];
}

/** Those that passed as it was printed: some runners name no others, or end with the first file that fails. */
export function printedTests(output: string): Tests | undefined {
  const passed = collectedTests(output)?.passed;
  return passed === undefined ? undefined : { executed: passed, passed, failed: 0, skipped: 0, by: 'output' };
}

export const testGate = 'test_gate';

function asGate(tests: Tests | undefined): Gate {
  const ran = { outcome: 'passed', cached: false, durationMs: 0, output: '' } as const;
  return { project: 'driver', target: testGate, ...ran, ...(tests && { tests }) };
}
