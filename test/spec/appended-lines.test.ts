import { expect, test } from 'vitest';
import { appendedLines } from '../../core/spec/appended-lines.ts';

const log = '# Decisions\n\n## D1 — Store\n\nFiles only.\n';
const table = '# Decisions\n\n| # | Decision |\n| - | - |\n| D1 | Files |\n\nThat is all.\n';

test.each<[string, string, string, readonly string[]]>([
  ['nothing', log, log, []],
  ['nothing but blanks', log, log.replace('only.\n', 'only.  \n\n\n'), []],
  ['a section at the end', log, `${log}\n## D2 — Cache\n`, ['', '## D2 — Cache']],
  ['all of a new file', '', '# D2\n', ['# D2']],
  ['a row at the end of a table', table, table.replace('| D1 | Files |\n', '$&| D2 | Cache |\n'), ['| D2 | Cache |']],
  ['a line that is there already', 'a\n', 'a\na\n', ['a']],
  ['lines of another system', log.replaceAll('\n', '\r\n'), `${log}More.\n`, ['More.']],
])('%s is told as what was added.', (_, before, after, added) => {
  expect(appendedLines(before, after)).toEqual(added);
});

test.each<[string, string, string]>([
  ['Another word', log, log.replace('Files', 'A database')],
  ['A line that is gone', log, log.replace('Files only.\n', '')],
  ['A line in the middle', log, log.replace('\nFiles', '\nNot so:\nFiles')],
  ['A line before all others', log, `Nothing of this holds.\n${log}`],
  ['Another word beside a section at the end', log, `${log.replace('Files', 'A database')}\n## D2\n`],
  ['A row in the middle of a table', table, table.replace('| D1', '| D0 | No |\n| D1')],
  ['A row and a sentence behind a table', table, table.replace('| D1 | Files |\n', '$&| D2 | Cache |\nNot D1.\n')],
  ['A row in place of another', table, table.replace('| D1 | Files |', '| D2 | Cache |')],
  ['Fewer of the same lines', 'a\n| b |\na\n| b |\nc\n', 'a\n| b |\nc\n'],
  ['Nothing left', log, ''],
])('%s is more than an addition.', (_, before, after) => {
  expect(appendedLines(before, after)).toBeUndefined();
});
