import type { Complaint } from '../result/charges.ts';
import type { Gate } from '../result/records.ts';
import { nameOfTest } from './same-failure.ts';

/**
 * Tests that a gate ran on the base, and does not run on the head. Fewer of them, such as are skipped now, and those of
 * files that are as they were make a verdict red; as many under other names in files that have changed are only said.
 */
export function fewerTests(
  { head, base }: { readonly head: Gate; readonly base: Gate },
  files: {
    /** The plan lets it change: its tests do not count. */
    readonly mayChange: (file: string) => boolean;
    readonly hasChanged: (file: string) => boolean;
  },
): Complaint | undefined {
  const { mayChange, hasChanged } = files;
  if (!base.tests) return undefined;
  const gate = `${head.project}:${head.target}`;
  // A process that is ended before its runner has counted says nothing, and may end well.
  if (!head.tests)
    return {
      kind: 'fewer-tests',
      message: `${gate} has not told of any test, and has run ${base.tests.executed} on the base`,
      tests: [gate],
    };
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
  const gone = [...before.executed].filter(([key, { name }]) => !now.executed.has(key) && !now.bare.has(name));
  const names = gone.map(([name]) => name);
  const isLeftOut = gone.some(([name, { file }]) => now.skipped.has(name) || (file !== undefined && !hasChanged(file)));
  const isFewer = isLeftOut || now.executed.size < before.executed.size;
  if (!isFewer && names.length === 0) return undefined;
  const counts = `${gate} has run ${now.executed.size} tests, and ${before.executed.size} on the base`;
  return isFewer
    ? { kind: 'fewer-tests', message: counts, tests: names.length > 0 ? names : [gate] }
    : { kind: 'tests-gone', message: `${gate} has as many tests as on the base, under other names`, tests: names };
}

/** Whether both say which tests they have run. */
export function areNamed(head: Gate, base: Gate | undefined): boolean {
  return head.tests?.names !== undefined && base?.tests?.names !== undefined;
}

type Named = NonNullable<NonNullable<Gate['tests']>['names']>[number];

interface Names {
  /** With the file, and without. A test may move to another file. */
  readonly executed: ReadonlyMap<string, Named>;
  readonly bare: ReadonlySet<string>;
  readonly skipped: ReadonlySet<string>;
}

function namesOf({ tests }: Gate, mayChange: (file: string) => boolean): Names | undefined {
  const names = tests?.names?.filter(({ file }) => file === undefined || !mayChange(file));
  if (!names) return undefined;
  const executed = names.filter(({ outcome }) => outcome !== 'skipped');
  const skipped = names.filter(({ outcome }) => outcome === 'skipped');
  return {
    executed: new Map(executed.map((test) => [nameOfTest(test), test])),
    bare: new Set(executed.map(({ name }) => name)),
    skipped: new Set(skipped.map(nameOfTest)),
  };
}

/** Tests of some files that ran on the base and do not run on another tree that has the same files. */
export function leftOut(gates: { readonly now: Gate; readonly base: Gate }, files: readonly string[]): string[] {
  const now = namesOf(gates.now, () => false);
  const before = namesOf(gates.base, (file) => !files.includes(file));
  if (!now || !before) return [];
  return [...before.executed]
    .filter(([name, { file }]) => file !== undefined && !now.executed.has(name))
    .map(([name]) => name);
}
