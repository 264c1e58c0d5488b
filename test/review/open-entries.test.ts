import { describe, expect, test } from 'vitest';
import { openEntries, pathsIn } from '../../core/review/open-entries.ts';
import { isRaisedAgain } from '../../core/review/raised-again.ts';
import { appendToBacklog } from '../../core/review/backlog.ts';

const backlog = `# Findings

### P1-1 — Late

**Citation**: \`src/a.ts:12\`

### P1-2 — Fixed (FIXED)

### P2-1 — Twice

### P2-1 — Twice in another way (DEFERRED)

### P2-3 — Meant so (by design)
`;

describe('openEntries', () => {
  test('are those that are open or deferred, by the id that is written where only one entry has it.', () => {
    const entries = openEntries(backlog);
    expect(entries.map(({ id }) => id)).toEqual([
      'P1-1',
      expect.stringMatching(/^[0-9a-f]{12}$/),
      expect.stringMatching(/^[0-9a-f]{12}$/),
    ]);
    expect(new Set(entries.map(({ id }) => id)).size).toBe(3);
    expect(entries[0]?.paths).toEqual(['src/a.ts']);
  });

  test.each([
    ['a heading', undefined],
    ['a row', '# Findings\n\n| Severity | Where | Finding | Fix |\n|---|---|---|---|\n| P1 | a.ts | Old | x |\n'],
    ['a bullet', '# Findings\n\n- **P1** — `a.ts:1`. Old. Fix shape: x.\n'],
  ])('have the hash of their comment where no id is written: %s.', (_form, before) => {
    const finding = { severity: 'P2', path: 'src/b.ts', line: 3, title: 'Slow', fix: 'Cache it.' } as const;
    const from = { plan: 'demo', phase: '1', task: null, commit: 'c0ffee', date: '2026-05-01', reviewer: 'claude' };
    const after = appendToBacklog('b.md', before, [{ finding, from }]);
    const content = after.ok ? after.value : '';
    const [hash] = /(?<=<!-- finding )[0-9a-f]{12}/.exec(content) ?? [];
    expect(openEntries(content).at(-1)).toMatchObject({ id: hash, paths: ['src/b.ts'] });
    // Its place among others and its line have nothing to do with it.
    expect(openEntries(content.replace(':3`', ':9`')).at(-1)?.id).toBe(hash);
  });
});

test.each([
  ['src/a.ts:12', ['src/a.ts']],
  ['`src/a.ts:12-14`, `src/b.ts`', ['src/a.ts', 'src/b.ts']],
  ['crates/core/src/x.rs::Name and docs/y.md#part', ['crates/core/src/x.rs', 'docs/y.md']],
  ['位置：`包/文件.ts:3`；src/c.ts。', ['包/文件.ts', 'src/c.ts']],
  ['`app/(auth)/login/page.tsx:3`', ['app/(auth)/login/page.tsx']],
  ['`my dir/a.ts:12`, `C#/b.cs#part`', ['my dir/a.ts', 'C#/b.cs']],
  ["`it's/a,b.ts` and `Makefile:3`; `.eslintrc`", ["it's/a,b.ts", 'Makefile', '.eslintrc']],
  ['Makefile', []],
  ['§ 3.2', []],
  ['/etc/passwd', []],
])('%s names the paths %j.', (text, paths) => {
  expect(pathsIn(text)).toEqual(paths);
});

test.each([
  [true, 'in the same words', 'src/a.ts', 'Late'],
  [true, 'in more words', 'src/a.ts', 'The timer is late when the clock moves'],
  [true, 'by its id', 'src/a.ts', 'P1-1 still stands'],
  [false, 'of another file', 'src/b.ts', 'Late'],
  [false, 'about another thing', 'src/a.ts', 'Unused import'],
])('That an entry is raised again is %s for a finding %s.', (expected, _what, path, title) => {
  const [entry] = openEntries(backlog);
  expect(isRaisedAgain(entry!, [{ severity: 'P2', path, line: 1, title, fix: 'Do it.' }])).toBe(expected);
});
