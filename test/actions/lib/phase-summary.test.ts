import { expect, test } from 'vitest';
import { mostOfSummary, phaseSummary } from '../../../actions/lib/phase-summary.ts';
import { hostileReport, hostileTexts } from '../../report/hostile.ts';
import { sampleReport } from '../../report/sample.ts';
import { shape } from '../../report/shape.ts';

test('The verdict comes first, then tasks, graph and questions; the report is folded away.', () => {
  const summary = phaseSummary(sampleReport(), mostOfSummary);
  const places = [
    '### ❔ Phase 2: Refunds',
    '**Waiting for an answer.**',
    '| Task | Title |',
    '```mermaid\nflowchart LR',
    '❔ **',
    '- `/phase answer ',
    '<details><summary>The phase, and what to do next</summary>',
    '<details><summary>Review</summary>',
    '<details><summary>Records</summary>',
  ].map((part) => summary.indexOf(part));
  expect(places.every((place) => place >= 0)).toBe(true);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(summary).not.toMatch(/^#{1,2} /m);
});

test('What does not fit is left out in whole parts, from the end, and that is said.', () => {
  const whole = phaseSummary(sampleReport(), mostOfSummary);
  for (const most of [9_000, 6_000, 3_000, 600]) {
    const cut = phaseSummary(sampleReport(), most);
    expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(most);
    const [, shown = '', parts = ''] = /^([\s\S]*)\n\n_(\d+) more parts?: see the report/.exec(cut) ?? [];
    expect(Number(parts)).toBeGreaterThan(0);
    expect(whole.startsWith(shown)).toBe(true);
    expect(cut.match(/<details>/g)?.length ?? 0).toBe(cut.match(/<\/details>/g)?.length ?? 0);
    expect((cut.match(/^ *```/gm)?.length ?? 0) % 2).toBe(0);
  }
});

test.for(hostileTexts)('The structure does not depend on the texts of agents and plans: %j', (text) => {
  expect(summaryShape(text)).toEqual(summaryShape('word'));
});

function summaryShape(text: string): string[] {
  return shape(phaseSummary(hostileReport(text), mostOfSummary));
}
