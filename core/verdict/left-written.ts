import type { WrittenTests } from '../cheat/written-tests.ts';
import type { Gate } from '../result/records.ts';
import type { TestName } from './leave.ts';
import { leftOut } from './test-counts.ts';

/**
 * Tests that ran on the base, do not run on the change, and stand in their file all the same, under the same title and not
 * off: asked of files that do not load on the base as they are now, so that no runner says what is in them. What nobody is
 * sure of is left to those who read the change. `written`: of these files, by their paths.
 */
export function leftWritten(
  gates: { readonly head: Gate; readonly base: Gate; /** With the files as they are now. */ readonly onBase: Gate },
  written: ReadonlyMap<string, WrittenTests>,
  mayGo: (test: TestName) => boolean,
): string[] {
  const { head, base, onBase } = gates;
  const now = namesOf(head);
  const isLoaded = (file: string): boolean =>
    namesOf(onBase).some((one) => one.file === file && one.outcome !== 'skipped' && !file.endsWith(one.name));
  return leftOut({ now: head, base }, (test) => {
    const { file = '', name } = test;
    const isWritten = written.get(file)?.has(name) === true;
    return mayGo(test) || isLoaded(file) || isAmong(now, test) || !isWritten;
  });
}

/** It may stand in another suite of its file. */
function isAmong(tests: readonly Named[], { file, name }: TestName): boolean {
  const title = name.split(' > ').at(-1);
  return tests.some((one) => one.file === file && one.name.split(' > ').at(-1) === title);
}

type Named = NonNullable<NonNullable<Gate['tests']>['names']>[number];

function namesOf({ tests }: Gate): readonly Named[] {
  return tests?.names ?? [];
}
