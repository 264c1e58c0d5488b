import { describe, expect, test } from 'vitest';
import type { FindingState } from '../../core/plan/findings/finding.ts';
import { readPlan } from '../../core/plan/read.ts';
import { appendToBacklog } from '../../core/review/backlog.ts';
import { setFindingState } from '../../core/review/set-finding-state.ts';

const path = 'specs/93-improvements-review.md';

/** The backlog after the state of its only finding, or the one with this id, was set. */
function set(content: string, state: FindingState, id?: string): string {
  const { findings } = readPlan(path, content, 'backlog');
  const finding = id === undefined ? findings[0] : findings.find((each) => each.id === id);
  const result = setFindingState(path, content, finding!, state);
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

describe('setFindingState', () => {
  test.each([
    ['### P1-1 — Late', '### P1-1 — Late (FIXED)'],
    ['### P1-1 — Late (DEFERRED)', '### P1-1 — Late (FIXED)'],
    ['### P1-1 — Late (by design, M2)', '### P1-1 — Late (by design, M2) (FIXED)'],
    ['##  P1-1 — Late  ##  ', '##  P1-1 — Late (FIXED)  ##  '],
    ['- **P2-1 `a` is late** — because.', '- **P2-1 (FIXED) `a` is late** — because.'],
    ['- **P2** — `a.ts:1`. Late.', '- **P2 (FIXED)** — `a.ts:1`. Late.'],
    ['- ~~**P2-1 a**~~', '- ~~**P2-1 a**~~'],
  ])('makes of %j the entry %j.', (before, after) => {
    expect(set(`# A\n\n${before}\n`, 'fixed')).toBe(`# A\n\n${after}\n`);
  });

  test.each([
    ['### P1-1 — Late', '### P1-1 — Late (FIXED in 0123abc)'],
    ['### P1-1 — Late (FIXED in aaaaaaa)', '### P1-1 — Late (FIXED in aaaaaaa)'],
    ['### P1-1 — Late (OPEN)', '### P1-1 — Late (FIXED in 0123abc)'],
    ['- **P2** — `a.ts:1`. Late.', '- **P2 (FIXED in 0123abc)** — `a.ts:1`. Late.'],
  ])('names the commit that fixed %j.', (before, after) => {
    const content = `# A\n\n${before}\n`;
    const finding = readPlan(path, content, 'backlog').findings[0]!;
    const marked = setFindingState(path, content, finding, 'fixed', '0123abc');
    expect(marked).toEqual({ ok: true, value: `# A\n\n${after}\n` });
    expect(readPlan(path, marked.ok ? marked.value : '', 'backlog').findings).toMatchObject([{ state: 'fixed' }]);
    expect(set(marked.ok ? marked.value : '', 'open')).toMatch(/^# A\n\n(?:### P1-1 — Late|- \*\*P2\*\* — .*)\n$/);
  });

  test('writes into the cell that has the words of a finding.', () => {
    const table = [
      '| ID | Severity | Where | Issue |',
      '|---|---|---|---|',
      '| A-1 | P1 | a.ts | `a \\| b` late  |',
      '',
    ].join('\n');
    expect(set(table, 'deferred')).toBe(table.replace('late ', 'late (DEFERRED) '));
  });

  test.each([
    ['by nothing but a mark, takes the mark away', '### P1-1 — a (FIXED)', '### P1-1 — a'],
    ['by its section, says so', '## Fixed\n### P1-1 — a', '## Fixed\n### P1-1 — a (OPEN)'],
    ['by strike-through, says so', '### ~~P1-1 — a~~', '### ~~P1-1 — a~~ (OPEN)'],
    ['in its own words, says so', '### P1-1 — a (fixed in #3)', '### P1-1 — a (fixed in #3) (OPEN)'],
  ])('reopens: of an entry that is fixed %s.', (_how, before, after) => {
    expect(set(before, 'open')).toBe(after);
    expect(readPlan(path, after, 'backlog').findings[0]?.state).toBe('open');
    expect(readPlan(path, set(after, 'fixed'), 'backlog').findings[0]?.state).toBe('fixed');
  });

  test('changes nothing where the state is what it should be.', () => {
    for (const content of ['## Deferred\n- **P2-1 a**', '## Deferred\n### P1-1 — a (DEFERRED)'])
      expect(set(content, 'deferred')).toBe(content);
  });

  test.each(['\n', '\r\n'])('keeps every other byte, with %j between lines.', (end) => {
    const lines = ['\uFEFF# Ä \uDCFF', '', '\t### P1-0 — no heading', '### P1-1 — 太晚  ', 'x  ', '### P1-2 — b'];
    const before = lines.join(end);
    const after = set(before, 'fixed', 'P1-1');
    expect(after).toBe(before.replace('太晚', '太晚 (FIXED)'));
    expect(set(after, 'open', 'P1-1')).toBe(before);
    expect(set(before, 'by-design', 'P1-2')).toBe(`${before} (by design)`);
  });

  test.each([
    ['has other words', '# A\n\n### P1-1 — Slow\n'],
    ['has moved', '# A\n\n\n### P1-1 — Late\n'],
    ['is gone', '# A\n'],
  ])('refuses an entry whose line %s.', (_how, content) => {
    const [finding] = readPlan(path, '# A\n\n### P1-1 — Late\n', 'backlog').findings;
    expect(setFindingState(path, content, finding!, 'fixed')).toEqual({
      ok: false,
      failure: {
        reason: 'plan-changed',
        message: 'Unexpected line 3, expected the entry of finding P1-1 as it was read; read the backlog again',
        at: { path, line: 3, column: 5 },
      },
    });
  });

  test('tells the second of two entries with one id from the first.', () => {
    const content = '### T4-I3 — a\n### T4-I3 — b\n';
    const [, second] = readPlan(path, content, 'backlog').findings;
    expect(setFindingState(path, content, second!, 'fixed')).toEqual({
      ok: true,
      value: '### T4-I3 — a\n### T4-I3 — b (FIXED)\n',
    });
  });
});

test('What a review adds to a backlog is read back, and can be marked as fixed.', () => {
  const finding = { severity: 'P3', path: 'src/a.ts', line: 12, title: 'Typo in a name', fix: 'Rename it.' } as const;
  const from = { plan: 'demo', phase: '1', task: null, commit: 'c0ffee', date: '2026-05-01', reviewer: 'claude' };
  for (const before of [undefined, '# Deferred findings\r\n']) {
    const appended = appendToBacklog(path, before, [{ finding, from }]);
    const content = appended.ok ? appended.value : '';
    const { format, findings } = readPlan(path, content);
    expect(format).toBe('backlog');
    expect(findings).toMatchObject([
      { severity: 'P3', title: 'Typo in a name', location: 'src/a.ts:12', state: 'open' },
    ]);
    expect(set(content, 'fixed')).toBe(content.replace('Typo in a name', 'Typo in a name (FIXED)'));
  }
});
