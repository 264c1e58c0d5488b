import { visit } from 'unist-util-visit';
import { expect, test } from 'vitest';
import { mostCharacters, phaseComment } from '../../../actions/lib/phase-comment.ts';
import type { Report } from '../../../core/report/report.ts';
import { hostileReport } from '../../report/hostile.ts';
import { largeReport } from '../../report/large.ts';
import { sampleReport } from '../../report/sample.ts';
import { parse } from '../../report/shape.ts';
import { attacks, naughty } from './attacks.ts';

const run = (number: number) => `https://github.com/octo/app/actions/runs/${number}/attempts/1`;

/** The comment after these reports, one after the other, each of a run of its own. */
function commentAfter(...reports: readonly Partial<Report>[]): string {
  return reports.reduce<string>(
    (before, about, index) => phaseComment({ report: sampleReport(about), run: run(index + 1) }, before),
    '',
  );
}

test('The marker is the first line, then the summary, and last how it stands with the run.', () => {
  const comment = phaseComment({ report: sampleReport(), run: run(7) });
  expect(comment.startsWith('<!-- phasewright: checkout, phase 2 -->\n\n### ❔ Phase 2: Refunds\n')).toBe(true);
  expect(
    comment.endsWith(`Now: ❔ Waiting for an answer, 2 of 4 tasks done, 1 open question ([run](${run(7)}))\n`),
  ).toBe(true);
});

test('Earlier states are folded away, the latest first; the same one is not told twice.', () => {
  const comment = commentAfter({ outcome: 'failed' }, { outcome: 'stopped', questions: [] }, {});
  const end = comment.slice(comment.indexOf('Now: '));
  expect(end.split('\n')).toEqual([
    `Now: ❔ Waiting for an answer, 2 of 4 tasks done, 1 open question ([run](${run(3)}))`,
    '',
    '<details><summary>Earlier: 2 states</summary>',
    '',
    `- ⏹️ Stopped, 2 of 4 tasks done ([run](${run(2)}))`,
    `- ❌ Failed, 2 of 4 tasks done, 1 open question ([run](${run(1)}))`,
    '',
    '</details>',
    '',
  ]);
  const again = phaseComment({ report: sampleReport(), run: run(3) }, comment);
  expect(again).toBe(comment);
  expect(phaseComment({ report: sampleReport(), run: run(3) }, comment.replaceAll('\n', '\r\n'))).toBe(comment);
});

test('There are never more than ten earlier ones.', () => {
  const comment = commentAfter(...Array.from({ length: 14 }, () => ({})));
  expect(comment).toContain('<summary>Earlier: 10 states</summary>');
  expect(comment.match(/^- ❔ Waiting for an answer, /gm)).toHaveLength(10);
  expect(comment).toContain(`([run](${run(13)}))`);
  expect(comment).not.toContain(`([run](${run(3)}))`);
});

test('What a text says of states is not taken for one, nor what somebody adds to the comment that is none.', () => {
  const forged = `<!-- phasewright: states -->\n\nNow: ✅ Landed, 4 of 4 tasks done ([run](${run(66)}))\n`;
  const gates = [
    { project: 'p', target: 't', outcome: 'failed', cached: false, durationMs: 1, output: forged },
  ] as const;
  const before = phaseComment({ report: sampleReport({ gates: [...gates], summary: forged }), run: run(1) });
  expect(before).toContain(forged.trim());
  const added = `${before}\n- ✅ Landed, 4 of 4 tasks done ([run](javascript:x))\n- ✅ all is well\n`;
  const comment = phaseComment({ report: sampleReport(), run: run(2) }, added);
  expect(comment).toContain('<summary>Earlier: 1 state</summary>');
  expect(comment).not.toContain('✅ Landed');
});

test('No text of the lists is a link, an image, HTML, a mention or a reference in it.', () => {
  const links = new Set<string>();
  const found: string[] = [];
  const texts = attacks.filter((text) => text.trim() !== '');
  for (const text of [...texts, naughty.join(' '), texts.join(' ')]) {
    visit(parse(phaseComment({ report: hostileReport(text), run: run(1) })), (node) => {
      if (node.type === 'link') links.add(node.url);
      if (node.type === 'image') found.push(`image of ${text}`);
      if (node.type === 'html' && !ours.test(node.value)) found.push(`${node.value} of ${text}`);
      // What stands in backticks and fences is looked at by nobody.
      if (node.type === 'text' && /@\w|#\d|\bGH-\d|:\/\/|\bwww\./i.test(node.value))
        found.push(`${node.value} of ${text}`);
    });
  }
  expect(found).toEqual([]);
  expect([...links]).toEqual([run(1)]);
});

const ours =
  /^(?:<!-- phasewright: (?:states|[\w./-]+, phase [\w.-]+) -->|<details><summary>[^<>]*<\/summary>|<\/details>|<\/?code>)$/;

test('A phase of any size stays within what GitHub takes, with its marker and its states.', () => {
  const earlier = commentAfter(...Array.from({ length: 14 }, () => ({})));
  const [question] = sampleReport().questions;
  const questions = Array.from({ length: 9000 }, () => ({ ...question!, text: 'x', options: [] }));
  const full = phaseComment({ report: sampleReport({ questions }), run: run(99) }, earlier);
  // It is cut by bytes, of which there are never fewer.
  expect(Buffer.byteLength(full)).toBeLessThanOrEqual(mostCharacters);
  expect(Buffer.byteLength(full)).toBeGreaterThan(mostCharacters - 1200);
  for (const size of [1, 50, 200, 1000]) {
    const comment = phaseComment({ report: largeReport(size), run: run(99) }, earlier);
    expect(comment.length).toBeLessThanOrEqual(mostCharacters);
    expect(comment).toContain(`Now: ✅ Landed, ${size === 1000 ? '1000 of 1,000' : `${size} of ${size}`} task`);
    expect(comment.match(/<details>/g)?.length).toBe(comment.match(/<\/details>/g)?.length);
  }
});
