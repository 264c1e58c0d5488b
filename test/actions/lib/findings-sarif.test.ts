import type { Log } from 'sarif';
import { expect, test } from 'vitest';
import { findingsSarif } from '../../../actions/lib/findings-sarif.ts';
import type { TracedFinding } from '../../../core/report/report.ts';
import { sampleReport } from '../../report/sample.ts';

function found(about: Partial<TracedFinding>, path = 'src/a b.ts'): TracedFinding {
  const finding = { severity: 'P1', path, line: 7, title: 'Wrong', fix: 'Mend it.' } as const;
  return { finding, outcome: 'open', stage: 'review', round: 1, ...about };
}

function runOf(findings: TracedFinding[]): Log['runs'][number] {
  const [run] = (JSON.parse(findingsSarif(sampleReport({ findings }))) as Log).runs;
  return run!;
}

test('What is open or deferred is told with its place; what is mended or rejected is not.', () => {
  const run = runOf([
    found({}),
    found({ outcome: 'deferred', reason: 'Later.' }),
    found({ outcome: 'fixed' }),
    found({ outcome: 'rejected', reason: 'No.' }),
  ]);
  expect(run.automationDetails?.id).toBe('phasewright/checkout/2/');
  expect(run.results).toHaveLength(2);
  expect(run.results?.[0]).toMatchObject({
    ruleId: 'review/P1',
    level: 'error',
    message: { text: 'Wrong\nMend it.' },
    locations: [{ physicalLocation: { artifactLocation: { uri: 'src/a%20b.ts' }, region: { startLine: 7 } } }],
  });
  expect(run.results?.[1]?.message.text).toBe('Wrong\nMend it.\nDeferred: Later.');
});

test('A finding keeps its fingerprint when its line moves, and shares it with no other.', () => {
  const first = found({});
  const moved = { ...first, finding: { ...first.finding, line: 70, severity: 'P0' as const } };
  const [a, b, c] = [...prints(runOf([first])), ...prints(runOf([moved, found({}, 'src/b.ts')]))];
  expect(a).toEqual(b);
  expect(c).not.toEqual(a);
});

test('More than GitHub takes is cut, and what is small goes first.', () => {
  const small = found({});
  const many = Array.from({ length: 25_000 }, () => ({
    ...small,
    finding: { ...small.finding, severity: 'P3' as const },
  }));
  const run = runOf([...many, found({}, 'src/worst.ts')]);
  expect(run.results).toHaveLength(25_000);
  expect(run.results?.[0]?.ruleId).toBe('review/P1');
});

function prints({ results = [] }: Log['runs'][number]): unknown[] {
  return results.map((one) => one.partialFingerprints);
}
