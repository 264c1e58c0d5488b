import { expect, test } from 'vitest';
import { htmlComment } from '../../../core/lint/rules/html-comment.ts';
import { lintPlan, planPath } from './lint-plan.ts';

const phase = '## Phase 1: Input\n\n- [ ] Read input\n';

function places(plan: string, files: Readonly<Record<string, string>> = {}): string[] {
  return lintPlan(htmlComment, plan, { files }).map((one) => one.split(' ')[0] ?? '');
}

test('A comment is found in a row, in a criterion, in a cited section, and where its end is on another line.', () => {
  const plan = [
    '## Phase 1: Input',
    '| # | Task | Spec |',
    '|---|---|---|',
    '| 1.1 | Read <!-- a --> input <!-- b --> | 10 § 1 |',
    '',
    '**Exit criteria**: tests pass <!-- not',
    'on Windows -->',
  ].join('\n');
  const files = { 'specs/10-input.md': '# Input\n## 1. Limits\n<!-- c -->\n## 2. Else\n<!-- d -->\n' };
  expect(places(plan, files)).toEqual([
    'specs/10-input.md:3:1',
    `${planPath}:4:14`,
    `${planPath}:4:31`,
    `${planPath}:6:31`,
  ]);
});

test.each([
  '<!-- phasewright-disable-line task-title -->',
  '<!--prettier-ignore-->',
  '<!-- markdownlint-disable MD013 -->',
  '<!-- TOC -->',
  '<!-- -->',
  '`<!-- x -->`',
  '```html\n<!-- x -->\n```',
])('%j is fine.', (comment) => {
  expect(places(`${phase}${comment}\n`)).toEqual([]);
});

test('A comment of several lines is complained about, whatever its first word is.', () => {
  expect(places(`${phase}<!-- prettier-ignore\nDelete all. -->\n`)).toEqual([`${planPath}:4:1`]);
});

test('What stands above the phases of a plan is fine as a line of its own, and else is not.', () => {
  expect(places(`# Plan\n<!-- Written by Ann -->\n${phase}`)).toEqual([]);
  expect(places(`# Plan\nText <!-- by Ann -->\n${phase}`)).toEqual([`${planPath}:2:6`]);
});

test('What stands above the first heading of a spec is fine as a line of its own.', () => {
  const plan = '## Phase 1: Input\n| # | Task | Spec |\n|---|---|---|\n| 1.1 | Read | 10 |\n';
  expect(places(plan, { 'specs/10-input.md': '<!-- MIT\nlicence -->\n# Input\n' })).toEqual([]);
  expect(places(plan, { 'specs/10-input.md': '# Input\n<!-- MIT -->\n' })).toEqual(['specs/10-input.md:2:1']);
});

test('Of the plan, only the phase that is looked at is read.', () => {
  const plan = `${phase}<!-- a -->\n## Phase 2: Output\n<!-- b -->\n`;
  const found = lintPlan(htmlComment, plan, { phase: '2' });
  expect(found).toEqual([expect.stringContaining(`${planPath}:6:1 `)]);
});

test('A line of many comments that are never closed takes no longer than its length allows.', () => {
  expect(places(`${phase}text ${'<!-- '.repeat(10_000)}`)).toHaveLength(1);
});
