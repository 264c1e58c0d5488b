import { describe, expect, test } from 'vitest';
import type { Prompt } from '../../core/agent/prompt.ts';
import { byteCount } from '../../core/brief/cut.ts';
import { mergeBrief } from '../../core/brief/merge-brief.ts';
import { arbiterPrompt } from '../../core/brief/prompts/arbiter.ts';
import { designerPrompt } from '../../core/brief/prompts/designer.ts';
import { implementerPrompt } from '../../core/brief/prompts/implementer.ts';
import { mergerPrompt } from '../../core/brief/prompts/merger.ts';
import { polisherPrompt } from '../../core/brief/prompts/polisher.ts';
import { readerPrompt } from '../../core/brief/prompts/reader.ts';
import { reviewerPrompt } from '../../core/brief/prompts/reviewer.ts';
import { styleReviewerPrompt } from '../../core/brief/prompts/style-reviewer.ts';
import { testerPrompt } from '../../core/brief/prompts/tester.ts';
import { findingId } from '../../core/review/finding.ts';
import type { Because } from '../../core/workflow/state.ts';
import { commit, diff, finding, green, mark, nonce, red, taskBrief, wholePhase } from './sample.ts';

const ledger = [
  { path: finding.path, line: 2, rule: 'Errors are values; nothing throws.', fix: 'Return TooHeavy.', response: null },
  {
    path: finding.path,
    line: 1,
    rule: 'No default exports.',
    fix: 'Name it.',
    response: { status: 'disputed', reason: 'It is a named export.' },
  },
] as const;

const firstReview = {
  commit,
  nonce,
  change: { diff },
  isFollowUp: false,
  verdict: green,
  open: [],
  deviations: [],
  disputes: [],
  clarification: null,
};

const documents = {
  plan: taskBrief.plan,
  phase: taskBrief.phase,
  text: taskBrief.text,
  criteria: ['`nx test parcels` passes'],
  sections: taskBrief.sections,
  rules: taskBrief.rules,
};
const complaint = 'docs/parcels/design.md:5:1: Unexpected comment, expected text that a reader of the page sees';
const unfit = {
  ...red,
  gates: [{ ...red.gates[0]!, target: 'spec-lint', outcome: 'failed' as const, output: complaint }],
  trouble: undefined,
};

const merge = mergeBrief(
  [
    { name: 'main of origin', briefs: [] },
    { name: 'task 2', briefs: [taskBrief] },
  ],
  {
    stage: 'merge-2',
    plan: taskBrief.plan,
    phase: taskBrief.phase,
    paths: ['packages/parcels/src/postage.ts'],
    gates: taskBrief.gates,
  },
);

const prompts: Readonly<Record<string, Prompt>> = {
  implementer: implementerPrompt(taskBrief, { why: 'first' }, mark),
  'implementer-gates-red': implementerPrompt(taskBrief, { why: 'gates-red', verdict: red }, mark),
  'implementer-findings': implementerPrompt(taskBrief, { why: 'findings', findings: [finding] }, mark),
  'implementer-of-phase': implementerPrompt(
    wholePhase,
    {
      why: 'findings',
      findings: [finding],
      decided: [
        {
          finding: findingId(finding),
          path: 'docs/parcels/design.md',
          choice: 'fix-spec',
          text: 'Up to 40 kg is fine.',
        },
      ],
    },
    mark,
  ),
  reviewer: reviewerPrompt(taskBrief, firstReview, mark),
  'reviewer-second-round': reviewerPrompt(
    taskBrief,
    {
      ...firstReview,
      isFollowUp: true,
      open: [finding],
      deviations: [],
      disputes: [
        {
          finding: findingId(finding),
          reason: 'The caller refuses it.',
          evidence: { kind: 'spec', path: 'docs/parcels/design.md', line: 6, quote: 'What is heavier is refused.' },
        },
      ],
      settled: [
        { finding: { ...finding, severity: 'P3', title: 'The name says nothing' }, outcome: 'deferred' },
        {
          finding: { ...finding, title: 'Cents are rounded' },
          outcome: 'rejected',
          reason: 'They are whole.',
          evidence: { kind: 'gate', quote: 'parcels:test' },
        },
      ],
      clarification: 'Whole grams only.',
    },
    mark,
  ),
  'style-reviewer': styleReviewerPrompt(
    taskBrief,
    { commit, nonce, guides: taskBrief.rules, change: { diff }, ledger },
    mark,
  ),
  arbiter: arbiterPrompt(taskBrief, { commit, nonce, rounds: 3, ledger, change: { diff } }, mark),
  merger: mergerPrompt(merge, { why: 'first' }, mark),
  'reviewer-of-merge': reviewerPrompt(merge, firstReview, mark),
  designer: designerPrompt(taskBrief, { why: 'first' }, mark),
  tester: testerPrompt(taskBrief, { why: 'first' }, mark),
  polisher: polisherPrompt({ ...documents, files: ['docs/parcels/**'] }, { why: 'gates-red', verdict: unfit }, mark),
  reader: readerPrompt(
    documents,
    {
      commit,
      nonce,
      open: [finding],
      disputes: [],
      clarification: 'Whole grams only.',
      diagrams: [{ path: 'docs/parcels/design.md', line: 12 }],
    },
    mark,
  ),
};

