import { expect, test } from 'vitest';
import { most } from '../../core/brief/budget.ts';
import { implementerPrompt } from '../../core/brief/prompts/implementer.ts';
import { reviewerPrompt } from '../../core/brief/prompts/reviewer.ts';
import { mostAtOnce } from '../../core/review/at-once.ts';
import { findingId } from '../../core/review/finding.ts';
import { commit, diff, finding, mark, nonce, taskBrief } from './sample.ts';

const long = '漢字 and so on. '.repeat(4000);
const open = Array.from({ length: mostAtOnce }, (_, index) => ({
  ...finding,
  path: `src/${index}.ts`,
  title: `Fault ${index}: ${long}`,
  quote: `quote ${index} ${long}`,
  fix: `fix ${index} ${long}`,
}));
const disputes = open.map((one, index) => ({
  finding: findingId(one),
  reason: `reason ${index} ${long}`,
  evidence: { kind: 'code' as const, path: one.path, line: 1, quote: `evidence ${index} ${long}` },
}));
const left = 'the middle is left out';

function whatIsMissing(text: string, parts: readonly string[]): string[] {
  return open.flatMap((one, index) =>
    [findingId(one), ...parts.map((part) => `${part} ${index} `)].filter((part) => !text.includes(part)),
  );
}

test('However long they are, a reviewer is shown each finding and each dispute that it closes by silence.', () => {
  const review = {
    commit,
    nonce,
    change: { diff },
    isFollowUp: true,
    verdict: null,
    deviations: [],
    clarification: null,
  };
  const { full } = reviewerPrompt(taskBrief, { ...review, open, disputes }, mark);
  expect(whatIsMissing(full, ['quote', 'fix', 'reason'])).toEqual([]);
  expect(full.split('"evidence ').length - 1).toBe(mostAtOnce);
  expect(full).not.toContain(left);
});

test('However long they are, an implementer is told of each finding that it is to fix.', () => {
  const { full } = implementerPrompt(taskBrief, { why: 'findings', findings: open }, mark);
  expect(whatIsMissing(full, ['quote', 'fix'])).toEqual([]);
  expect(full).not.toContain(left);
});

test('What is longer than its share says that its end is left out.', () => {
  const { full } = implementerPrompt(taskBrief, { why: 'findings', findings: open.slice(0, 1) }, mark);
  expect(full.match(/ \[…\]$/gm)).toHaveLength(3);
  expect(full.length).toBeLessThan(most.findings);
});
