import { describe, expect, test } from 'vitest';
import { decisionForm, decisionIds, decisionKey } from '../../core/spec/decision-id.ts';
import { isGivenUp } from '../../core/spec/decision-state.ts';
import { definedIds, readDecisions } from '../../core/spec/decisions.ts';

function read(content: string, path = 'specs/99-key-decisions.md') {
  return readDecisions({ path, content }).map(({ id, title, line, supersededBy, status }) => ({
    id,
    title,
    line,
    by: supersededBy && `${supersededBy.id}:${supersededBy.line}`,
    status,
  }));
}

function superseded(content: string): string[] {
  return readDecisions({ path: 'specs/99-key-decisions.md', content })
    .flatMap(({ supersedes }) => supersedes)
    .map(({ id, line }) => `${id}:${line}`);
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
      { id: 'D1', title: 'a', line: 3, by: 'D9:3', status: 'superseded by D9' },
      { id: 'D2', title: 'b', line: 4, by: null, status: 'ok' },
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

describe('What a decision supersedes', () => {
  test.each([
    ['Supersedes D1', ['D1:3']],
    ['**Supersedes:** [D1](#d1--a), **D3** and D4-1.', ['D1:3', 'D3:3', 'D4-1:3']],
    ['Status: accepted; replaces D1 (too slow)', ['D1:3']],
    ['- This decision replaces D1 — it was too slow.', ['D1:3']],
    ['本决策取代 D1。', ['D1:3']],
    ['替代了 D1、D3，见下文', ['D1:3', 'D3:3']],
  ])('%s', (line, ids) => {
    expect(superseded(`## D2 — b\n\n${line}\n`)).toEqual(ids);
  });

  test.each([
    'Supersedes D1 in part.',
    'Supersedes D1 for readers',
    "Replaces D1's cache.",
    'It would replace D1, and never supersedes D1.',
    'D5 supersedes D1.',
    'D5 被取代 D1。',
    '部分取代 D1',
    '取代 D1 的缓存',
    'Supersedes D2.',
    '`supersedes D1`',
  ])('%s says nothing of the kind.', (line) => {
    expect(superseded(`## D2 — b\n\n${line}\n`)).toEqual([]);
  });

  test('It may stand in the heading, or in the cell of a table.', () => {
    expect(superseded('## D2 — b (supersedes D1)')).toEqual(['D1:1']);
    expect(superseded('| ID | What | Notes |\n|---|---|---|\n| D2 | b | supersedes D1 |')).toEqual(['D1:3']);
  });

  test.each(['Proposed', 'Rejected', 'draft', '草案', '已撤回'])('Not as long as it is %s.', (status) => {
    expect(superseded(`## D2 — b\nStatus: ${status}\nSupersedes D1\n`)).toEqual([]);
  });
});

test.each([
  ['Withdrawn', true],
  ['rejected in May', true],
  ['❌ Deprecated (2025)', true],
  ['已废弃', true],
  ['撤回：太慢', true],
  ['却下', true],
  ['accepted', false],
  ['Deprecated in part', false],
  ['Rejected alternatives', false],
  ['not rejected', false],
  ['部分废弃', false],
])('Whether a decision is given up whose status is %s: %s.', (status, expected) => {
  expect(isGivenUp(status)).toBe(expected);
});

test('A file of a folder of decisions is one decision.', () => {
  const content = '# 3. Use a rope\n\n## Status\n\nSuperseded by [ADR-0005](0005-tree.md)\n';
  expect(read(content, 'docs/decisions/0003-rope.md')).toEqual([
    {
      id: 'ADR-0003',
      title: 'Use a rope',
      line: 1,
      by: 'ADR-0005:5',
      status: 'Superseded by [ADR-0005](0005-tree.md)',
    },
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
