import { toString } from 'mdast-util-to-string';
import { visit } from 'unist-util-visit';
import { expect, test } from 'vitest';
import { noForecast } from '../../core/forecast/record.ts';
import { reportMarkdown } from '../../core/report/markdown.ts';
import type { Report } from '../../core/report/report.ts';
import { hostileReport, hostileTexts } from './hostile.ts';
import { sampleReport } from './sample.ts';
import { parse, shape } from './shape.ts';

test('the sections come in the order of the hand-off', () => {
  expect(headings(reportMarkdown(sampleReport()))).toEqual([
    '❔ Phase 2: Refunds',
    'Specs polished and covered',
    'Exit criteria',
    'Files changed',
    'Review',
    'Next phase',
    'Open questions',
    'What to look at first',
    'Tasks',
    'Conflicts',
    'Side by side',
    'Rounds',
    'Gates left out',
    'Deviations from norms',
    'What looked like a cheat',
    'What people decided',
    'Agents',
    'Records',
  ]);
});

test('a conflict is told with its sides and paths, and what became of it', () => {
  const [resolved] = sampleReport().merges;
  const merges = [resolved!, { ...resolved!, stage: 'merge-2.3', isResolved: false, commit: null }];
  const markdown = reportMarkdown(sampleReport({ merges }));

  expect(markdown).toContain(
    '- task 2.1 and task 2.2 changed the same places; an agent has resolved that, with gates and review: `apps/shop/src/refund.ts`, in `cccccccc`',
  );
  expect(markdown).toContain('changed the same places, which is not resolved: `apps/shop/src/refund.ts`\n');
});

test('what the phase began with is told: its milestone, the phases before it, what it is bound to', () => {
  const markdown = reportMarkdown(
    sampleReport({
      milestone: { id: 'M1', phases: [{ id: '2', title: 'Refunds', verb: 'closes', state: 'open' }] },
      earlier: [
        { id: '0', title: 'Spikes', state: 'skipped', note: 'its open tasks: 0.1' },
        { id: '1', title: 'Orders', state: 'handed-over', note: '' },
      ],
      bound: [
        { path: 'specs/91-impl-plan.md', kind: 'plan', blob: 'a1' },
        { path: 'docs/spike-cache.md', kind: 'memo', blob: 'b2' },
      ],
    }),
  );

  expect(markdown).toContain('- Milestone M1: phase 2 closes it (open)\n');
  expect(markdown).toContain('- Phase 0 before it: skipped, its open tasks: 0.1\n- Phase 1 before it: handed over\n');
  expect(markdown).toContain('- Bound to 2 files: 1 plan; memo `docs/spike-cache.md`\n');
});

test('what other machines have made is told with whose word that is, and what the remote does not have with where it is', () => {
  const markdown = reportMarkdown(sampleReport());
  expect(markdown).toContain(
    '- task-2.1 was made on another machine, by its own word that of ada@&#8203;laptop, at 2026-05-01T10:00:00+02:00: `e5f6a7b8`\n',
  );
  expect(markdown).toContain(
    '- The result of task-2.2 counts here alone, the remote does not have it yet: `refs/phasewright/checkout/2/kept/task-2.2/0a1b2c3d4e5f6a7b8c9d`\n',
  );
});

test('what was not to run side by side is told with its reason, and whether that is a guess', () => {
  expect(reportMarkdown(sampleReport())).toContain(
    `## Side by side

As it was forecast:

- 2.3 after 2.2: both touch project shop: apps/shop/src/refund.ts and apps/shop/src/mail.ts (guessed from what the tasks speak of)
- 2.4: nothing says what it touches, so nothing but dependencies orders it
`,
  );
  const reason = 'both touch nx.json';
  const together = [
    { tasks: ['2.1', '2.2'] as [string, string], reason, by: 'wave' as const },
    { tasks: ['2.3', '2.4'] as [string, string], reason, by: 'mark' as const },
  ];
  const orderings = [{ before: '2.1', after: '2.3', reason, guessed: false }];
  expect(reportMarkdown(sampleReport({ forecast: { orderings, together, unknown: ['2.5', '2.6'] } }))).toContain(`
- 2.3 after 2.1: both touch nx.json
- 2.1 beside 2.2, as the plan says: both touch nx.json, but they are of one wave
- 2.3 beside 2.4, as the plan says: both touch nx.json, but both are marked \\[P\\]
- 2.5, 2.6: nothing says what they touch, so nothing but dependencies orders them
`);
});

