import type { Gate } from '../result/records.ts';
import type { Tests } from '../result/tests.ts';
import type { NamedInOutput } from './test-lines.ts';

/** A test that a runner's report names. */
export interface ReportedTest extends NamedInOutput {
  /** What it failed with, in its first words; absent where nobody knows. */
  readonly message?: string | undefined;
}

/** All tests that the reports of these gates name. */
export function reportedTests(gates: readonly Pick<Gate, 'tests'>[]): ReportedTest[] {
  return gates.flatMap(({ tests }) => tests?.names?.map((test) => reported(test, tests.by)) ?? []);
}

function reported(
  { name, file, outcome, message }: NonNullable<Tests['names']>[number],
  by: Tests['by'],
): ReportedTest {
  // `test_b[one-two]` is `test_b` with one of its parameters.
  const plain = by === 'pytest' ? name.replace(/\[.*$/, '') : name;
  return { outcome, file, message, path: plain.split(between.get(by) ?? ' > ') };
}

/** What stands between a suite and its test. Jest has nothing but a blank. */
const between: ReadonlyMap<Tests['by'], string> = new Map([
  ['go', '/'],
  ['jest', ' '],
]);
