import { describe, expect, test } from 'vitest';
import { appendToBacklog, backlogPath } from '../../core/review/backlog.ts';
import type { Finding } from '../../core/review/finding.ts';
import { markdownLines } from '../../core/markdown/lines.ts';
import { readPlan } from '../../core/plan/read.ts';

const from = { phase: '1', plan: 'demo' };
const typo: Finding = { severity: 'P3', path: 'src/a.ts', line: 12, title: 'Typo in a name', fix: 'Rename it.' };
const slow: Finding = { severity: 'P2', path: 'src/b.ts', line: 1, title: 'Slow', fix: 'Cache it.' };

const path = 'specs/93-improvements-review.md';

/** An addition that has to go well. */
function append(before: string | undefined, findings: readonly Finding[], origin: typeof from): string {
  const after = appendToBacklog(path, before, findings, origin);
  if (!after.ok) throw new Error(after.failure.message);
  return after.value;
}

test.each([
  ['specs/delivery/impl-plan.md', 'specs/delivery/improvements-review.md'],
  ['specs/91-impl-plan.md', 'specs/93-improvements-review.md'],
  ['implementation-plan.toml', '93-improvements-review.md'],
])('The backlog of %s is %s.', (plan, backlog) => {
  expect(backlogPath(plan)).toBe(backlog);
});

describe('appendToBacklog', () => {
  test('begins a file with a heading, and adds an entry for each finding.', () => {
    const text = append(undefined, [typo, slow], from);
    expect(text).toMatch(/^# Deferred findings\n/);
    expect(text).toContain(
      '### P3 — Typo in a name\n\n**Citation**: `src/a.ts:12`\n**Found**: review of phase 1 of demo\n**Fix shape**: Rename it.\n',
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

  test('adds a finding once: in one call, in the next one, and when its line has moved.', () => {
    const once = append(undefined, [typo], from);
    expect(append(undefined, [typo, { ...typo, line: 40 }], from).match(/^### /gm)).toHaveLength(1);
    expect(append(once, [typo, { ...typo, line: 40, severity: 'P2' }], from)).toBe(once);
    const both = append(once, [typo, slow], from);
    expect(both.startsWith(once)).toBe(true);
    expect(both.match(/^### /gm)).toHaveLength(2);
  });

  test('does not add it again when people have edited or moved its entry, as long as its mark is there.', () => {
    const edited = append(undefined, [typo], from)
      .replace('Typo in a name', 'Done in another way')
      .replace('### P3', '## ~~P3~~');
    expect(append(edited, [typo], from)).toBe(edited);
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
    expect(appendToBacklog(path, before, [typo], from)).toMatchObject({
      ok: false,
      failure: { reason: 'broken-plan', message: expect.stringContaining('closing marks'), at: { path } },
    });
  });
});
