import { stripVTControlCharacters } from 'node:util';
import { failedTests } from './failed-tests.ts';
import { summaries } from './test-summaries.ts';

/** What the output of a command says about tests. */
export interface Collected {
  /** The runners whose words were found, such as `vitest`. */
  readonly runners: readonly string[];
  /** Tests that passed; of `go test`, without `-v`, packages with tests. Those that were skipped prove nothing. */
  readonly passed: number;
  /** Tests that failed, as far as the runners tell. */
  readonly failed: number;
}

/** How many tests passed and failed, as runners say it at their end; undefined where no runner's words are found. */
export function collectedTests(output: string): Collected | undefined {
  const text = stripVTControlCharacters(output).replaceAll('\r\n', '\n');
  const found = summaries.flatMap(({ runner, passed }) => {
    const count = passed(text);
    return count === undefined ? [] : [{ runner, count }];
  });
  if (found.length === 0) return undefined;
  return {
    runners: found.map(({ runner }) => runner),
    passed: found.reduce((sum, { count }) => sum + count, 0),
    failed: found.reduce((sum, { runner }) => sum + failedTests(runner, text), 0),
  };
}
