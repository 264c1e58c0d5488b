import { describe, expect, test } from 'vitest';
import { isMemo, memoSays, readMemo } from '../../core/spec/memo.ts';

const nothing = { kind: null, status: null, owner: null, date: null, outcome: null, decision: null };
const all = {
  kind: 'spike',
  status: 'done',
  owner: 'Ada',
  date: '2026-03-01',
  outcome: 'PASS',
  decision: 'GO',
} as const;

function read(...lines: string[]): ReturnType<typeof readMemo> {
  return readMemo('docs/research/memo.md', lines.join('\n'));
}

describe('The header of a memo is read from', () => {
  test.each([
    ['one line', ['# Cache', '', 'Status: done · Owner: Ada · Date: 2026-03-01 · Outcome: PASS | Decision: GO']],
    ['separate lines', ['# Cache', 'Status: done', 'Owner: Ada', 'Date: 2026-03-01', 'Outcome: PASS', 'Decision: GO']],
    [
      'bold labels, with the colon inside or outside',
      ['**Status:** done', '**Owner**: Ada', '- **Date**: 2026-03-01', '**Outcome: PASS**', '**DECISION**: `go`'],
    ],
    ['a block quote', ['> **Status**: done · **Owner**: Ada', '> - Date: 2026-03-01', '> Outcome: PASS; Decision: GO']],
    [
      'front matter',
      [
        '---',
        'status: "done"',
        "owner: 'Ada'",
        'date: 2026-03-01',
        'outcome: pass',
        'decision: GO',
        '---',
        '',
        '# Cache',
      ],
    ],
    [
      'lines with full-width colons',
      ['# 缓存', '状态：done', '负责人：Ada；日期：2026-03-01', 'Outcome：PASS', '决定：GO'],
    ],
  ])('%s.', (_how, lines) => {
    for (const end of ['\n', '\r\n']) {
      expect(readMemo('docs/research/Spike-cache.md', `\uFEFF${lines.join(end)}${end}`)).toEqual(all);
    }
  });

  test('the lines above the first heading below the title, and no code or comment among them.', () => {
    const lines = ['# Cache', '```', 'Status: code', '```', '<!-- Owner: nobody -->', '## Result', 'Outcome: PASS'];
    expect(read(...lines)).toEqual(nothing);
    expect(read('---', 'title: a', '---', '## Result', 'Outcome: PASS')).toEqual(nothing);
    expect(read('---', '## comment', 'outcome: PASS', '---', '# Cache').outcome).toBe('PASS');
  });

  test('labels at the start of a line or behind a separator, not from prose.', () => {
    expect(read('The status: unknown', 'Last owner: Ada', 'Status quo: fine', 'Post-decision: GO')).toEqual(nothing);
    expect(read('Status: draft · Depends on: 10 · Owner: Ada')).toMatchObject({ status: 'draft', owner: 'Ada' });
  });
});

test.each([
  ['docs/research/spike-cache.md', 'spike'],
  ['study-cache.md', 'study'],
  ['SURVEY-cache.md', 'survey'],
  ['docs/spike-memos/cache.md', null],
  ['spiked-cache.md', null],
])('The name %s makes a memo a %s.', (path, kind) => {
  expect(readMemo(path, '')).toEqual({ ...nothing, kind });
});

test.each([
  ['PASS', 'PASS'],
  ['✅ pass (3 of 3)', 'PASS'],
  ['Passed. One run failed at first.', 'PASS'],
  ['PASS — no caveats', 'PASS'],
  ['PASS-with-caveat', 'PASS-with-caveat'],
  ['PASS with caveats', 'PASS-with-caveat'],
  ['PASS — with one caveat', 'PASS-with-caveat'],
  ['FAIL', 'FAIL'],
  ['failed: too slow', 'FAIL'],
  ['PASS / FAIL', null],
  ['PASS / FAIL / PASS-with-caveat', null],
  ['did not pass', null],
  ['passable', null],
  ['open', null],
  ['', null],
])('The outcome %j is %s.', (text, outcome) => {
  expect(read(`Outcome: ${text}`).outcome).toBe(outcome);
});

test.each([
  ['GO', 'GO'],
  ['Go — start with phase 1', 'GO'],
  ['NO-GO', 'NO-GO'],
  ['no go; we go with the other one', 'NO-GO'],
  ['GO-with-amendments', 'GO-with-amendments'],
  ['GO (with amendments: two)', 'GO-with-amendments'],
  ['GO / NO-GO', null],
  ['GO / NO-GO / GO-with-amendments', null],
  ['not GO yet', null],
  ['go with the first', null],
  ['ongoing', null],
])('The decision %j is %s.', (text, decision) => {
  expect(read(`Decision: ${text}`).decision).toBe(decision);
});

test('What is written in two ways is not known, and what is written twice is.', () => {
  const memo = read(
    '---',
    'status: open',
    'outcome: PASS',
    'decision: GO',
    'owner: Ada',
    '---',
    'Status: done',
    'Outcome: pass, in 3 runs',
    'Decision: NO-GO',
    'Owner: Ada',
  );
  expect(memo).toEqual({ ...nothing, outcome: 'PASS', owner: 'Ada' });
});

test.each([
  [['Outcome: PASS'], 'go'],
  [['Outcome: PASS-with-caveat'], 'go'],
  [['Outcome: FAIL'], 'no-go'],
  [['Outcome: FAIL', 'Decision: GO-with-amendments'], 'go'],
  [['Outcome: PASS', 'Decision: NO-GO'], 'no-go'],
  [['Status: done'], 'open'],
])('A memo with %j says %s.', (lines, says) => {
  expect(memoSays(read(...lines))).toBe(says);
});

test.each([
  ['docs/research/cache.md', true],
  ['notes/Spike-cache.md', true],
  ['docs/research/README.md', false],
  ['docs/research/index.md', false],
  ['docs/research/cache.png', false],
  ['docs/researchers/cache.md', false],
  ['specs/10-survey.md', false],
])('%s is a memo: %s.', (path, expected) => {
  expect(isMemo(path)).toBe(expected);
});
