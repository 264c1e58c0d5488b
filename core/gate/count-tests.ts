import type { Gate } from '../result/records.ts';
import type { Tests } from '../result/tests.ts';
import { collectedTests } from './collected.ts';
import { runsTests } from './test-programs.ts';
import type { TestReport, TestReports } from './test-reports.ts';

/** What is known of the tests of one gate. */
export interface Counted extends Pick<Gate, 'tests' | 'notice'> {
  /** Why it is red whatever its exit code was. */
  readonly red?: string | undefined;
}

/** More names than that are not kept: a record is read by people too. */
const mostNames = 2_000;

/**
 * Counts by the best there is: the reports that we ask the runners for, else those that they write by themselves, else
 * what they have printed, else nothing but the exit code. A gate that tests, and has tested nothing, is red.
 */
export function countTests(
  gate: { readonly name: string; readonly command?: readonly string[] | undefined },
  said: {
    readonly reports: TestReports;
    /** What it has written itself. */
    readonly junit?: TestReport | undefined;
    readonly output: string;
    readonly worktree: string;
  },
): Counted {
  const { reports, silent, begun, forged } = said.reports;
  if (forged.length > 0)
    return { red: `A report of tests was written by something that is no runner of tests: ${forged.join(', ')}.` };
  if (reports.length > 0) {
    const tests = inReports(reports, said.worktree);
    return silent.length > 0 ? { tests, red: endedEarly(silent) } : { tests, ...judged(tests) };
  }
  if (silent.length > 0) return { red: endedEarly(silent) };
  if (said.junit) {
    const tests = inReports([said.junit], said.worktree);
    return { tests, notice: 'Counted by the JUnit reports that it has written.', ...judged(tests) };
  }
  return byOutput(gate, said.output, begun);
}

/** Whether a gate is there to run tests, by its name or its command. */
export function isAboutTests({ name, command }: { name: string; command?: readonly string[] | undefined }): boolean {
  return testing.test(name) || (command !== undefined && runsTests(command));
}

function endedEarly(runners: readonly string[]): string {
  const names = [...new Set(runners)].join(', ');
  return `Tests were started by ${names}, and none of them was told of: no test was found, or the process ended before its tests did.`;
}

function inReports(reports: readonly TestReport[], worktree: string): Tests {
  const all = reports.flatMap(({ tests }) => tests);
  const count = (outcome: string): number => all.filter((test) => test.outcome === outcome).length;
  const [passed, failed] = [count('passed'), count('failed')];
  const [{ runner: by } = { runner: 'vitest' as const }] = reports;
  const names = all.map((test) =>
    test.file?.startsWith(`${worktree}/`) ? { ...test, file: test.file.slice(worktree.length + 1) } : test,
  );
  return {
    executed: passed + failed,
    passed,
    failed,
    skipped: count('skipped'),
    by,
    ...(names.length <= mostNames ? { names } : {}),
  };
}

function judged({ executed, failed, skipped }: Tests): { red?: string } {
  // Something else than the runner has made the exit code: its configuration, or what the gate does after it.
  if (failed > 0) return { red: `${failed} of ${executed} tests failed, though it ended as if all were well.` };
  if (executed > 0) return {};
  return {
    red:
      skipped > 0
        ? `All ${skipped} tests were skipped: nothing was tested.`
        : 'No test was collected: nothing was tested.',
  };
}

function byOutput(
  gate: { name: string; command?: readonly string[] | undefined },
  output: string,
  begun: readonly string[],
): Counted {
  const collected = collectedTests(output);
  const isTesting = begun.length > 0 || isAboutTests(gate);
  // Who says only that nothing was found may have looked for something else.
  const isRunner = collected?.runners.some((runner) => runner !== 'nothing found') === true;
  if (!collected && begun.length > 0) return { red: endedEarly(begun) };
  if (!collected || !(isRunner || isTesting))
    return isTesting ? { notice: 'Only its exit code says that tests ran: no runner of tests was heard.' } : {};
  const { passed, failed, runners } = collected;
  const executed = passed + failed;
  if (executed === 0) return { red: `No test was collected and passed (${runners.join(', ')}): nothing was tested.` };
  const by = runners.length === 1 ? (byRunner.get(runners[0] ?? '') ?? 'output') : 'output';
  const tests = { executed, passed, failed, skipped: 0, by };
  return { tests, notice: `Counted by what ${runners.join(', ')} printed.`, ...judged(tests) };
}

/** As targets and scripts are called that run tests. */
const testing = /(?:^|[^a-z])(?:tests?|specs?|e2e|unit|integration)(?:[^a-z]|$)/i;

const byRunner: ReadonlyMap<string, Tests['by']> = new Map([
  ['go test', 'go'],
  ['gotestsum', 'go'],
  ['JUnit', 'junit'],
]);
