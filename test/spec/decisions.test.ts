import { describe, expect, test } from 'vitest';
import { decisionForm, decisionIds, decisionKey, definedIds, readDecisions } from '../../core/spec/decisions.ts';

function read(content: string, path = 'specs/99-key-decisions.md') {
  return readDecisions({ path, content }).map(({ id, title, line, supersededBy, status }) => ({
    id,
    title,
    line,
    by: supersededBy && `${supersededBy.id}:${supersededBy.line}`,
    status,
  }));
}

describe('Headings', () => {
  test('Ids, titles and lines are read in many spellings.', () => {
    const headings = [
      '## D1 — One',
      '### D6-2: Two',
      '## D3. Three',
      '## [D4] Four',
      '## Decision D5 - Five',
      '## D6：六',
      '## 决策 D7：七',
    ];
    expect(read(headings.join('\n\n')).map(({ id, title, line }) => `${line} ${id} ${title}`)).toEqual([
      '1 D1 One',
      '3 D6-2 Two',
      '5 D3 Three',
      '7 D4 Four',
      '9 D5 Five',
      '11 D6 六',
      '13 D7 七',
    ]);
  });

  test('A heading below that names the decision again belongs to it; one beside it is a second entry.', () => {
    expect(read('## D1 — a\n### D1 amendment\n## D2 — b\n## D2 — c').map(({ id, line }) => `${id}:${line}`)).toEqual([
      'D1:1',
      'D2:3',
      'D2:4',
    ]);
  });

  test('Other headings are no decisions.', () => {
    expect(read('# Decisions\n## D3.js charts\n## D-Day\n## Index of D1\n```\n## D9 — code\n```')).toEqual([]);
  });
});

describe('What supersedes', () => {
  test.each([
    'Status: superseded by D9',
    '**Status**: Superseded by [D9](#d9--b)',
    '> Superseded by **D9**.',
    '- Replaced with D9 in May',
    '状态：已被 D9 取代',
    '本决策由 [D9](#d9) 替代。',
  ])('%s', (line) => {
    expect(read(`## D1 — a\n\n${line}\n\n## D9 — b\n`)[0]).toMatchObject({ id: 'D1', by: 'D9:3' });
  });

  test('It may stand in the heading, or in the cell of a table.', () => {
    expect(read('## D1 — a (superseded by D9)')[0]).toMatchObject({ by: 'D9:1' });
    expect(read('| ID | What | Status |\n|---|---|---|\n| D1 | a | superseded by D9 |\n| **D2** | b | ok |')).toEqual([
      { id: 'D1', title: 'a', line: 3, by: 'D9:3', status: '' },
      { id: 'D2', title: 'b', line: 4, by: null, status: '' },
    ]);
  });

  test.each([
    'Superseded in part by D9',
    'Supersedes D9',
    'See D9',
    '部分被 D9 取代',
    '`superseded by D9`',
    '```\nsuperseded by D9\n```',
  ])('%s leaves it as it is.', (line) => {
    expect(read(`## D1 — a\n\n${line}\n`)[0]).toMatchObject({ by: null });
  });

  test('The status is what its line says.', () => {
    expect(read('## D1 — a\n**Status:** accepted\n')[0]).toMatchObject({ status: 'accepted' });
    expect(read('## D1 — a\n- 状态：已接受\n')[0]).toMatchObject({ status: '已接受' });
  });
});

test('A file of a folder of decisions is one decision.', () => {
  const content = '# 3. Use a rope\n\n## Status\n\nSuperseded by [ADR-0005](0005-tree.md)\n';
  expect(read(content, 'docs/decisions/0003-rope.md')).toEqual([
    { id: 'ADR-0003', title: 'Use a rope', line: 1, by: 'ADR-0005:5', status: '' },
  ]);
});

test('Ids are found in texts, and not in words, paths and ranges.', () => {
  const text = 'D1, (D2) [D6-2](99.md#d6-2) D7；见D8、ADR 12 and ADR-0003. D3.js 3D9 /D4 D5-D6 xD1 D1x #D1 $D1';
  expect(decisionIds(text).map(({ id }) => id)).toEqual(['D1', 'D2', 'D6-2', 'D7', 'D8', 'ADR 12', 'ADR-0003']);
});

test('Spellings of one id have one key, and kinds of ids one form.', () => {
  expect(['ADR-0003', 'ADR 3', 'ADR3'].map(decisionKey)).toEqual(['ADR-3', 'ADR-3', 'ADR-3']);
  expect(decisionKey('D10')).toBe('D10');
  expect(decisionKey('D01')).toBe('D1');
  expect(['D12', 'D6-2', 'ADR 12'].map(decisionForm)).toEqual(['D1', 'D1-1', 'ADR-1']);
});

test('Ids are defined by what starts with them.', () => {
  const content =
    '## D1 — a\n- **D2**: b\n| D3 | c |\n1. D4 — d\n> D5: e\nAs D6 says in\nD7: b\n| a | D8 |\n**D9-1** — c\n';
  expect(definedIds({ path: 'a.md', content })).toEqual(['D1', 'D2', 'D3', 'D4', 'D5', 'D9-1']);
});
