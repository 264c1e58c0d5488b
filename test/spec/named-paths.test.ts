import { expect, test } from 'vitest';
import { markdownLines } from '../../core/markdown/lines.ts';
import { pathFinder } from '../../core/spec/named-paths.ts';

const paths = [
  'README.md',
  'docs/research/cache.md',
  'docs/research/spike-cache.md',
  'docs/research/study-parsers.md',
  'old/research/study-parsers.md',
  'specs/10-data.md',
  'specs/20-output.md',
  'vendors/parser',
  'vendor/lexer/src/lex.c',
];

function named(text: string, path = 'specs/10-data.md'): string[] {
  return pathFinder(paths)(markdownLines(text), path).map((one) => one.path);
}

test.each([
  ['a link', 'See [it](../docs/research/spike-cache.md#result).', 'docs/research/spike-cache.md'],
  ['a reference', '[it]: ../docs/research/spike-cache.md "Cache"', 'docs/research/spike-cache.md'],
  ['a code span', 'As `docs/research/cache.md` has it.', 'docs/research/cache.md'],
  ['a path from the root', 'See /docs/research/cache.md.', 'docs/research/cache.md'],
  ['a path with a line', 'See vendor/lexer/src/lex.c:12–14', 'vendor/lexer/src/lex.c'],
  ['the end of a memo’s path', 'See research/spike-cache.md.', 'docs/research/spike-cache.md'],
  ['a memo’s name', '结论见spike-cache.md（通过）', undefined],
  ['a memo’s name between signs', '结论见 spike-cache.md（通过）', 'docs/research/spike-cache.md'],
  ['a memo’s name without its ending', 'The Spike-cache says so', 'docs/research/spike-cache.md'],
  ['a file beside it', 'See 20-output.md', 'specs/20-output.md'],
  ['a folder', 'See `vendor/lexer/`, 9', 'vendor/lexer'],
  ['a folder without its slash', 'See vendor/lexer/src.', 'vendor/lexer/src'],
  ['a folder beside it', 'See ../vendor/', 'vendor'],
  ['what lies in a submodule', 'See `vendors/parser/src/parse.rs`', 'vendors/parser'],
])('%s names its file.', (_what, text, expected) => {
  expect(named(text)).toEqual(expected === undefined ? [] : [expected]);
});

test.each([
  ['words', 'The cache is a study of its own and/or not; see parsers, README and so on ... /'],
  ['a name that several memos have', 'See study-parsers.md'],
  ['a path that is not there', 'See docs/research/spike-other.md, ../cache.md and ../../etc/passwd'],
  ['a file that is not in a folder that is', 'See vendor/lexer/src/parse.c'],
  ['a word that is a folder too', 'See vendor, docs and ./'],
  ['code', '```\ndocs/research/cache.md\n```'],
  ['a comment', '<!--\ndocs/research/cache.md\n-->'],
  ['itself', 'This is 10-data.md'],
])('%s names none.', (_what, text) => {
  expect(named(text)).toEqual([]);
});

test('Each name has its place and its line.', () => {
  const found = pathFinder(paths)(markdownLines('# A\n\nSee `spike-cache`, README.md'), 'README.md');
  expect(found).toEqual([
    { path: 'docs/research/spike-cache.md', line: 3, column: 6, text: 'See `spike-cache`, README.md' },
  ]);
});

test('A long line is read in one go.', () => {
  const started = process.cpuUsage();
  expect(named(`${'./'.repeat(30_000)}\n${'.'.repeat(60_000)}\n${'a-'.repeat(30_000)}`)).toEqual([]);
  expect(process.cpuUsage(started).user / 1000).toBeLessThan(2000);
});
