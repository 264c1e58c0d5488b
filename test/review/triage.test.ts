import { describe, expect, test } from 'vitest';
import { findingId, isAtLeast, severities, type Finding, type Severity } from '../../core/review/finding.ts';
import { settle } from '../../core/review/triage.ts';

function finding(severity: Severity, title: string, own: Partial<Finding> = {}): Finding {
  return { severity, path: 'src/a.ts', line: 1, title, fix: 'so', ...own };
}

const nothing: Parameters<typeof settle>[0] = { open: [], disputes: [], settled: [] };

describe('settle', () => {
  test.each<[Severity, string, string]>([
    ['P0', 'P0', 'P1 P2 P3'],
    ['P1', 'P0 P1', 'P2 P3'],
    ['P2', 'P0 P1 P2', 'P3'],
    ['P3', 'P0 P1 P2 P3', ''],
  ])('With a limit of %s it fixes %s and defers %s.', (limit, fixed, deferred) => {
    const raised = severities.map((severity) => finding(severity, severity));
    const { open, settled } = settle(nothing, raised, limit);
    expect(open.map((one) => one.title).join(' ')).toBe(fixed);
    expect(settled.map((one) => one.finding.title).join(' ')).toBe(deferred);
    expect(settled.every((one) => one.outcome === 'deferred')).toBe(true);
  });

  test('What was open and is not raised again is fixed, or rejected if it was disputed.', () => {
    const [a, b] = [finding('P1', 'a'), finding('P1', 'b')];
    const before = { open: [a, b], disputes: [{ finding: findingId(b), reason: 'intended' }], settled: [] };
    expect(settle(before, [], 'P2')).toEqual({
      open: [],
      disputes: [],
      settled: [
        { finding: a, outcome: 'fixed' },
        { finding: b, outcome: 'rejected', reason: 'intended' },
      ],
    });
  });

  test('A finding is the same in another round though its line, severity and fix have moved.', () => {
    const moved = finding('P2', 'a', { line: 99, fix: 'otherwise' });
    const { open, settled } = settle({ ...nothing, open: [finding('P1', 'a')] }, [moved], 'P2');
    expect(open).toEqual([moved]);
    expect(settled).toEqual([]);
  });

  test('A finding that is no longer bad enough is deferred, not fixed.', () => {
    const { open, settled } = settle({ ...nothing, open: [finding('P1', 'a')] }, [finding('P3', 'a')], 'P2');
    expect(open).toEqual([]);
    expect(settled).toEqual([{ finding: finding('P3', 'a'), outcome: 'deferred' }]);
  });

  test('A deferred finding that is raised round after round is deferred once.', () => {
    const once = settle(nothing, [finding('P3', 'a')], 'P2');
    expect(settle(once, [finding('P3', 'a', { line: 7 })], 'P2').settled).toEqual(once.settled);
  });

  test('A dispute of what nobody raised does nothing.', () => {
    const before = { ...nothing, disputes: [{ finding: 'src/a.ts: none', reason: 'no' }] };
    expect(settle(before, [], 'P2')).toEqual(nothing);
  });

  test('It keeps whatever else there is, and changes nothing in place.', () => {
    const before = { ...nothing, open: [finding('P1', 'a')], round: 2 };
    const copy = structuredClone(before);
    expect(settle(before, [], 'P2').round).toBe(2);
    expect(before).toEqual(copy);
  });
});

test('P0 is the worst.', () => {
  expect(isAtLeast('P0', 'P3')).toBe(true);
  expect(isAtLeast('P2', 'P2')).toBe(true);
  expect(isAtLeast('P3', 'P2')).toBe(false);
});
