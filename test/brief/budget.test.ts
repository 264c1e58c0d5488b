import { expect, test } from 'vitest';
import type { Brief } from '../../core/brief/brief.ts';
import { most } from '../../core/brief/budget.ts';
import { byteCount } from '../../core/brief/cut.ts';
import { arbiterPrompt } from '../../core/brief/prompts/arbiter.ts';
import { implementerPrompt } from '../../core/brief/prompts/implementer.ts';
import { polisherPrompt } from '../../core/brief/prompts/polisher.ts';
import { readerPrompt } from '../../core/brief/prompts/reader.ts';
import { reviewerPrompt } from '../../core/brief/prompts/reviewer.ts';
import { styleReviewerPrompt } from '../../core/brief/prompts/style-reviewer.ts';
import { testerPrompt } from '../../core/brief/prompts/tester.ts';
import { commit, finding, mark, nonce, red, taskBrief } from './sample.ts';

const long = '漢字 and so on.\n'.repeat(40_000);
const many = Array.from({ length: 5000 }, (_, index) => `statement ${index}`);

const huge: Brief = {
  ...taskBrief,
  id: long,
  title: long,
  text: long,
  plan: long,
  files: many,
  acceptance: many,
  antiPatterns: many,
  requirements: many,
  constraints: many,
  tests: many,
  sections: [...many.slice(0, 600), long].map((text, index) => ({
    path: `specs/${index}.md`,
    heading: long.slice(0, 1000),
    text,
  })),
  siblings: many.map((id) => ({ id, title: long.slice(0, 100), standing: 'beside', files: ['a'], specs: ['b'] })),
  rules: many.slice(0, 200).map((path) => ({ path, text: long.slice(0, 10_000) })),
  gates: many,
};
const findings = many.map((title) => ({ ...finding, title }));
const verdict = {
  ...red,
  trouble: long,
  gates: many.slice(0, 200).map((target) => ({ ...red.gates[1]!, target, output: long.slice(0, 20_000) })),
  criteria: many.map((text) => ({ text, line: 1, probe: '', outcome: 'not-met' as const, evidence: text })),
};
const change = { diff: long };
const documents = { ...huge, phase: { id: long, title: long }, criteria: many };
const ledger = many.map((rule) => ({ path: 'a', line: 1, rule, fix: rule, response: null }));

test.each([
  ['implementer', () => implementerPrompt(huge, { why: 'gates-red', verdict }, mark)],
  ['implementer after a review', () => implementerPrompt(huge, { why: 'findings', findings }, mark)],
  ['implementer with guidance', () => implementerPrompt(huge, { why: 'guidance', text: long, findings }, mark)],
  ['tester', () => testerPrompt(huge, { why: 'out-of-scope', paths: many }, mark)],
  [
    'reviewer',
    () => {
      const disputes = many.map((reason) => ({ finding: reason, reason }));
      const deviations = many.map((reason) => ({ path: reason, line: 1, norm: reason, reason }));
      const settled = findings.map((one) => ({ finding: one, outcome: 'rejected' as const, reason: long }));
      const toRead = many.map((path) => ({ path, heading: path, bytes: 1, digest: path }));
      const about = { commit, nonce, change, isFollowUp: true, toRead, verdict, disputes, settled, deviations };
      return reviewerPrompt(huge, { ...about, open: findings, clarification: long }, mark);
    },
  ],
  ['style reviewer', () => styleReviewerPrompt(huge, { commit, nonce, guides: huge.rules, change, ledger }, mark)],
  ['arbiter', () => arbiterPrompt(huge, { commit, nonce, rounds: 3, ledger, change }, mark)],
  ['polisher', () => polisherPrompt({ ...documents, files: many }, { why: 'gates-red', verdict }, mark)],
  [
    'reader',
    () => {
      const disputes = many.map((reason) => ({ finding: reason, reason }));
      const diagrams = many.map((path) => ({ path, line: 1 }));
      return readerPrompt(documents, { commit, nonce, open: findings, disputes, clarification: long, diagrams }, mark);
    },
  ],
])('However much there is to tell, the prompt fits what every agent takes: %s.', (_, prompt) => {
  const { full, resumed } = prompt();
  expect(byteCount(full)).toBeLessThan(most.prompt);
  expect(byteCount(resumed)).toBeLessThan(most.prompt);
});
