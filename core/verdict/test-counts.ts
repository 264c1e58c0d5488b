import type { Complaint } from '../result/charges.ts';
import type { Gate } from '../result/records.ts';
import { nameOfTest } from './same-failure.ts';

/**
 * Tests that a gate ran on the base, and does not run on the head. Fewer of them, or such as are skipped now, make a
 * verdict red; as many under other names are only said. `mayChange`: files that the plan lets change do not count.
 */
export function fewerTests(
  { head, base }: { readonly head: Gate; readonly base: Gate },
  mayChange: (file: string) => boolean,
): Complaint | undefined {
  if (!head.tests || !base.tests) return undefined;
  const gate = `${head.project}:${head.target}`;
  const [now, before] = [namesOf(head, mayChange), namesOf(base, mayChange)];
  if (!now || !before) {
    const [executed, were] = [head.tests.executed, base.tests.executed];
    if (executed >= were) return undefined;
    return {
      kind: 'fewer-tests',
      message: `${gate} has run ${executed} tests, and ${were} on the base`,
      tests: [gate],
    };
  }
  const gone = [...before.executed].filter(([name, bare]) => !now.executed.has(name) && !now.bare.has(bare));
  const names = gone.map(([name]) => name);
  const isFewer = now.executed.size < before.executed.size || names.some((name) => now.skipped.has(name));
  if (!isFewer && names.length === 0) return undefined;
  const counts = `${gate} has run ${now.executed.size} tests, and ${before.executed.size} on the base`;
  return isFewer
    ? { kind: 'fewer-tests', message: counts, tests: names.length > 0 ? names : [gate] }
    : { kind: 'tests-gone', message: `${gate} has as many tests as on the base, under other names`, tests: names };
}

interface Names {
  /** With the file, and without. A test may move to another file. */
  readonly executed: ReadonlyMap<string, string>;
  readonly bare: ReadonlySet<string>;
  readonly skipped: ReadonlySet<string>;
}

function namesOf({ tests }: Gate, mayChange: (file: string) => boolean): Names | undefined {
  const names = tests?.names?.filter(({ file }) => file === undefined || !mayChange(file));
  if (!names) return undefined;
  const executed = names.filter(({ outcome }) => outcome !== 'skipped');
  const skipped = names.filter(({ outcome }) => outcome === 'skipped');
  return {
    executed: new Map(executed.map((test) => [nameOfTest(test), test.name])),
    bare: new Set(executed.map(({ name }) => name)),
    skipped: new Set(skipped.map(nameOfTest)),
  };
}
