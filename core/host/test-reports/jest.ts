import { readFileSync } from 'node:fs';
import { begin, failure, fileName, type ReportedTest } from './report.ts';

/** Asks jest for its own report, which leaves its reporters as they are, and seals it when jest ends. */
export function reportJest(place: string): void {
  const words = process.argv.slice(2);
  // What only asks, and what has its report already, since jest writes one.
  if (
    words.some((word) =>
      /^--(?:outputFile|json|version|help|listTests|showConfig|init|clearCache|watch|watchAll)\b|^-[vh]$/.test(word),
    )
  )
    return;
  const { scratch, start, leave } = begin(place, 'jest');
  start();
  process.argv.push('--json', `--outputFile=${scratch}`);
  process.on('exit', () => {
    const tests = testsIn(scratch);
    if (tests) leave(tests);
  });
}

/** All that jest's core exports, with a `runCLI` that tells of its tests. */
export function jestReporting(place: string, core: JestCore): JestCore {
  const { runCLI } = core;
  if (typeof runCLI !== 'function') return core;
  return {
    ...core,
    runCLI: async (argv, ...rest) => {
      if (asks.some((name) => argv[name] !== undefined && argv[name] !== false)) return await runCLI(argv, ...rest);
      const { start, leave } = begin(place, 'jest');
      start();
      const ran = await runCLI(argv, ...rest);
      leave(
        ran.results.testResults.flatMap(({ testFilePath: file, testResults, testExecError, failureMessage }) =>
          testsOf(file, testResults, testExecError ? (failureMessage ?? '') : undefined),
        ),
      );
      return ran;
    },
  };
}

/** Options of jest that run no test, or without end. */
const asks = ['listTests', 'showConfig', 'init', 'clearCache', 'watch', 'watchAll'];

/** As far as it concerns us. */
interface JestCore {
  readonly runCLI?: (
    argv: Readonly<Record<string, unknown>>,
    ...rest: unknown[]
  ) => Promise<{
    readonly results: {
      readonly testResults: readonly {
        readonly testFilePath: string;
        readonly testResults: readonly JestTest[];
        /** What went wrong outside of the tests. */
        readonly testExecError?: unknown;
        readonly failureMessage?: string | null;
      }[];
    };
  }>;
}

interface JestTest {
  readonly fullName: string;
  readonly status: string;
  readonly failureMessages?: readonly string[];
}

function reported({ fullName: name, status, failureMessages }: JestTest, file: string): ReportedTest {
  const outcome = status === 'passed' || status === 'failed' ? status : 'skipped';
  return { name, file, outcome, ...failure(failureMessages?.[0]) };
}

/** `broken`: what is said of the file itself, where that has failed, such as one that could not be loaded. */
function testsOf(file: string, tests: readonly JestTest[], broken: string | undefined): ReportedTest[] {
  const itself: ReportedTest[] =
    broken === undefined ? [] : [{ name: fileName(file), file, outcome: 'failed', ...failure(broken) }];
  return [...itself, ...tests.map((test) => reported(test, file))];
}

interface JestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status?: string;
    readonly message?: string;
    readonly assertionResults: readonly JestTest[];
  }[];
}

function testsIn(path: string): ReportedTest[] | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    // Jest ended before it came to that, or found nothing to run.
    return undefined;
  }
  const { testResults } = JSON.parse(text) as JestReport;
  return testResults.flatMap(({ name: file, status, message, assertionResults: tests }) => {
    const isBroken = status === 'failed' && !tests.some((test) => test.status === 'failed');
    return testsOf(file, tests, isBroken ? (message ?? '') : undefined);
  });
}
