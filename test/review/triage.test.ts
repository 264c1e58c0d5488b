import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../core/review/evidence.ts';
import {
  findingId,
  isAtLeast,
  severities,
  type Finding,
  type Founded,
  type Severity,
} from '../../core/review/finding.ts';
import { contestedIn } from '../../core/review/laid-aside.ts';
import { settle } from '../../core/review/triage.ts';

function finding(severity: Severity, title: string, own: Partial<Founded> = {}): Finding {
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

  test('A deferred finding that is raised round after round is deferred once; where else it was is noted.', () => {
    const once = after(nothing, [finding('P3', 'a')]);
    expect(after(once, [finding('P3', 'a')])).toEqual(once);
    const moved = finding('P3', 'a', { line: 7 });
    const twice = after(once, [moved]);
    expect(twice.settled).toEqual([{ ...once.settled[0], again: [moved] }]);
    expect(after(twice, [moved])).toEqual(twice);
  });

  test('A deferred finding that is worse than it was held to be is fixed now, and is deferred no longer.', () => {
    const once = after(nothing, [finding('P3', 'a', { quote })]);
    const worse = finding('P1', 'a', { quote, isOnly: true });
    expect(after(once, [worse])).toMatchObject({ open: [{ severity: 'P1' }], settled: [] });
  });

  test('What is deferred is so with the worst that was said of it.', () => {
    const small = finding('P3', 'a', { quote, kind: 'out-of-phase' });
    const bad = finding('P0', 'a', { id: findingId(small), quote, kind: 'out-of-phase' });
    const { settled } = after(after(nothing, [small]), [bad]);
    expect(settled).toEqual([{ finding: { ...small, severity: 'P0' }, outcome: 'deferred', again: [small] }]);
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

  const id = findingId(bad);

  test.each<[string, Partial<Founded>]>([
    ['the reviewer names its id, on whatever line', { id, line: 800 }],
    ['it says the same of a line that is the only one, not far off', { isOnly: true, line: 40 }],
    ['it is held to be less bad', { id, severity: 'P2' }],
  ])('stays rejected as long as nothing new is said of it, which is noted: %s.', (_, own) => {
    const said = { ...bad, title: 'Off by one: the sum', ...own };
    const { open, settled } = after(rejected, [said]);
    expect(open).toEqual([]);
    const { isOnly: __, ...noted } = { ...said, id };
    expect(settled).toEqual([{ ...rejected.settled[0], again: [noted] }]);
  });

  test.each<[string, Partial<Founded>]>([
    ['is worse', { severity: 'P0' }],
    ['is about another line', { quote: 'return total - 2;' }],
    ['quotes no line', { quote: undefined }],
  ])('is open again when it %s.', (_, own) => {
    expect(after(rejected, [{ ...bad, id, ...own }])).toMatchObject({ open: [own], settled: [] });
  });

  test.each<[string, Partial<Founded>]>([
    ['whose line stands elsewhere in the file as well', { isOnly: false }],
    ['of which nobody knows whether its line does', {}],
    ['whose line is the only one, and far off', { isOnly: true, line: 80 }],
    ['that shares half of its words', { isOnly: true, title: 'The sum is off since a part is missing' }],
  ])('hides no other one %s.', (_, own) => {
    const other = { ...bad, line: 9, title: 'The sum is off by one here', ...own };
    const { open, settled } = after(rejected, [other]);
    expect(open).toMatchObject([{ line: other.line, title: other.title }]);
    expect(findingId(open[0]!)).not.toBe(id);
    expect(settled).toEqual(rejected.settled);
  });

  test('is contested when a review that has nothing else insists on it, unless it is too small to be fixed.', () => {
    const said = { ...bad, id };
    expect(contestedIn(after(rejected, [said]).settled, [said], 'P2')).toMatchObject([{ outcome: 'rejected' }]);
    expect(contestedIn(after(rejected, [said]).settled, [said], 'P0')).toEqual([]);
    expect(contestedIn(after(rejected, []).settled, [], 'P2')).toEqual([]);
  });

  test('is open again when it had been fixed; it is noted if its line stands as it did.', () => {
    const fixed = after({ ...nothing, open: [bad] }, []);
    expect(after(fixed, [bad])).toEqual({ ...nothing, open: [bad], reopened: [findingId(bad)] });
    const moved = { ...bad, quote: 'return total - 2;' };
    expect(after(fixed, [moved])).toMatchObject({ open: [moved], reopened: [], settled: [] });
  });
});

function catching(name: string, line: number): Founded {
  return finding('P0', `The error of ${name} is swallowed`, { line, quote: '} catch {', isOnly: false });
}

test('A line that stands in many places makes no two findings one, settled or open.', () => {
  const [read, write] = [catching('readFile', 10), catching('writeFile', 80)];
  const rejected = after({ ...nothing, open: [read], disputes: [{ finding: findingId(read), reason: 'no' }] }, []);
  expect(after(rejected, [write])).toMatchObject({ open: [{ line: 80 }], settled: [{ outcome: 'rejected' }] });
  const later = after(nothing, [{ ...read, severity: 'P3' }]);
  expect(after(later, [{ ...write, severity: 'P3' }]).settled).toHaveLength(2);
  const { open, settled } = after({ ...nothing, open: [read] }, [write]);
  expect({ open, settled }).toMatchObject({ open: [{ line: 80 }], settled: [{ finding: read, outcome: 'fixed' }] });
});

describe('what a review is not sure of, or was not shown', () => {
  const [a, b] = [finding('P0', 'The token is logged', { quote }), finding('P0', 'The lock is never given back')];
  const before = { ...nothing, open: [a, b], disputes: [{ finding: findingId(b), reason: 'no' }] };
  const problem = 'src/a.ts has no line';

  test.each<[string, Finding]>([
    ['by its id', { ...b, id: findingId(b), title: 'Still so', quote: 'gone();' }],
    ['in its words', { ...b, quote: 'gone();' }],
  ])(
    'An open finding that is said again %s, of a line that is not there, stays open, and is not called unfounded.',
    (_, said) => {
      const { open, settled, disputes } = settle(
        before,
        { findings: [], unfounded: [{ finding: said, problem }] },
        'P2',
      );
      expect(open).toEqual([b]);
      expect(settled).toEqual([{ finding: a, outcome: 'fixed' }]);
      expect(disputes).toEqual(before.disputes);
    },
  );

  test('What the reviewer was not shown is not closed by its silence, nor is its dispute.', () => {
    const { open, settled, disputes } = settle(before, { findings: [], shown: [a] }, 'P2');
    expect({ open, settled, disputes }).toEqual({
      open: [b],
      settled: [{ finding: a, outcome: 'fixed' }],
      disputes: before.disputes,
    });
  });

  test.each<[string, Partial<Founded>, number]>([
    ['much the same words', { title: 'A token is logged', quote: 'log(token);', line: 90 }, 2],
    ['the same words about a line that may stand elsewhere as well', { quote }, 2],
    ['the same words about a line that no other could be', { quote, isOnly: true }, 1],
  ])('What the reviewer was not shown is raised by it only for certain: %s.', (_, own, count) => {
    const said = { ...a, quote: undefined, ...own };
    expect(settle({ ...nothing, open: [a] }, { findings: [said], shown: [] }, 'P2').open).toHaveLength(count);
    expect(settle({ ...nothing, open: [a] }, { findings: [said], shown: [a] }, 'P2').open).toHaveLength(1);
  });

  test('Questions close nothing, and what they come with is known by likeness, if it was shown.', () => {
    const asked = { findings: [{ ...a, title: 'A token is logged' }], shown: [a, b], isVerdict: false };
    expect(settle({ ...nothing, open: [a, b] }, asked, 'P2')).toMatchObject({
      open: [b, { line: a.line }],
      settled: [],
    });
  });

  test('A wrong spec that waits for a person waits until it was shown.', () => {
    const waiting = { ...nothing, defects: [{ ...a, kind: 'spec-defect' as const }] };
    expect(settle(waiting, { findings: [], shown: [] }, 'P2')).toEqual(waiting);
    expect(settle(waiting, { findings: [] }, 'P2')).toMatchObject({ defects: [], settled: [{ outcome: 'fixed' }] });
  });

  test('What came with questions and is raised no more after the answer is rejected by it.', () => {
    const clarified = { text: 'It is meant so.', findings: [findingId(a)] };
    expect(settle({ ...nothing, open: [a, b] }, { findings: [], clarified }, 'P2').settled).toEqual([
      { finding: a, outcome: 'rejected', reason: 'not raised again after a person’s answer: It is meant so.' },
      { finding: b, outcome: 'fixed' },
    ]);
  });
});

test('P0 is the worst.', () => {
  expect(isAtLeast('P0', 'P3')).toBe(true);
  expect(isAtLeast('P2', 'P2')).toBe(true);
  expect(isAtLeast('P3', 'P2')).toBe(false);
});
