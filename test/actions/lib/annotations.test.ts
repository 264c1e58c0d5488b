import { expect, test } from 'vitest';
import { annotationsOf, shownOfStep, type Annotation } from '../../../actions/lib/annotations.ts';
import { sampleReport } from '../../report/sample.ts';

test('The most severe come first, with their places; what is fixed or rejected is not told.', () => {
  const report = sampleReport();
  const annotations = annotationsOf(report);
  const levels = annotations.map(({ level }) => level);
  const order = ['error', 'warning', 'notice'];
  expect(levels).toEqual(levels.toSorted((a, b) => order.indexOf(a) - order.indexOf(b)));
  const left = report.findings.filter(({ outcome }) => outcome === 'open' || outcome === 'deferred');
  const gone = report.findings.filter(({ outcome }) => outcome === 'fixed' || outcome === 'rejected');
  expect(left.length).toBeGreaterThan(0);
  expect(gone.length).toBeGreaterThan(0);
  const told = annotations.map(({ message }) => message).join('\n');
  for (const { finding } of left) expect(told).toContain(finding.title);
  for (const { finding } of gone) expect(told).not.toContain(finding.title);
  for (const { finding } of left)
    expect(annotations).toContainEqual(expect.objectContaining({ path: finding.path, line: finding.line }));
  for (const { text } of report.questions) expect(told).toContain(text);
});

test('Of each level there are as many as GitHub shows, and the last one says how many more.', () => {
  const shown = shownOfStep([...many('error', 10), ...many('warning', 23)]);
  expect(shown.map(({ message }) => message)).toEqual([
    ...many('error', 10).map(({ message }) => message),
    ...many('warning', 9).map(({ message }) => message),
    'And 14 more: see the summary of this run.',
  ]);
});

function many(level: Annotation['level'], count: number): Annotation[] {
  return Array.from({ length: count }, (_, index) => ({ level, title: 'one', message: `${level} ${index + 1}` }));
}
