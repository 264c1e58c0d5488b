import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../core/review/evidence.ts';
import { findingId, isAtLeast, severities, type Finding, type Severity } from '../../core/review/finding.ts';
import { settle } from '../../core/review/triage.ts';

function finding(severity: Severity, title: string, own: Partial<Finding> = {}): Finding {
  return { severity, path: 'src/a.ts', line: 1, title, fix: 'so', ...own };
}

type Findings = Parameters<typeof settle>[0];
const nothing: Findings = { open: [], disputes: [], settled: [], defects: [], decided: [], reopened: [] };

function after(before: Findings, raised: readonly Finding[], fixUpTo: Severity = 'P2'): Findings {
  return settle(before, { findings: raised }, fixUpTo);
}

const evidence: Evidence = { kind: 'spec', path: 'specs/a.md', line: 4, quote: 'It is so.' };
const quote = 'return total - 1;';

describe('settle', () => {
  test.each<[Severity, string, string]>([
    ['P0', 'P0', 'P1 P2 P3'],
    ['P1', 'P0 P1', 'P2 P3'],
    ['P2', 'P0 P1 P2', 'P3'],
    ['P3', 'P0 P1 P2 P3', ''],
  ])('With a limit of %s it fixes %s and defers %s.', (limit, fixed, deferred) => {
    const raised = severities.map((severity) => finding(severity, severity));
    const { open, settled } = after(nothing, raised, limit);
    expect(open.map((one) => one.title).join(' ')).toBe(fixed);
    expect(settled.map((one) => one.finding.title).join(' ')).toBe(deferred);
    expect(settled.every((one) => one.outcome === 'deferred')).toBe(true);
  });

  test('What was open and is not raised again is fixed, or rejected if it was disputed, with the evidence.', () => {
    const [a, b] = [finding('P1', 'a'), finding('P1', 'b')];
    const before = { ...nothing, open: [a, b], disputes: [{ finding: findingId(b), reason: 'intended', evidence }] };
    expect(after(before, [])).toEqual({
      ...nothing,
      settled: [
        { finding: a, outcome: 'fixed' },
        { finding: b, outcome: 'rejected', reason: 'intended', evidence },
      ],
    });
  });

  test('A finding is the same in another round though its line, severity and fix have moved.', () => {
    const moved = finding('P2', 'a', { line: 99, fix: 'otherwise' });
    const { open, settled } = after({ ...nothing, open: [finding('P1', 'a')] }, [moved]);
    expect(open).toEqual([moved]);
    expect(settled).toEqual([]);
  });

  test('A finding in other words keeps the id that it had, and is shown in the newest words.', () => {
    const first = finding('P1', 'The sum is off by one', { quote });
    const again = finding('P1', 'Off by one in the sum of all', { quote, line: 40 });
    const { open, settled } = after({ ...nothing, open: [first] }, [again]);
    expect(open).toEqual([{ ...again, id: findingId(first) }]);
    expect(settled).toEqual([]);
  });

  test('A finding that is no longer bad enough is deferred, not fixed.', () => {
    const { open, settled } = after({ ...nothing, open: [finding('P1', 'a')] }, [finding('P3', 'a')]);
    expect(open).toEqual([]);
    expect(settled).toEqual([{ finding: finding('P3', 'a'), outcome: 'deferred' }]);
  });

  test('A deferred finding that is raised round after round is deferred once.', () => {
    const once = after(nothing, [finding('P3', 'a')]);
    expect(after(once, [finding('P3', 'a', { line: 7 })]).settled).toEqual(once.settled);
  });

  test('A deferred finding that is worse than it was held to be is fixed now, and is deferred no longer.', () => {
    const once = after(nothing, [finding('P3', 'a', { quote })]);
    expect(after(once, [finding('P1', 'a', { quote })])).toMatchObject({ open: [{ severity: 'P1' }], settled: [] });
  });

  test('What is not of this phase is deferred, however bad.', () => {
    const other = finding('P0', 'a', { kind: 'out-of-phase' });
    expect(after(nothing, [other])).toEqual({ ...nothing, settled: [{ finding: other, outcome: 'deferred' }] });
  });

  test('A wrong spec is for a person, and neither fixed nor deferred; what was decided is not asked again.', () => {
    const wrong = finding('P1', 'a', { kind: 'spec-defect' });
    const { open, settled, defects } = after(nothing, [wrong]);
    expect({ open, settled, defects }).toEqual({ open: [], settled: [], defects: [wrong] });
    const decided = [{ finding: findingId(wrong), path: wrong.path, choice: 'fix-code', text: '' }] as const;
    expect(after({ ...nothing, decided }, [wrong])).toMatchObject({ open: [wrong], defects: [] });
    const later = [{ ...decided[0], choice: 'defer' }] as const;
    expect(after({ ...nothing, decided: later }, [wrong])).toMatchObject({
      open: [],
      defects: [],
      settled: [{ outcome: 'deferred' }],
    });
  });

  test('What does not stand where it says is kept, once, and not fixed.', () => {
    const wild = finding('P0', 'The lock is never given back', { quote: 'lock();' });
    const unfounded = [{ finding: wild, problem: 'src/a.ts has no line "lock();"' }];
    const once = settle(nothing, { findings: [], unfounded }, 'P2');
    expect(once).toEqual({
      ...nothing,
      settled: [{ finding: wild, outcome: 'unfounded', reason: 'src/a.ts has no line "lock();"' }],
    });
    expect(settle(once, { findings: [], unfounded }, 'P2')).toEqual(once);
    expect(after(once, [{ ...wild, quote: 'lock(a);' }])).toMatchObject({ open: [{ quote: 'lock(a);' }], settled: [] });
  });

  test('A dispute of what nobody raised does nothing.', () => {
    const before = { ...nothing, disputes: [{ finding: 'src/a.ts: none', reason: 'no' }] };
    expect(after(before, [])).toEqual(nothing);
  });

  test('It keeps whatever else there is, and changes nothing in place.', () => {
    const before = { ...nothing, open: [finding('P1', 'a')], round: 2 };
    const copy = structuredClone(before);
    expect(settle(before, { findings: [] }, 'P2').round).toBe(2);
    expect(before).toEqual(copy);
  });
});