test('each criterion has its mark and its evidence', () => {
  const markdown = reportMarkdown(sampleReport());

  expect(markdown).toContain('- ✅ A refund never exceeds what was paid\n');
  expect(markdown).toContain('    RUN  refund.test.ts\n      12 passed\n');
  expect(markdown).toContain('- ❌ p95 of a refund stays below 200 ms\n');
  expect(markdown).toContain('  - Evidence: p95 231 ms\n');
  expect(markdown).toContain('- ❔ Support has read the texts\n');
});

test('a criterion has what its proof says: on what, when, how it ended, what was counted and measured', () => {
  const markdown = reportMarkdown(sampleReport());

  expect(markdown).toContain('  - Tree: c3d4e5f6, 2026-03-02 10:41 UTC\n  - Ended: exit code 0, after 4.2 s\n');
  expect(markdown).toContain('  - Tests: 12 passed (vitest)\n  - Whole output: output-1.txt, SHA-256 eeeeeeeeeeee…\n');
  expect(markdown).toContain('  - Measured: 231 ms; the budget is &#60; 200 ms\n');
  expect(markdown).toContain('  - Holds while unchanged: every file but specs/93-backlog.md, apps/docs\n');
});

test('the gates say which tree they judged and where that stands', () => {
  expect(reportMarkdown(sampleReport())).toContain(
    'Gates on the final tree `c3d4e5f6` (record of gates, `1a2b3c4d`): 3 passed.\n',
  );
});

test('gates of an earlier tree are not those of the final one', () => {
  const gatesOn = { record: 'squash', tree: 'ffff0000'.repeat(5), green: true, trouble: null };
  const markdown = reportMarkdown(sampleReport({ gatesOn }));

  expect(markdown).toContain(
    'Gates on the combination of the tasks, tree `ffff0000` (record of squash, `1a2b3c4d`): 3 passed. No gate has judged the final tree `c3d4e5f6`.\n',
  );
  expect(markdown).not.toContain('Gates on the final tree');
});

test('gates without a verdict are not told as green', () => {
  const gatesOn = { ...sampleReport().gatesOn!, green: false, trouble: 'The gates changed files: dist/a.js' };
  const markdown = reportMarkdown(sampleReport({ gatesOn }));

  expect(markdown).toContain('): no verdict; 3 passed.\n\n```text\nThe gates changed files: dist/a.js\n```\n');
});

test('where no gate has judged the phase, nothing is said to have passed', () => {
  const markdown = reportMarkdown(sampleReport({ gates: [], gatesOn: null, criteriaOn: null }));

  expect(markdown).toContain('Gates: none has judged the phase as a whole.\n');
  expect(markdown).toContain('Nothing was held to them yet.\n');
});

test('what is open, and what is not there, is listed as well as what is settled', () => {
  const { findings } = sampleReport();
  const open = { ...findings[0]!, outcome: 'open' } as const;
  const markdown = reportMarkdown(sampleReport({ findings: [open, ...findings] }));

  expect(markdown).toContain('**Open**\n\n- P1 `apps/shop/src/refund.ts:88` “Half cents');
  expect(markdown).toContain('**Not there**\n\n- P3 `apps/shop/src/refund.ts:9` “A debug log is left”');
  expect(markdown).toContain('  - What code found: “no line of it says that”\n');
});

test('every claim names the record that it rests on, and how to look at that', () => {
  const markdown = reportMarkdown(sampleReport());

  expect(markdown).toContain('2 rounds (record of review, `1a2b3c4d`)');
  expect(markdown).toMatch(/\| 2\.2 \|.* `1a2b3c4d` \|\n/);
  expect(markdown).toContain('git cat-file -p <result>:record.json\n');
});

