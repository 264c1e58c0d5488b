import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { mostOfSummary, phaseSummary } from '../../../actions/lib/phase-summary.ts';
import { writeSummary } from '../../../actions/lib/write-summary.ts';
import { toString } from 'mdast-util-to-string';
import { visibleLine } from '../../../core/visible.ts';
import { hostileReport } from '../../report/hostile.ts';
import { sampleReport } from '../../report/sample.ts';
import { parse, shape } from '../../report/shape.ts';
import { attacks, naughty } from './attacks.ts';

/** The file of a step, and a job that has it. */
function useSummary() {
  const folder = mkdtempSync(join(tmpdir(), 'summary-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'summary.md');
  return { job: { env: { GITHUB_STEP_SUMMARY: path } }, read: () => readFileSync(path, 'utf8') };
}

test('Parts follow each other, and all of them together stay within what GitHub takes of a step.', () => {
  const { job, read } = useSummary();
  writeSummary(job, () => 'one\n');
  writeSummary(job, () => '- two\n');
  expect(read()).toBe('one\n\n\n- two\n');
  writeSummary(job, (most) => 'x'.repeat(most));
  expect(Buffer.byteLength(read())).toBeLessThanOrEqual(mostOfSummary);
  expect(Buffer.byteLength(read())).toBeGreaterThan(mostOfSummary - 10);
  const { job: other } = useSummary();
  expect(() => writeSummary(other, (most) => 'x'.repeat(most + 1))).toThrow(/^Internal error: a summary of/);
});

test('Outside of a step nothing is made.', () => {
  let isAsked = false;
  writeSummary({ env: {} }, () => `${(isAsked = true)}`);
  expect(isAsked).toBe(false);
});

test('A title of the lists is shown as it is.', () => {
  for (const title of [...naughty, ...attacks]) {
    const { job, read } = useSummary();
    writeSummary(job, (most) => phaseSummary(sampleReport({ phase: { id: '2', title } }), most));
    const [heading = ''] = read().split('\n');
    const shown = toString(parse(heading)).replaceAll('\u200B', '').trim();
    expect(shown).toBe(`❔ Phase 2: ${visibleLine(title)}`.trim());
  }
});

test('The structure does not depend on texts.', () => {
  const expected = shapeWith('word');
  // An item without a text is none that something can stand in.
  const texts = attacks.filter((text) => text.trim() !== '');
  expect(texts.map((text) => ({ text, shape: shapeWith(text) }))).toEqual(
    texts.map((text) => ({ text, shape: expected })),
  );
});

function shapeWith(text: string): string[] {
  return shape(phaseSummary(hostileReport(text), mostOfSummary));
}
