import { describe, expect, test } from 'vitest';
import { appendToBacklog } from '../../core/review/backlog.ts';
import { backlogPath } from '../../core/review/backlog-path.ts';
import type { Finding } from '../../core/review/finding.ts';
import { openEntries } from '../../core/review/open-entries.ts';
import { markdownLines } from '../../core/markdown/lines.ts';
import { readPlan } from '../../core/plan/read.ts';

const from = {
  plan: 'demo',
  phase: '1',
  task: '1.2',
  commit: 'c0ffee1234567890',
  date: '2026-05-01',
  reviewer: 'claude opus',
};
const typo: Finding = { severity: 'P3', path: 'src/a.ts', line: 12, title: 'Typo in a name', fix: 'Rename it.' };
const slow: Finding = { severity: 'P2', path: 'src/b.ts', line: 1, title: 'Slow', fix: 'Cache it.' };

const path = 'specs/93-improvements-review.md';

/** An addition that has to go well. */
function append(before: string | undefined, findings: readonly Finding[], origin: typeof from, isOnly = false): string {
  const after = appendToBacklog(
    path,
    before,
    findings.map((finding) => ({ finding, isOnly, from: origin })),
  );
  if (!after.ok) throw new Error(after.failure.message);
  return after.value;
}

test.each([
  ['specs/delivery/impl-plan.md', 'specs/delivery/improvements-review.md'],
  ['specs/91-impl-plan.md', 'specs/93-improvements-review.md'],
  ['implementation-plan.toml', '93-improvements-review.md'],
])('The backlog of %s is %s.', (plan, backlog) => {
  expect(backlogPath(plan, '', ['README.md', plan])).toBe(backlog);
});

test.each([
  ['the one beside the plan', ['specs/deferred-findings.md', 'docs/findings-backlog.md'], 'specs/deferred-findings.md'],
  ['the one above it', ['app/src/improvement-review.md', 'improvements-review.md'], 'improvements-review.md'],
  ['the nearer one', ['93-improvements-review.md', 'specs/improvements-review.md'], 'specs/improvements-review.md'],
  [
    'the one that follows the others',
    ['specs/94-improvements-review.md', 'specs/93-improvements-review.md', 'specs/100-improvements-review.md'],
    'specs/100-improvements-review.md',
  ],
  [
    'the second one',
    ['specs/93-improvements-review.md', 'specs/94-improvements-review.md'],
    'specs/94-improvements-review.md',
  ],
])('The backlog is %s, where there is one.', (_which, paths, backlog) => {
  expect(backlogPath('specs/91-impl-plan.md', '', paths)).toBe(backlog);
});

test.each([
  ['below its docs', ['app/docs/first/93-improvements-review.md'], 'app/docs/first/93-improvements-review.md'],
  [
    'in its specs',
    ['app/docs/first/99-improvements-review.md', 'app/specs/93-improvements-review.md'],
    'app/specs/93-improvements-review.md',
  ],
  ['in its root', ['app/deferred-findings.md', 'app/specs/93-improvements-review.md'], 'app/deferred-findings.md'],
  [
    'nearest to the plan all the same',
    ['app/docs/94-improvements-review.md', 'app/specs/93-improvements-review.md'],
    'app/docs/94-improvements-review.md',
  ],
  [
    'a new one, where only others have one',
    [
      'lib/specs/93-improvements-review.md',
      'app/test/data/93-improvements-review.md',
      'application/specs/93-improvements-review.md',
    ],
    'app/docs/second/93-improvements-review.md',
  ],
])('A project has one backlog for all its plans: the one %s.', (_which, paths, backlog) => {
  expect(backlogPath('app/docs/second/implementation-plan.toml', 'app', paths)).toBe(backlog);
});

test('The project at the root has the backlog that is below its own folders, and no other project’s.', () => {
  const own = ['specs/delivery/improvements-review.md', 'app/specs/93-improvements-review.md'];
  for (const root of ['', '.']) expect(backlogPath('docs/implementation-plan.toml', root, own)).toBe(own[0]);
});

