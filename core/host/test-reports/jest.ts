import { readFileSync } from 'node:fs';
import { begin, failure, type ReportedTest } from './report.ts';

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

interface JestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: readonly string[];
    }[];
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
  return testResults.flatMap(({ name: file, assertionResults }) =>
    assertionResults.map(({ fullName: name, status, failureMessages }) => ({
      name,
      file,
      outcome: status === 'passed' || status === 'failed' ? status : 'skipped',
      ...failure(failureMessages?.[0]),
    })),
  );
}
