import { isUncaught } from '../gate/uncaught.ts';
import type { Complaint } from '../result/charges.ts';
import type { Gate } from '../result/records.ts';
import { nameOfTest } from './same-failure.ts';
import type { TestName } from './leave.ts';

/**
 * Tests that a gate ran on the base, and does not run on the head. Fewer of them, such as are skipped now, and those of
 * files that are as they were make a verdict red; as many under other names in files that have changed are only said.
 */
export function fewerTests(
  { head, base }: { readonly head: Gate; readonly base: Gate },
  files: {
    /** It may be otherwise, or gone: it does not count. */
    readonly mayDiffer: (test: TestName) => boolean;
    readonly hasChanged: (file: string) => boolean;
    /** How many fewer may run of those that have no names: what is told is how many more are missing. */
    readonly mayBeFewer?: number;
  },
): Complaint | undefined {
  const { mayDiffer, hasChanged, mayBeFewer = 0 } = files;
  if (!base.tests) return undefined;
  const gate = `${head.project}:${head.target}`;
  // A process that is ended before its runner has counted says nothing, and may end well.
  if (!head.tests && base.tests.executed > mayBeFewer)
    return {
      kind: 'fewer-tests',
      message: `${gate} has not told of any test, and has run ${base.tests.executed} on the base`,
      tests: [gate],
      fewer: base.tests.executed - mayBeFewer,
    };
  const [now, before] = [namesOf(head, mayDiffer), namesOf(base, mayDiffer)];
  if (!now || !before) {
    const [executed, were] = [head.tests?.executed ?? 0, base.tests.executed];
    if (executed + mayBeFewer >= were) return undefined;
    return {
      kind: 'fewer-tests',
      message: `${gate} has run ${executed} tests, and ${were} on the base`,
      tests: [gate],
      fewer: were - executed - mayBeFewer,
    };
  }
  const executed = [...before.executed].filter(([key, test]) => !isMended(key, test, now));
  const gone = executed.filter(([key, { name }]) => !now.executed.has(key) && !now.bare.has(name));
  const names = gone.map(([name]) => name);
  const isLeftOut = gone.some(([name, { file }]) => now.skipped.has(name) || (file !== undefined && !hasChanged(file)));
  const isFewer = isLeftOut || now.executed.size + mayBeFewer < executed.length;
  if (!isFewer && names.length === 0) return undefined;
  const counts = `${gate} has run ${now.executed.size} tests, and ${executed.length} on the base`;
  return isFewer
    ? {
        kind: 'fewer-tests',
        message: counts,
        ...(names.length > 0
          ? { tests: names }
          : { tests: [gate], fewer: executed.length - now.executed.size - mayBeFewer }),
      }
    : { kind: 'tests-gone', message: `${gate} has as many tests as on the base, under other names`, tests: names };
}

/** Whether both say which tests they have run. */
export function areNamed(head: Gate, base: Gate | undefined): boolean {
  return head.tests?.names !== undefined && base?.tests?.names !== undefined;
}

/** A file that could not be loaded, or a suite, is named in place of its tests: once it is mended they are. */
function isMended(key: string, { name, file, outcome }: Named, now: Names): boolean {
  if (outcome !== 'failed' || now.executed.has(key)) return false;
  const above = file?.endsWith(name) === true ? `${file} > ` : `${key} > `;
  return [...now.executed.keys()].some((one) => one.startsWith(above));
}

type Named = NonNullable<NonNullable<Gate['tests']>['names']>[number];

interface Names {
  /** With the file, and without. A test may move to another file. */
  readonly executed: ReadonlyMap<string, Named>;
  readonly bare: ReadonlySet<string>;
  readonly skipped: ReadonlySet<string>;
}

function namesOf({ tests }: Gate, isLeft: (test: TestName) => boolean): Names | undefined {
  const names = tests?.names?.filter((test) => !isLeft(test) && !isUncaught(test));
  if (!names) return undefined;
  const executed = names.filter(({ outcome }) => outcome !== 'skipped');
  const skipped = names.filter(({ outcome }) => outcome === 'skipped');
  return {
    executed: new Map(executed.map((test) => [nameOfTest(test), test])),
    bare: new Set(executed.map(({ name }) => name)),
    skipped: new Set(skipped.map(nameOfTest)),
  };
}

/** Tests that ran on the base, and do not run on another tree that has their files. */
export function leftOut(
  gates: { readonly now: Gate; readonly base: Gate },
  mayDiffer: (test: TestName) => boolean,
): string[] {
  const [now, before] = [namesOf(gates.now, () => false), namesOf(gates.base, mayDiffer)];
  if (!now || !before) return [];
  return [...before.executed]
    .filter(([key, test]) => test.file !== undefined && !now.executed.has(key) && !isMended(key, test, now))
    .map(([key]) => key);
}

/** Those of the base's tests that passed there and fail on another tree; undefined where nobody knows their names. */
export function brokenTests(
  gates: { readonly now: Gate; readonly base: Gate },
  mayDiffer: (test: TestName) => boolean,
): string[] | undefined {
  const failing = gates.now.tests?.names?.filter(({ outcome }) => outcome === 'failed') ?? [];
  const before = gates.base.tests?.names;
  if (!before || failing.length === 0) return undefined;
  const passing = new Set(before.filter(({ outcome }) => outcome === 'passed').map(nameOfTest));
  return failing.filter((test) => passing.has(nameOfTest(test)) && !mayDiffer(test)).map(nameOfTest);
}

/** Files that are named as failed in place of their tests: they could not be loaded. */
export function unloadedFiles({ tests }: Gate): string[] {
  const failed = tests?.names?.filter(({ outcome }) => outcome === 'failed') ?? [];
  return failed.flatMap(({ name, file }) => (file?.endsWith(name) === true ? [file] : []));
}