describe('a finding that is settled and raised again', () => {
  const bad = finding('P1', 'The sum is off by one', { quote });
  const rejected = after({ ...nothing, open: [bad], disputes: [{ finding: findingId(bad), reason: 'no' }] }, []);

  test('stays rejected as long as nothing new is said of it.', () => {
    expect(after(rejected, [{ ...bad, line: 80, title: 'Off by one: the sum' }])).toEqual(rejected);
    expect(after(rejected, [{ ...bad, severity: 'P2' }])).toEqual(rejected);
  });

  test.each<[string, Partial<Finding>]>([
    ['is worse', { severity: 'P0' }],
    ['is about another line', { quote: 'return total - 2;' }],
    ['quotes no line', { quote: undefined }],
  ])('is open again when it %s.', (_, own) => {
    expect(after(rejected, [{ ...bad, ...own }])).toMatchObject({ open: [own], settled: [] });
  });

  test('is open again when it had been fixed; it is noted if its line stands as it did.', () => {
    const fixed = after({ ...nothing, open: [bad] }, []);
    expect(after(fixed, [bad])).toEqual({ ...nothing, open: [bad], reopened: [findingId(bad)] });
    const moved = { ...bad, quote: 'return total - 2;' };
    expect(after(fixed, [moved])).toMatchObject({ open: [moved], reopened: [], settled: [] });
  });
});

test('P0 is the worst.', () => {
  expect(isAtLeast('P0', 'P3')).toBe(true);
  expect(isAtLeast('P2', 'P2')).toBe(true);
  expect(isAtLeast('P3', 'P2')).toBe(false);
});
