import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** Number → file, as the page says. */
function told(): [string, string][] {
  const page = readFileSync(join(root, 'docs/faults.md'), 'utf8');
  return [...page.matchAll(/^\| (F\d+) .*\]\(\.\.\/(test\/[\w./-]+)\) *\|$/gm)].map(([, number, file]) => [number!, file!]);
} // prettier-ignore

/** The numbers that titles of tests begin with, by file. */
function shown(): [string, string][] {
  const files = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.test.ts'))
    .flatMap((file) => {
      const text = readFileSync(join(root, 'test', file), 'utf8');
      const titles = text.matchAll(/[\w)]\(\s*['"`](F\d+): /g);
      return [...titles].map(([, number]): [string, string] => [number!, `test/${file.replaceAll('\\', '/')}`]);
    });
}

test('Each row of the page on faults names a file with a test of its number, and each such test has its row.', () => {
  const rows = told().map(String).toSorted();
  expect(rows.length).toBeGreaterThan(30);
  expect([...new Set(shown().map(String))].toSorted()).toEqual(rows);
});

test('The page has a row for each fault that a run must outlive.', () => {
  const numbers = [...range(10, 30), ...range(35, 46), 50].map((number) => `F${number}`);
  const rows = told().map(([number]) => number);
  expect(rows.toSorted()).toEqual(numbers.toSorted());
});

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