describe('appendToBacklog', () => {
  test('begins a file with a heading, and adds an entry for each finding.', () => {
    const text = append(undefined, [typo, slow], from);
    expect(text).toMatch(/^# Deferred findings\n/);
    expect(text).toContain(
      '### P3 — Typo in a name\n\n**Citation**: `src/a.ts:12`\n**Found**: review of phase 1 of demo, task 1.2, in c0ffee1234 of 2026-05-01, by claude opus\n**Fix shape**: Rename it.\n',
    );
    expect(text.match(/^### /gm)).toHaveLength(2);
    expect(text.endsWith('-->\n')).toBe(true);
  });

  test.each([
    ['with a newline at its end', '# Mine\n\nWords \u00a0 here.\n'],
    ['without one', '# Mine\n\n- [ ] do it'],
    ['with CRLF', '# Mine\r\n\r\nWords.\r\n'],
    ['that is empty', ''],
  ])('keeps what is there byte for byte, of a file %s.', (_title, before) => {
    const after = append(before, [typo], from);
    expect(after.startsWith(before)).toBe(true);
    expect(after.slice(before.length)).toMatch(/^\r?\n(\r?\n)?### P3/);
  });

  test('writes the line ends that the file has.', () => {
    const after = append('# Mine\r\n', [typo, slow], from);
    expect(after.replaceAll('\r\n', '')).not.toContain('\n');
  });

  test('adds a finding once: in one call, in the next one, and when the only such line has moved.', () => {
    const once = append(undefined, [typo], from);
    expect(append(undefined, [typo, { ...typo, severity: 'P2' }], from).match(/^### /gm)).toHaveLength(1);
    expect(append(once, [typo], from)).toBe(once);
    expect(append(once, [{ ...typo, line: 40 }], from, true)).toBe(once);
    const both = append(once, [typo, slow], from);
    expect(both.startsWith(once)).toBe(true);
    expect(both.match(/^### /gm)).toHaveLength(2);
  });

  test.each([
    ['with the lines that they quote', { ...typo, quote: 'let a;' }, { ...typo, line: 40, quote: 'let b;' }],
    ['without', typo, { ...typo, line: 40 }],
  ])('keeps two findings of a file with the same title apart, %s.', (_how, one, other) => {
    const both = append(undefined, [one, other], from);
    expect(new Set(both.match(/<!-- finding [0-9a-f]{12}/g))).toHaveProperty('size', 2);
    expect(append(append(undefined, [one], from), [one, other], from).match(/^### /gm)).toHaveLength(2);
    expect(append(both, [other, one], from)).toBe(both);
    expect(append(both, [other], from)).toBe(both);
  });

  const swallowed: Finding = { ...typo, severity: 'P2', title: 'The error is swallowed', quote: '} catch {' };

  test.each<[string, Partial<Finding>, boolean]>([
    ['another line that reads the same', { line: 80 }, false],
    ['another line that reads the same, and is worse', { line: 80, severity: 'P0' }, false],
    ['the same line, and is worse', { severity: 'P1' }, false],
    ['the only such line, wherever it has gone, and is worse', { line: 80, severity: 'P1' }, true],
  ])('takes no entry for a finding that is about %s.', (_, own, isOnly) => {
    const other = { ...swallowed, ...own };
    for (const state of ['', ' (DEFERRED)', ' (by design)']) {
      const once = append(undefined, [swallowed], from).replace(swallowed.title, `${swallowed.title}${state}`);
      const twice = append(once, [other], from, isOnly);
      expect(twice.slice(once.length)).toContain(`### ${other.severity} — ${other.title}\n\n**Citation**: \`src/a.ts`);
      expect(append(twice, [other], from, isOnly)).toBe(twice);
      expect(append(twice, [{ ...other, severity: 'P3' }], from, isOnly)).toBe(twice);
    }
  });

  test('says of no finding that it is there again after another one elsewhere was fixed.', () => {
    const fixed = append(undefined, [swallowed], from).replace(swallowed.title, `${swallowed.title} (FIXED)`);
    expect(append(fixed, [{ ...swallowed, line: 80 }], from)).not.toContain('again after');
    expect(append(fixed, [{ ...swallowed, line: 80 }], from, true)).toContain('again after');
    expect(append(fixed, [{ ...swallowed, severity: 'P0' }], from)).toContain('again after');
  });

  test.each([
    ['headings', '# Findings\n\n### P2-1 — Old\n\n**Where**: a.ts\n'],
    ['bullets', '# Findings\n\n- **P2** — src/x.ts:1. Late. Fix shape: hurry.\n'],
    ['rows', '# Findings\n\n| # | Severity | Where | Finding |\n|---|---|---|---|\n| F1 | P2 | a.txt:1 | Old |\n'],
    ['rows without a place', '# Findings\n\n| Severity | Issue / fix |\n|---|---|\n| P2 | a |\n'],
    ['rows without a severity', '# Findings\n\n| ID | Where | Finding |\n|---|---|---|\n| P2-1 | a.txt:1 | Old |\n'],
  ])('knows what it has written itself, of %s, whatever is in the path.', (_, before) => {
    for (const file of ['src/a.ts', 'src/C#/a b.ts', 'src/[id]/<x>.ts', 'a', 'src/`x`.ts', 'src/a|b.ts']) {
      const [one, other] = [
        { ...swallowed, path: file },
        { ...swallowed, path: file, line: 80 },
      ];
      const both = append(before, [one, other], from);
      expect(append(both, [other], from)).toBe(both);
      expect(append(both, [{ ...other, line: 8 }], from)).not.toBe(both);
    }
  });

  test('adds what was fixed and is found again, and says so; what is open, deferred or meant so is not added.', () => {
    const quoted = { ...typo, quote: 'let a;' };
    const once = append(undefined, [quoted, { ...quoted, quote: 'let b;' }], from);
    const fixed = once.replace('Typo in a name', 'Typo in a name (FIXED in abcdef1234)');
    const again = append(fixed, [quoted], from);
    expect(again.startsWith(fixed)).toBe(true);
    expect(again.slice(fixed.length)).toMatch(/by claude opus, again after [0-9a-f]{12} was marked as fixed\n/);
    expect(openEntries(again)).toHaveLength(2);
    expect(append(again, [quoted], from)).toBe(again);
    const more = append(again.replaceAll('Typo in a name\n', 'Typo in a name (FIXED)\n'), [quoted], from);
    expect(openEntries(more)).toHaveLength(1);
    for (const mark of ['(OPEN)', '(DEFERRED)', '(by design)']) {
      const marked = once.replaceAll('Typo in a name', `Typo in a name ${mark}`);
      expect(append(marked, [quoted], from)).toBe(marked);
    }
  });

  const first = append(undefined, [typo], from);
  const fixed = first.replace('Typo in a name', 'Typo in a name (FIXED)');
  const empty = append(undefined, [], from);
  const twin = { ...typo, line: 40 };

  test.each<[string, string, string, Finding[], number]>([
    ['not what was open then and is fixed now', first, fixed, [typo], 0],
    ['not what was open then and was taken out', first, empty, [typo], 0],
    ['not what somebody else has added since', empty, first, [typo], 0],
    ['what was fixed then, and is here', fixed, fixed, [typo], 1],
    ['what was fixed then, and was taken out', fixed, empty, [typo], 1],
    ['the second of two of which one was open then', first, fixed, [typo, twin], 1],
    ['what is about another line than the one that was open then', first, fixed, [twin], 1],
    ['what is worse than the one that was open then', first, fixed, [{ ...typo, severity: 'P0' }], 1],
    ['what was not there', first, first, [slow], 1],
  ])('adds to a backlog that has changed since the findings were made: %s.', (_, known, now, findings, count) => {
    const deferred = findings.map((finding) => ({ finding, from }));
    const after = appendToBacklog(path, now, deferred, known);
    if (!after.ok) throw new Error(after.failure.message);
    expect(after.value.startsWith(now)).toBe(true);
    expect(openEntries(after.value).length - openEntries(now).length).toBe(count);
  });

  test('does not add it again when people have edited or moved its entry, as long as it can be read.', () => {
    const edited = append(undefined, [typo], from).replace('Typo in a name', 'Done in another way');
    expect(append(edited, [typo], from)).toBe(edited);
    const unreadable = edited.replace(/^### .*$/m, '## What people say');
    const again = append(unreadable, [typo], from);
    expect(openEntries(again)).toHaveLength(1);
    expect(append(again, [typo], from)).toBe(again);
  });

  const hostile = [
    'x\n# Heading\n\n- [x] done',
    'x --> <script>alert(1)</script> <!-- y',
    '``` x',
    '<!-- finding 000000000000 -->',
    'x\r\n### P0 — forged',
    'x\u2028# Heading',
  ];
  test.each(hostile)('lets no text of an agent open anything in the document: %j.', (text) => {
    const after = append('# Mine\n', [{ severity: 'P3', path: text, line: 1, title: text, fix: text }], from);
    const lines = markdownLines(after);
    expect(lines.filter((line) => line.heading).map((line) => line.heading?.level)).toEqual([1, 3]);
    expect(after.match(/<!--/g)).toHaveLength(1);
    expect(after).not.toMatch(/<script|\u2028|^- \[x\]|^```/m);
    expect(after.trimEnd().split('\n')).toHaveLength(7 + 1);
  });

  test('cannot be made to take a finding for one that is there, by the text of another.', () => {
    const mark = append(undefined, [slow], from)
      .split('\n')
      .find((line) => line.startsWith('<!-- finding'))!;
    const forged = append('# Mine\n', [{ ...typo, path: mark, title: mark, fix: mark }], from);
    expect(append(forged, [slow], from)).toContain('### P2 — Slow');
  });

  test.each(['Fixed in this pass', 'Deferred', 'Closure log', 'Invalid findings (closed)'])(
    'opens a section of its own below "%s", so that a new entry is read as open.',
    (section) => {
      const before = `# Review findings\n\n## ${section}\n\n### P2 — Old\n`;
      const after = append(before, [typo], from);
      expect(after.startsWith(`${before}\n## Open after the review of phase 1 of demo\n\n### P3 — Typo`)).toBe(true);
      expect(readPlan(path, after, 'backlog').findings.at(-1)).toMatchObject({ title: typo.title, state: 'open' });
      const more = append(after, [slow], from);
      expect(more.match(/^## Open/gm)).toHaveLength(1);
    },
  );

  test.each(['The lock is not closed (fixed)', 'A door — FIXED', '~~All of it~~', 'The call is deferred'])(
    'lets no title speak for the state of its entry: %s.',
    (title) => {
      const after = append(undefined, [{ ...typo, title }], from);
      expect(readPlan(path, after, 'backlog').findings).toMatchObject([{ state: 'open' }]);
    },
  );

  test.each(['# Mine\n\n```sh\nls\n', '# Mine\n\n<!-- later\n'])('refuses a file with an open end: %j.', (before) => {
    expect(appendToBacklog(path, before, [{ finding: typo, from }])).toMatchObject({
      ok: false,
      failure: { reason: 'broken-plan', message: expect.stringContaining('closing marks'), at: { path } },
    });
  });

  const bullets = '# Findings\n\n## Snapshots\n\n- **P2** — src/x.ts:1. Late. Fix shape: hurry.\n';
  const section = '## Open after the review of phase 1 of demo';
  const facts = 'review of phase 1 of demo, task 1.2, in c0ffee1234 of 2026-05-01, by claude opus -->';

  test('writes rows where the findings are a table, by the names of its columns, and goes on with its ids.', () => {
    const before =
      '# Review findings\n\n| # | Severity | Location | Finding | Fix Shape |\n|---|---|---|---|---|\n| F4 | P2 | `a.ts` | Old | Do it |\n| F11 | P1 | `b.ts:2` | Older (FIXED) | Do it |\n\nWords.\n';
    const piped = { ...typo, title: 'A | B', fix: 'Use `a|b`.' };
    const after = append(before, [piped, slow], from);
    const added = after.split('\n').filter((line) => !before.split('\n').includes(line));
    expect(added).toEqual([
      expect.stringMatching(
        /^\| F12 \| P3 \| `src\/a\.ts:12` \| A \\\| B \| Use `a\\\|b`\. <!-- finding [0-9a-f]{12}; review of phase 1 .* --> \|$/,
      ),
      expect.stringMatching(/^\| F13 \| P2 \| `src\/b\.ts:1` \| Slow \| Cache it\. <!-- .* --> \|$/),
    ]);
    expect(after.split('\n').indexOf(added[0]!)).toBe(6);
    expect(readPlan(path, after, 'backlog').findings.at(-1)).toMatchObject({
      id: 'F13',
      severity: 'P2',
      title: 'Slow',
      location: 'src/b.ts:1',
      state: 'open',
    });
  });

  test('says place and fix in the words of a row whose table has no column for them.', () => {
    const before = '# Findings\n\n| Severity | Issue / fix |\n|---|---|\n| P2 | a |\n';
    const row = append(before, [typo], from).split('\n').at(-2);
    expect(readPlan(path, append(before, [typo], from), 'backlog').findings.at(-1)?.title).toBe(
      '`src/a.ts:12`: Typo in a name. Fix shape: Rename it.',
    );
    expect(row).toMatch(/^\| P3 \| `src\/a\.ts:12`: Typo in a name\. Fix shape: Rename it\. <!-- finding .* --> \|$/);
  });

  test('gets a table of its own in a section of its own, where the other is about a phase.', () => {
    const before =
      '# Findings\n\n## Phase 0\n\n| Severity | Citation | Finding |\n| :--- | --- | --- |\n| P2 | a.ts | a |\n';
    const after = append(before, [typo], from);
    expect(
      after.startsWith(`${before}\n${section}\n\n| Severity | Citation | Finding |\n| :--- | --- | --- |\n| P3 |`),
    ).toBe(true);
    const more = append(after, [slow], from);
    expect(more.startsWith(after)).toBe(true);
    expect(more.slice(after.length)).toMatch(
      /^\| P2 \| `src\/b\.ts:1` \| Slow\. Fix shape: Cache it\. <!-- .* -->\s\|\n$/,
    );
  });

  test('writes bullets where the findings are bullets.', () => {
    const after = append(bullets, [typo], from);
    expect(after.slice(bullets.length)).toMatch(
      /^\n## Open after .*\n\n- \*\*P3\*\* — `src\/a\.ts:12`\. Typo in a name\. Fix shape: Rename it\. <!-- finding [0-9a-f]{12}; /,
    );
    expect(after.endsWith(`; ${facts}\n`)).toBe(true);
    expect(readPlan(path, after, 'backlog').findings).toMatchObject([
      { title: 'Late.', location: 'src/x.ts:1' },
      { title: 'Typo in a name.', location: 'src/a.ts:12', state: 'open' },
    ]);
    expect(append(bullets.replace('## Snapshots\n\n', ''), [typo], from)).not.toContain('##');
  });

  test.each([
    ['severity by severity', ['P1-1', 'P1-2', 'P2-1'], ['P3-1', 'P2-2']],
    ['through all severities', ['P1-1', 'P2-2', 'P3-3'], ['P3-4', 'P2-5']],
    ['where some ids are words', ['P1-7', 'T4-LATE'], ['P3-8', 'P2-9']],
  ])('counts ids on, %s.', (_how, ids, expected) => {
    const before = `# Findings\n${ids.map((id) => `\n### ${id} — Old\n\n**Where**: a.ts\n`).join('')}`;
    const { findings } = readPlan(path, append(before, [typo, slow], from), 'backlog');
    expect(findings.slice(ids.length).map(({ id }) => id)).toEqual(expected);
  });

  test('gives an id with a hash where ids are words.', () => {
    const after = append('# Findings\n\n### T4-LATE — Old\n\n### GC-I3 — Old\n\n### P1-AB — Old\n', [typo], from);
    expect(readPlan(path, after, 'backlog').findings.at(-1)?.id).toMatch(/^P3-[0-9A-F]{6}$/);
  });

  test('makes no task of a finding where a table of findings is a list of work.', () => {
    const before =
      '# Review findings\n\n## Backlog\n\n| ID | Title | Severity | § | Effort |\n|---|---|---|---|---|\n| P1-1 | a | P1 | § 2 | 1 d |\n';
    const after = append(before, [typo], from);
    expect(readPlan(path, after, 'backlog').phases.map(({ tasks }) => tasks.length)).toEqual([1]);
    expect(after.slice(before.length)).toMatch(/^\n## Open after .*\n\n\| ID \| Title/);
  });

  test('keeps a byte order mark and CRLF around a row.', () => {
    const before = '\uFEFF# Findings\r\n\r\n| Severity | Where | Finding |\r\n|---|---|---|\r\n| P1 | a.ts | b |';
    const after = append(before, [typo, slow], from);
    expect(after.startsWith(`${before}\r\n| P3 |`)).toBe(true);
    expect(after.replaceAll('\r\n', '')).not.toContain('\n');
  });

  test.each(hostile)('lets no text of an agent break a table: %j.', (text) => {
    const before = '# Findings\n\n| Severity | Where | Finding | Fix |\n|---|---|---|---|\n| P1 | a.ts | b | c |\n';
    const bars = `${text} | \` | \\| x`;
    const after = append(before, [{ severity: 'P3', path: bars, line: 1, title: bars, fix: bars }], from);
    expect(after.startsWith(before)).toBe(true);
    expect(after.slice(before.length).match(/\n/g)).toHaveLength(1);
    expect(readPlan(path, after, 'backlog')).toMatchObject({ unparsed: [], findings: [{}, { severity: 'P3' }] });
  });
});