test('findings are cited by path and line, rejected ones with the reason', () => {
  const markdown = reportMarkdown(sampleReport());

  expect(markdown).toContain('- P2 `apps/shop/src/ledger.ts:12` “One query per refund” Fix: “read the');
  expect(markdown).toContain('  - Why: “The glossary uses this word.”\n');
  expect(markdown).toContain('  - Its evidence, a spec, specs/00-glossary.md:7: “settle: to pay back what is owed”\n');
});

test('a question comes with the commands that answer it', () => {
  const markdown = reportMarkdown(sampleReport());

  expect(markdown).toContain('npx phasewright answer q-2.4-window order\n');
  expect(markdown).toContain('- stop (default): The task stays open.');
});

test('an option that is no plain word is quoted for the shell', () => {
  const [question] = sampleReport().questions;
  const options = [{ name: "it's; rm -rf ~", does: 'Harm.' }];
  const markdown = reportMarkdown(sampleReport({ questions: question ? [{ ...question, options }] : [] }));

  expect(markdown).toContain(String.raw`npx phasewright answer q-2.4-window 'it'\''s; rm -rf ~'`);
});

test('hooks are told beside the gates, and what one has printed that refused', () => {
  const about = { program: '/home/ada/.git/hooks/x', digest: 'd', tree: 'a1b2c3d4'.repeat(5), durationMs: 1200 };
  const markdown = reportMarkdown(
    sampleReport({
      hooks: [
        { ...about, hook: 'pre-commit', outcome: 'passed', calls: 1, code: 0, output: '' },
        { ...about, hook: 'commit-msg', outcome: 'failed', calls: 3, code: 2, output: 'too long' },
        { ...about, hook: 'pre-push', outcome: 'failed', calls: 1, output: '' },
      ],
    }),
  );

  expect(markdown).toContain(
    'Your hooks on what lands: pre-commit passed, 1.2 s, commit-msg refused, 3 calls, exit code 2, 1.2 s, pre-push refused, without an end, 1.2 s.',
  );
  expect(markdown).toMatch(/commit-msg refused it<\/summary>[^]*too long/);
});

test('files are folded after twenty', () => {
  const file = { ...sampleReport().filesChanged[1]!, added: 1, removed: 2 };
  const filesChanged = Array.from({ length: 23 }, (_, index) => ({
    ...file,
    path: `src/${index}.ts`,
  }));
  const markdown = reportMarkdown(sampleReport({ filesChanged }));

  expect(markdown).toContain('23 files, +23 −46\n');
  expect(markdown).toContain(
    '| `src/19.ts` | +1 | −2 | task 2.1, task 2.2, findings |\n\n<details><summary>3 more files</summary>',
  );
});

test('a file that maps to nothing says so, and the others who asked for them', () => {
  const markdown = reportMarkdown(sampleReport());

  expect(markdown).toContain('4 files, +408 −5; 1 of them map to nothing\n');
  expect(markdown).toContain('| `apps/shop/src/debug.ts` | +4 | −0 | **nothing** |');
  expect(markdown).toContain('| task 2.1, named by criterion 1 |');
});

test('what to look at first, what was left out and what people decided are told with their reasons', () => {
  const markdown = reportMarkdown(sampleReport());

  expect(markdown).toContain('- `apps/shop/src/debug.ts` (6): maps to no task, criterion or finding\n');
  expect(markdown).toContain('- e2e on project shop: the project has no target of that name\n');
  expect(markdown).toContain(
    '- Is a refund of zero a refund? **guide** “No: refuse it.”, Ada Example, 2026-03-02T09:20:00.000Z\n',
  );
  expect(markdown).toContain('1. Answer the question below\n   ```text\n   npx phasewright status\n   ```\n');
});

test('what each agent did is told by role, with what it has cost', () => {
  const markdown = reportMarkdown(sampleReport());
  expect(markdown).toContain(
    '| implementer | claude opus 2.1.330, model opus-4 | 6, 1 not ok | 12 min 34 s | 150,000 input tokens (110,000 cached), 20,000 output tokens, 1.50 USD |',
  );
  expect(markdown).toContain(
    '24,570 output tokens, 1.71 USD. All runs of this phase together: 201,000 input tokens, 26,000 output tokens, 1.90 USD.',
  );
  expect(markdown).toContain('| reviewer | codex 0.169.0 | 3 | 1 min 5 s | 29,214 input tokens, 4,570 output tokens |');
});

