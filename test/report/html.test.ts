import { expect, test } from 'vitest';
import { reportHtml } from '../../core/report/html.ts';
import { hostileReport, hostileTexts } from './hostile.ts';
import { sampleReport } from './sample.ts';

test('the page forbids scripts and loads nothing', () => {
  const page = reportHtml(sampleReport());

  expect(page).toContain(
    `content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"`,
  );
  expect(page).not.toMatch(/<script|<link|<img|\ssrc=|\shref=|url\(|@import/i);
});

test('the page shows outcome, tasks, criteria with evidence, findings, files, questions and what is next', () => {
  const page = reportHtml(sampleReport());

  expect(page).toContain('<strong class="badge open">Waiting for an answer</strong>');
  expect(page).toContain('Refund e-mails');
  expect(page).toContain('p95 231 ms');
  expect(page).toContain('apps/shop/src/ledger.ts:12');
  expect(page).toContain('apps/shop/src/refund.test.ts');
  expect(page).toContain('npx phasewright answer q-2.4-window order');
  expect(page).toContain('3.1 Dispute record');
});

test('what was not met is open to read, what was met is folded', () => {
  const page = reportHtml(sampleReport());

  expect(page).toContain('<details><summary>A refund never exceeds what was paid</summary>');
  expect(page).toContain('<details open><summary>p95 of a refund stays below 200 ms</summary>');
});

test('a phase that landed shows the command that brings it into main, and asks nothing', () => {
  const page = reportHtml(sampleReport({ outcome: 'landed', questions: [], next: null }));

  expect(page).toContain('<pre>git merge --ff-only impl/checkout-phase-2</pre>');
  expect(page).not.toContain('Open questions');
  expect(page).not.toContain('To continue');
});

test.for(hostileTexts)('the tags of the page do not depend on its texts: %j', (text) => {
  expect(tags(reportHtml(hostileReport(text)))).toEqual(tags(reportHtml(hostileReport('word'))));
});

test('a text with markup is shown as it was written', () => {
  const page = reportHtml(hostileReport('<img src=x onerror=alert(1)>'));

  expect(page).toContain('&#60;img src=x onerror=alert(1)&#62;');
});

/** All tags without the values of `title`, the only attribute that repeats a text. */
function tags(page: string): string[] {
  return [...page.matchAll(/<[^>]*>/g)].map(([tag]) => tag.replace(/title="[^"]*"/, 'title'));
}
