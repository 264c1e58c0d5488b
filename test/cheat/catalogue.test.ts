import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cheats } from '../../core/cheat/cheats.ts';
import { catalogue } from '../../scripts/cheat-catalogue.ts';

test('The catalogue has 44 rows, each of which says what stops it, and all cheats are in it.', () => {
  expect(catalogue).toHaveLength(44);
  const named = new Set(catalogue.flatMap(({ inChange }) => inChange).filter((one) => one !== 'gate surface'));
  expect([...named].toSorted()).toEqual(cheats.map(({ id }) => id));
  expect(catalogue.filter(({ inChange, beside }) => inChange.length === 0 && beside === undefined)).toEqual([]);
});

test('What stops a row beside the change is shown by a test that is there.', () => {
  const unshown = catalogue.filter(({ beside, shownBy }) =>
    shownBy === undefined ? beside !== undefined && !beside.startsWith('nothing') : !isShown(shownBy),
  );
  expect(unshown.map(({ what }) => what)).toEqual([]);
});

function isShown([file, title]: readonly [string, string]): boolean {
  return readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8').includes(title);
}
