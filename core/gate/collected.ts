import { stripVTControlCharacters } from 'node:util';
import { summaries } from './test-summaries.ts';

/** What the output of a command says about tests. */
export interface Collected {
  /** The runners whose words were found, such as `vitest`. */
  readonly runners: readonly string[];
  /** Tests that passed; of `go test`, without `-v`, packages with tests. Those that were skipped prove nothing. */
  readonly passed: number;
  /** Tests that failed, as far as the runners tell, and what broke off before its tests were told of. */
  readonly failed: number;
}

/** How many tests passed and failed, as runners say it at their end; undefined where no runner's words are found. */
export function collectedTests(output: string): Collected | undefined {
  const text = stripVTControlCharacters(output).replaceAll('\r\n', '\n');
  const found = summaries.flatMap(({ runner, passed, failed, broken }) => {
    const count = passed(text);
    const brokenOff = broken?.(text) ?? 0;
    if (count === undefined && brokenOff === 0) return [];
    return [{ runner, passed: count ?? 0, failed: Math.max(failed(text) ?? 0, brokenOff) }];
  });
  if (found.length === 0) return undefined;
  return {
    runners: found.map(({ runner }) => runner),
    passed: found.reduce((sum, one) => sum + one.passed, 0),
    failed: found.reduce((sum, one) => sum + one.failed, 0),
  };
}
