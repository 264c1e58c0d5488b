import type { Gate } from '../result/records.ts';
import type { TestName } from './leave.ts';
import { leftOut } from './test-counts.ts';

/**
 * Tests that ran on the base, do not run on the change, and stand in their file all the same: asked of files that do not
 * load on the base as they are now, so that no runner says what is in them. `texts`: these files, by their paths.
 */
export function leftWritten(
  gates: { readonly head: Gate; readonly base: Gate; /** With the files as they are now. */ readonly onBase: Gate },
  texts: ReadonlyMap<string, string>,
  mayGo: (test: TestName) => boolean,
): string[] {
  const { head, base, onBase } = gates;
  const now = namesOf(head);
  const isLoaded = (file: string): boolean =>
    namesOf(onBase).some((one) => one.file === file && one.outcome !== 'skipped' && !file.endsWith(one.name));
  return leftOut({ now: head, base }, (test) => {
    const { file = '', name } = test;
    return mayGo(test) || isLoaded(file) || isAmong(now, test) || !isWritten(texts.get(file) ?? '', titleOf(name));
  });
}

/** It may stand in another suite of its file. */
function isAmong(tests: readonly Named[], { file, name }: TestName): boolean {
  return tests.some((one) => one.file === file && titleOf(one.name) === titleOf(name));
}

type Named = NonNullable<NonNullable<Gate['tests']>['names']>[number];

function namesOf({ tests }: Gate): readonly Named[] {
  return tests?.names ?? [];
}

/** Without the suites that it stands in, and the row that it has in a table. */
function titleOf(name: string): string {
  return (name.split(' > ').at(-1) ?? '').replace(/\[.*$/, '');
}

/** In quotes, as what a function is called, or said by words as in other languages. */
function isWritten(text: string, title: string): boolean {
  const quoted = ["'", '"', '`'].some((quote) => text.includes(quote + title + quote));
  return quoted || text.includes(` ${title}(`);
}
