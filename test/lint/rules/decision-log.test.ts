import { expect, test } from 'vitest';
import { complain, type Files } from '../complain.ts';

const log = { 'specs/99-key-decisions.md': '## D1 — a\n## D2 — b\n' };
const ids = (text: string, files: Files = log): string[] =>
  complain('decision-log', { 'specs/91-impl-plan.md': text, ...files }).map(
    ({ message }) => message.split(',')[0] ?? '',
  );

test('Without a log, and in another form than its ids have, nothing is a reference.', () => {
  expect(ids('See D9', {})).toEqual([]);
  expect(ids('ADR-9 and D6-9')).toEqual([]);
  expect(ids('See D9, [D8](99-key-decisions.md) `D7`')).toEqual(['Unexpected decision D9', 'Unexpected decision D8']);
});

test.each([
  'Vitamin D3 and D4 are kept apart.',
  'Charts are drawn with D3, as D3 charts are fast, see D3 docs.',
  'Section D3 of RFC 9110, see D4 of RFC 9110.',
  'A Cloudflare D7 database, or D8 with R2.',
  'In 2D/3D, S3/D5, row D6 of the sheet.',
])('%s names no decision.', (text) => {
  expect(ids(text)).toEqual([]);
});

test.each([
  ['One writer (D7).', ['D7']],
  ['As in D7, D8 and D9.', ['D7', 'D8', 'D9']],
  ['The decisions D7–D9 bind.', ['D7', 'D9']],
  ['按 D7 执行；见D8。', ['D7', 'D8']],
  ['Here D7 says otherwise.', ['D7']],
  ['Per [D7](99-key-decisions.md#d7), see D8 of the decision log.', ['D7', 'D8']],
])('%s does.', (text, named) => {
  expect(ids(text)).toEqual(named.map((id) => `Unexpected decision ${id}`));
});

test('Two numbers with a dash may be a range.', () => {
  const files = { 'specs/99-key-decisions.md': '## D1 — a\n## D6-2 — b\n## D6 — c\n## D9 — d\n' };
  expect(ids('D6-9 and D6-8', files)).toEqual(['Unexpected decision D6-8']);
});

test('What another spec of the set defines is there, too.', () => {
  expect(ids('See D9', { ...log, 'specs/93-improvements-review.md': '### D9 — later\n' })).toEqual([]);
});

test('Files of their own are named by their numbers.', () => {
  const files = {
    'specs/decisions/0001-a.md': '# 1. A\n',
    'specs/decisions/0002-b.md': '# 2. B\nSuperseded by ADR-7\n',
  };
  expect(ids('ADR-1, ADR 0002, ADR-0003', files)).toEqual([
    'Unexpected decision ADR-0003',
    'Unexpected ADR-7 as what supersedes ADR-0002',
  ]);
});