test('an empty report says so in each section', () => {
  const empty: Partial<Report> = {
    final: null,
    landed: null,
    next: null,
    tasks: [],
    criteria: [],
    gates: [],
    filesChanged: [],
    specsPolished: [],
    questions: [],
    nextPhase: null,
    agentCalls: 0,
    usage: {},
    spent: {},
    findings: [],
    rounds: [],
    attention: [],
    records: [],
    answers: [],
    deviations: [],
    flags: [],
    allowed: [],
    gatesLeftOut: [],
    merges: [],
    forecast: noForecast,
  };
  const markdown = reportMarkdown(sampleReport(empty));

  expect(markdown).toContain('→ not reached\n');
  expect(markdown).toContain('## Tasks\n\nNone.\n');
  expect(markdown).toContain('None: this was the last one.');
  expect(markdown).toContain('0 agent calls in this run. All calls behind this report: usage not reported.\n');
  expect(headings(markdown)).toHaveLength(8);
});

test.for(hostileTexts)('the structure of the page does not depend on its texts: %j', (text) => {
  expect(shape(reportMarkdown(hostileReport(text)))).toEqual(shape(reportMarkdown(hostileReport('word'))));
});

test.for(hostileTexts)('the page shows every visible character of its texts: %j', (text) => {
  const title = headings(reportMarkdown(hostileReport(text)))[0] ?? '';

  expect(bare(title)).toBe(bare(`❌ Phase ${text}: ${text}`));
});

test('nobody is mentioned, no issue is referred to, and no address becomes a link', () => {
  const summary = '@octocat see #12, closes GH-12 and gh-13, https://evil.test, www.evil.test';
  const markdown = reportMarkdown(sampleReport({ summary }));

  expect(markdown).not.toMatch(/@octocat|#12|gh-1|:\/\/evil|www\.evil/i);
});

function headings(markdown: string): string[] {
  const found: string[] = [];
  visit(parse(markdown), 'heading', (node) => void found.push(toString(node)));
  return found;
}

function bare(text: string): string {
  return text.replaceAll(/[\s\u200B-\u200F\u202A-\u202E\u2066-\u2069\p{Cc}]/gu, '');
}

test('gates that were found are told with the reason, and what was counted beside each gate', () => {
  const [gate] = sampleReport().gates;
  const tests = { executed: 13, passed: 12, failed: 1, skipped: 2, by: 'vitest' as const };
  const markdown = reportMarkdown(
    sampleReport({
      gates: [{ ...gate!, tests, notice: 'Look twice.' }],
      gatesFound: [{ gate: 'make check', because: 'Makefile has "check"' }],
    }),
  );
  expect(markdown).toContain('12 tests passed, 1 failed, 2 skipped (vitest). Look twice.');
  expect(markdown).toContain('## Gates that were found, since none are named\n\n- make check: Makefile has "check"');
});

test('what looked like a cheat is told with what the reviewer said, and with who has allowed it', () => {
  const { flags } = sampleReport();
  const markdown = reportMarkdown(
    sampleReport({ flags: [...flags, { ...flags[0]!, line: 14, answer: null, why: '' }] }),
  );

  expect(sectionOf(markdown, 'What looked like a cheat')).toEqual([
    '- `apps/shop/src/refund.test.ts:12` Unexpected pause in a test, expected it to wait for what it needs (task-2.2): **honest**, “the bank answers late on purpose”',
    '- `apps/shop/src/refund.test.ts:14` Unexpected pause in a test, expected it to wait for what it needs (task-2.2): **not answered**',
    '- `apps/shop/src/refund.test.ts:20` Unexpected skipped test (task-2.2): **allowed** by Ada, “the printer is away”',
  ]);
});

function sectionOf(markdown: string, heading: string): string[] {
  const [, after = ''] = markdown.split(`## ${heading}\n`);
  return after.split('\n## ')[0]!.split('\n').filter(Boolean);
}
