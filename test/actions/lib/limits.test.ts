import { expect, test } from 'vitest';
import { annotationsOf, shownOfStep } from '../../../actions/lib/annotations.ts';
import { mostOfOutput, mostOfRequest, phaseCheck } from '../../../actions/lib/phase-check.ts';
import { mostCharacters, phaseComment } from '../../../actions/lib/phase-comment.ts';
import { mostOfSummary, phaseSummary } from '../../../actions/lib/phase-summary.ts';
import type { Report } from '../../../core/report/report.ts';
import { largeReport } from '../../report/large.ts';

/** 200 tasks of which all went wrong, with a long story each, and three findings of each severity. */
function bad(): Report {
  const report = largeReport(200);
  const [finding] = report.findings;
  const severities = ['P0', 'P1', 'P2', 'P3'] as const;
  return {
    ...report,
    outcome: 'failed',
    tasks: report.tasks.map((task) => ({ ...task, outcome: 'failed', reason: 'It went wrong. '.repeat(200) })),
    findings: report.tasks.flatMap(({ stage }) =>
      severities.flatMap((severity) =>
        [1, 2, 3].map((line) => ({
          ...finding!,
          stage,
          outcome: 'open' as const,
          finding: { ...finding!.finding, severity, line },
        })),
      ),
    ),
  };
}

test.for([
  ['has landed', largeReport(200)],
  ['has failed in all its tasks', bad()],
] as const)('A phase of 200 tasks that %s stays within all limits of GitHub.', ([, report]) => {
  const run = 'https://github.com/octo/app/actions/runs/1/attempts/1';
  expect(Buffer.byteLength(phaseSummary(report, mostOfSummary))).toBeLessThanOrEqual(1024 * 1024);
  expect(phaseComment({ report, run }).length).toBeLessThanOrEqual(65_536);
  const check = phaseCheck(report);
  expect(check.summary.length).toBeLessThanOrEqual(65_535);
  expect(check.annotations.every((part) => part.length <= 50)).toBe(true);
  const shown = shownOfStep(annotationsOf(report));
  for (const level of ['error', 'warning', 'notice']) {
    expect(shown.filter((one) => one.level === level).length).toBeLessThanOrEqual(10);
  }
  expect([mostCharacters, mostOfOutput, mostOfRequest]).toEqual([65_536, 65_535, 50]);
});

test('What is told of a phase that has failed begins with the worst.', () => {
  const report = bad();
  expect(annotationsOf(report).length).toBeGreaterThan(2000);
  expect(phaseCheck(report).annotations[0]?.every((one) => one.annotation_level === 'failure')).toBe(true);
  expect(phaseSummary(report, mostOfSummary)).toMatch(/^### ❌ Phase 2: .*\n\n\*\*Failed\.\*\*/);
});
