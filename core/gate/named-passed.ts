import type { Gate } from '../result/records.ts';
import { isCalled, namedTest } from './named-tests.ts';
import { reportedTests } from './reported-tests.ts';

/** A gate, and all that it has printed, where that was kept. */
export type Heard = Pick<Gate, 'tests' | 'notice'> & { readonly printed: string };

/** What became of the tests that a plan names, as far as somebody has seen it. */
export interface NamedPassed {
  /** Named as passed, by a runner's report or by what it has printed. */
  readonly seen: readonly string[];
  /** A runner has counted tests that passed, and named too few of them to tell. */
  readonly untold: readonly string[];
  /** Nobody says that they have run and passed. */
  readonly missing: readonly string[];
}

/** A report counts before what was printed; a gate that tells nothing of tests has passed none, whatever its exit code. */
export function namedPassed(gates: readonly Heard[], names: readonly string[]): NamedPassed {
  const passed = reportedTests(gates).filter(({ outcome }) => outcome === 'passed');
  const silent = gates.filter(({ tests }) => tests?.names === undefined);
  const outcome = (name: string): keyof NamedPassed => {
    if (passed.some((test) => isCalled(test, name))) return 'seen';
    const said = silent.map(({ tests, printed }) => ({ tests, says: namedTest(printed, name) }));
    if (said.some(({ says }) => says === 'not-passed' || says === 'tried-again')) return 'missing';
    if (said.some(({ says }) => says === 'passed')) return 'seen';
    const isCounted = said.some(({ tests, says }) => tests !== undefined && says !== 'not-named');
    return isCounted ? 'untold' : 'missing';
  };
  const told = names.map((name) => ({ name, outcome: outcome(name) }));
  const of = (which: keyof NamedPassed): string[] => told.flatMap((one) => (one.outcome === which ? one.name : []));
  return { seen: of('seen'), untold: of('untold'), missing: of('missing') };
}
