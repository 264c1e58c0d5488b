import { expect, test } from 'vitest';
import { citations, resolveCitation } from '../../core/spec/citation.ts';

const data = [
  '# Data',
  '## 2. Model',
  'All of it.',
  '### 2.1 Types',
  'Small.',
  '```',
  '## 2.2 sample',
  '```',
  '### 2.10 Limits & `caps`',
  '4 KiB.',
  '## 3. Disk',
  'Slow.',
].join('\n');

const files = [
  { path: 'specs/10-data.md', content: data },
  { path: 'specs/archive/10-old.md', content: 'old' },
  { path: 'specs/3-short.md', content: 'short' },
  { path: 'docs/research/memo.md', content: 'memo' },
  { path: 'docs/research/spike.md', content: 'spike' },
  { path: 'CLAUDE.md', content: '# Rules\n## Documentation\nWrite it.\n' },
];

function resolve(spec: string, planPath = 'specs/91-impl-plan.md') {
  const [citation] = citations(spec);
  return citation && resolveCitation(citation, files, planPath);
}

test('A number is the file with this prefix, the one nearest to the top of the spec folder.', () => {
  expect(resolve('10')).toEqual({ ok: [{ path: 'specs/10-data.md', heading: null, line: 1, text: data }] });
  expect(resolve('10', 'specs/delivery/impl-plan.md')).toEqual(resolve('10'));
  expect(resolve('03')).toMatchObject({ ok: [{ path: 'specs/3-short.md' }] });
});

test('A section reaches to the next heading of the same or a higher level.', () => {
  expect(resolve('10 § 2')).toMatchObject({
    ok: [{ heading: '2. Model', line: 2, text: expect.stringContaining('4 KiB.') }],
  });
  expect(resolve('10 § 2.1')).toEqual({
    ok: [
      {
        path: 'specs/10-data.md',
        heading: '2.1 Types',
        line: 4,
        text: '### 2.1 Types\nSmall.\n```\n## 2.2 sample\n```\n',
      },
    ],
  });
  expect(resolve('10 §§ 2.10, 3')).toMatchObject({ ok: [{ line: 9 }, { line: 11, text: '## 3. Disk\nSlow.' }] });
});

test('An anchor is found as GitHub makes it.', () => {
  expect(resolve('[10](./10-data.md#210-limits--caps)')).toMatchObject({ ok: [{ heading: '2.10 Limits & `caps`' }] });
  expect(resolve('[rules § Documentation](../CLAUDE.md)')).toMatchObject({
    ok: [{ heading: 'Documentation', line: 2 }],
  });
});

test('A folder is all that lies in it, and a bare path may start at the root.', () => {
  expect(resolve('docs/research')).toMatchObject({
    ok: [{ path: 'docs/research/memo.md' }, { path: 'docs/research/spike.md' }],
  });
  expect(resolve('[notes](../docs/research/)')).toMatchObject({ ok: [{}, {}] });
  expect(resolve('CLAUDE.md')).toMatchObject({ ok: [{ path: 'CLAUDE.md' }] });
});

test.each([
  ['99', 'a file specs/99-*.md'],
  ['10 § 2.2', 'a heading § 2.2 in specs/10-data.md'],
  ['10 § 1', 'a heading § 1 in specs/10-data.md'],
  ['[10](./10-data.md#gone)', 'a heading #gone in specs/10-data.md'],
  ['[x](./gone.md)', 'a file specs/gone.md'],
  ['[x](../../../etc/passwd.md)', 'a file ../../etc/passwd.md'],
  ['new/spec.md', 'a file specs/new/spec.md or new/spec.md'],
  ['/new/spec.md', 'a file new/spec.md'],
  ['research/memo.md', 'a file specs/research/memo.md or research/memo.md (there is docs/research/memo.md)'],
  ['[x](./memo.md)', 'a file specs/memo.md (there is docs/research/memo.md)'],
  ['new spec', 'anything that "new spec" points at'],
])('%s is missing: %s', (spec, missing) => {
  expect(resolve(spec)).toEqual({ missing });
});

test('Where a project lies deeper, all places that were looked at are named.', () => {
  expect(resolve('specs/gone.md', 'packages/a/specs/91-impl-plan.md')).toEqual({
    missing: 'a file packages/a/specs/specs/gone.md or specs/gone.md or packages/a/specs/gone.md',
  });
});

test('Two files with one number are not guessed between.', () => {
  const twins = [
    { path: 'specs/10-a.md', content: '' },
    { path: 'specs/10-b.md', content: '' },
  ];
  const [citation] = citations('10');
  expect(citation && resolveCitation(citation, twins, 'specs/91-impl-plan.md')).toEqual({
    missing: 'one file specs/10-*.md (there are specs/10-a.md, specs/10-b.md)',
  });
});