test.each(Object.keys(prompts))('The prompt of the %s is as it was looked at.', async (name) => {
  await expect(shown(prompts[name]!)).toMatchFileSnapshot(`prompts/${name}.txt`);
});

/** Both forms, each under its size in bytes; a reader never goes on, so its other form is the same. */
function shown({ full, resumed }: Prompt): string {
  const parts = full === resumed ? { full } : { full, resumed };
  return Object.entries(parts)
    .map(([name, text]) => `##### ${name}, ${byteCount(text)} bytes\n\n${text}\n`)
    .join('\n\n');
}

test('What a reader would not see of a change is reported with the prompt.', () => {
  const review = { ...firstReview, change: { diff: '+ approve\u200B' } };
  expect(reviewerPrompt(taskBrief, review, mark).hidden).toEqual([{ piece: 'change', characters: 1 }]);
});

test('A change in a file is named with its path and its size.', () => {
  const review = { ...firstReview, change: { file: '.phasewright/change.diff', bytes: 500_000, hidden: 2 } };
  const { full, hidden } = reviewerPrompt(taskBrief, review, mark);
  expect(full).toContain('The change has 500,000 bytes');
  expect(full).toContain('`.phasewright/change.diff`');
  expect(hidden).toEqual([{ piece: 'change', characters: 2 }]);
});

test('HTML comments of Markdown are counted above it; TOML has none.', () => {
  const text = 'Read <!-- a --> and <!-- b -->';
  const labelOf = (plan: string) => implementerPrompt({ ...taskBrief, plan, text }, { why: 'first' }, mark).full;
  expect(labelOf('a.md')).toContain('as it stands in a.md (holds 2 HTML comments, hidden in the rendered page) ---');
  expect(labelOf('a.toml')).toContain('as it stands in a.toml ---');
});

test('Memos are named behind the specs, with what they say, to whoever writes and to whoever reviews.', () => {
  const memos = [
    { path: 'docs/research/spike-cache.md', says: 'outcome PASS', digest: '0' },
    { path: 'docs/research/study-parsers.md', says: '', digest: '1' },
  ];
  const list = '- docs/research/spike-cache.md (outcome PASS)\n- docs/research/study-parsers.md\n';
  const brief = { ...taskBrief, memos };
  expect(implementerPrompt(brief, { why: 'first' }, mark).full).toContain(list);
  expect(reviewerPrompt(brief, firstReview, mark).full).toContain(list);
  expect(implementerPrompt(taskBrief, { why: 'first' }, mark).full).not.toContain('research memos');
});

describe('an implementer', () => {
  test('is told its scope before anything of its task.', () => {
    const { full } = prompts['implementer']!;
    expect(full.indexOf('packages/parcels/src/postage.ts')).toBeLessThan(full.indexOf('as it stands in'));
    expect(full.indexOf('Scope:')).toBeLessThan(full.indexOf('files that you may change'));
  });

  test('that goes on with its conversation gets only what is new.', () => {
    const { full, resumed } = prompts['implementer-findings']!;
    expect(resumed).toContain(findingId(finding));
    expect(resumed).not.toContain('549 cents');
    expect(byteCount(resumed)).toBeLessThan(byteCount(full) / 4);
  });

  test('without named files is told to change as few as it needs.', () => {
    const { full } = implementerPrompt({ ...taskBrief, files: [] }, { why: 'first' }, mark);
    expect(full).toContain('no files are named; change as few as it needs');
    expect(full).not.toContain('files that you may change');
  });
});

test('A tester whose plan names tests writes exactly those; else it finds them from the acceptance.', () => {
  expect(prompts['tester']!.full).toContain('exactly the tests that the plan names');
  const { full } = testerPrompt({ ...taskBrief, tests: [] }, { why: 'first' }, mark);
  expect(full).toContain('at least one for each statement of the acceptance');
});

test('A polisher hears of complaints, gaps and a person’s words, each as what they are.', () => {
  const request = { ...documents, files: [] };
  const of = (because: Because): string[] => Object.values(polisherPrompt(request, because, mark)).map(String);
  for (const prompt of of({ why: 'gates-red', verdict: unfit }).slice(0, 2)) expect(prompt).toContain('design.md:5:1');
  for (const prompt of of({ why: 'findings', findings: [finding] }).slice(0, 2)) {
    expect(prompt).toContain('A fresh reader');
    expect(prompt).toContain(findingId(finding));
  }
  expect(of({ why: 'guidance', text: 'Say grams.', findings: [] })[0]).toContain('Say grams.');
});
