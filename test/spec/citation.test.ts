import { expect, test } from 'vitest';
import { citations } from '../../core/spec/citation.ts';

test.each([
  ['14', [['14', []]]],
  [
    '00, 20；50',
    [
      ['00', []],
      ['20', []],
      ['50', []],
    ],
  ],
  [
    '10, 61 § 2.1',
    [
      ['10', []],
      ['61', ['2.1']],
    ],
  ],
  [
    '14 § 4, 22',
    [
      ['14', ['4']],
      ['22', []],
    ],
  ],
  ['50 §§ 3.6, 3.7', [['50', ['3.6', '3.7']]]],
  [
    '50 §§ 3.1–3.3, 14 § 10.1',
    [
      ['50', ['3.1', '3.2', '3.3']],
      ['14', ['10.1']],
    ],
  ],
  [
    '13 §§ 2, 3, 61',
    [
      ['13', ['2', '3']],
      ['61', []],
    ],
  ],
])('%s is read as numbers with sections.', (spec, expected) => {
  expect(citations(spec)).toMatchObject(expected.map(([number, sections]) => ({ kind: 'number', number, sections })));
});

test.each([
  ['[10](./10-data.md)', { kind: 'link', path: './10-data.md', anchor: null, sections: [] }],
  [
    '[10 § 2.2](./10-data.md#in-memory-ir)',
    { kind: 'link', path: './10-data.md', anchor: 'in-memory-ir', sections: ['2.2'] },
  ],
  ['[10-data.md § 3.1](./10-data.md)', { kind: 'link', path: './10-data.md', sections: ['3.1'] }],
  ['[10](./10-data.md) § 4', { kind: 'link', sections: ['4'] }],
  ['[Docs § Documentation](../CLAUDE.md)', { kind: 'link', path: '../CLAUDE.md', sections: ['Documentation'] }],
  ['CLAUDE.md', { kind: 'path', path: 'CLAUDE.md' }],
  ['docs/research', { kind: 'path', path: 'docs/research' }],
  ['`docs/计划.md#ziel`', { kind: 'path', path: 'docs/计划.md', anchor: 'ziel' }],
  ['90 M4', { kind: 'unclear', text: '90 M4' }],
  ['new spec', { kind: 'unclear', text: 'new spec' }],
  ['[D9]', { kind: 'unclear', text: '[D9]' }],
  ['[site](https://example.org/a.md)', { kind: 'unclear' }],
])('%s is read as %o', (spec, expected) => {
  expect(citations(spec)).toMatchObject([expected]);
});

test('Several kinds stand side by side, and a note in parentheses is passed over.', () => {
  const found = citations('`a/b.rs` (delete on close), 61, Makefile design update<br>[7](./07-x.md)');
  expect(found.map(({ kind, text }) => [kind, text])).toEqual([
    ['path', '`a/b.rs`'],
    ['number', '61'],
    ['unclear', 'Makefile design update<br>[7](./07-x.md)'],
  ]);
});

test.each(['', ' ', '—', '-', 'n/a', 'none'])('%j cites nothing.', (spec) => {
  expect(citations(spec)).toEqual([]);
});

test.each(['['.repeat(5_000), '§'.repeat(5_000), '1,'.repeat(5_000), '(', '`', '[](', '1 §§ 2–999999'])(
  'Odd text is read to its end.',
  (spec) => {
    expect(() => citations(spec)).not.toThrow();
  },
);
