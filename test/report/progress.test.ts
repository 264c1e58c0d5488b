import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import { progressLine, type ProgressEvent } from '../../core/report/progress.ts';
import { hostileTexts } from './hostile.ts';

const plain = { color: false, width: 80 };

test('a run reads as one line per event, each with its stage and time', () => {
  expect(run.flatMap((event) => progressLine(event, plain))).toEqual([
    'phase         │ 00:00  phase 2: Refunds of checkout, 4 tasks, 1 reused',
    'task-2.1      │ 00:01  ✔ reused',
    'task-2.2      │ 00:01  ▶ started: Partial refunds',
    'task-2.2      │ 00:02  ▶ implementer claude, round 1, attempt 2',
    'task-2.2      │ 00:09  implementer: I read the spec and start with the ledger, …',
    'task-2.2      │ 01:15  ■ implementer done in 1 min 13 s',
    'task-2.2      │ 01:15  committed e5f6a7b8, 1 file',
    'task-2.2      │ 01:15  gates: typecheck, test',
    'task-2.2      │ 01:16  gate shop:typecheck ✔ cached, 80 ms',
    'task-2.2      │ 01:25  gate shop:test ✖ failed, 8.4 s',
    'task-2.2      │ 02:00  review ✖ ISSUES_FOUND: 1 P1, 2 P2',
    'task-2.2      │ 02:01  ? Order or delivery?',
    'task-2.2      │ 02:01  ? waits for an answer',
    'exit-criteria │ 61:01  The benchmark takes a while.',
    '',
    '? waiting  Task 2.2 waits for an answer.',
    '  agents  2 agent calls in 1 h 1 min',
    '  report  .phasewright/report.md',
    '  page    .phasewright/report.html',
    '  next    npx nx run shop:implement-phase',
  ]);
});

test.for([
  [0, '0 agent calls'],
  [1, '1 agent call'],
] as const)('a phase that made %i calls says "%s"', ([agentCalls, words]) => {
  const [, , line] = progressLine({ ...finished, agentCalls, at: 900 }, plain);

  expect(line).toBe(`  agents  ${words} in 900 ms`);
});

test('colour changes no character, and a stage keeps its colour', () => {
  const colored = run.map((event) => progressLine(event, { color: true, width: 80 }));
  const prefixes = new Set(colored.flat().flatMap((line) => /^\S*task-2\.2/.exec(line) ?? []));

  expect(colored.flat().map(stripVTControlCharacters)).toEqual(run.flatMap((event) => progressLine(event, plain)));
  expect(prefixes.size).toBe(1);
});

test('tasks side by side have different colours', () => {
  const prefixes = ['task-1.1', 'task-1.2', 'task-1.3'].map(
    (stage) => progressLine({ type: 'note', at: 0, stage, text: '' }, { color: true, width: 80 })[0]?.split('task')[0],
  );

  expect(new Set(prefixes).size).toBe(3);
});

test.for(['::error::x', ' \t::set-output name=a::b', '\u200B::stop-commands::x', 'a\n::debug::x', 'a\r::debug::x'])(
  'a line cannot start with a workflow command: %j',
  (text) => {
    expect(everyText(text).filter((line) => /^\s*::/.test(line))).toEqual([]);
  },
);

test.for(['##[error]x', 'a ##[group]x', '#\u200B#[error]x', '###[error]x', '##vso[task.complete]x', '##teamcity[x]'])(
  'no line holds a command of a CI system: %j',
  (text) => {
    expect(everyText(text).filter((line) => /##[\w.]*\[/.test(line))).toEqual([]);
  },
);

test.for([
  ...hostileTexts,
  '\u001B[2J\u001B[31mred',
  '\u001B]8;;https://evil.test\u0007link',
  'a\u0008b\u009B1mc',
  'a\u2028b',
])('a text adds no line and no invisible character: %j', (text) => {
  const lines = everyText(text);

  expect(lines).toHaveLength(everyText('word').length);
  expect(lines.join('')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
});

test('what an agent says fits into the width, also in wide characters', () => {
  expect(said('short')).toBe('task-2.2      │ 00:09  implementer: short');
  expect(said('x'.repeat(50))).toBe(`task-2.2      │ 00:09  implementer: ${'x'.repeat(13)}…`);
  expect(said('漢'.repeat(50))).toBe(`task-2.2      │ 00:09  implementer: ${'漢'.repeat(6)}…`);
});

test('nothing is cut where the width has no end', () => {
  const [line] = progressLine({ ...agentSaid, text: 'x'.repeat(500) }, { color: false, width: Infinity });

  expect(line?.endsWith('x'.repeat(500))).toBe(true);
});

test('long stage names keep both ends', () => {
  const [line] = progressLine(
    { type: 'note', at: 0, stage: 'task-write-the-very-long-ledger-entry-2', text: 'x' },
    plain,
  );

  expect(line).toBe('task-write-t…ger-entry-2 │ 00:00  x');
});

function said(text: string): string | undefined {
  return progressLine({ ...agentSaid, text }, { color: false, width: 50 })[0];
}

const agentSaid = {
  type: 'agent-said',
  at: 9000,
  stage: 'task-2.2',
  role: 'implementer',
  text: 'I read the spec\nand start with the ledger, which is where most of it happens.',
} as const;

const finished = {
  type: 'phase-finished',
  at: 3_662_000,
  outcome: 'waiting',
  summary: 'Task 2.2 waits for an answer.',
  agentCalls: 2,
  report: '.phasewright/report.md',
  next: 'npx nx run shop:implement-phase',
} as const;

const run: ProgressEvent[] = [
  { type: 'phase-started', at: 0, plan: 'checkout', phase: '2', title: 'Refunds', tasks: 4, reused: 1 },
  { type: 'stage-finished', at: 1000, stage: 'task-2.1', outcome: 'reused' },
  { type: 'stage-started', at: 1000, stage: 'task-2.2', detail: 'Partial refunds' },
  { type: 'agent-started', at: 2000, stage: 'task-2.2', role: 'implementer', round: 1, attempt: 2, agent: 'claude' },
  agentSaid,
  { type: 'agent-finished', at: 75_000, stage: 'task-2.2', role: 'implementer', outcome: 'done', durationMs: 73_000 },
  { type: 'committed', at: 75_100, stage: 'task-2.2', commit: 'e5f6a7b8'.repeat(5), files: 1 },
  { type: 'gates-started', at: 75_200, stage: 'task-2.2', targets: ['typecheck', 'test'] },
  {
    type: 'gate-finished',
    at: 76_000,
    stage: 'task-2.2',
    project: 'shop',
    target: 'typecheck',
    outcome: 'passed',
    durationMs: 80,
    cached: true,
  },
  {
    type: 'gate-finished',
    at: 85_000,
    stage: 'task-2.2',
    project: 'shop',
    target: 'test',
    outcome: 'failed',
    durationMs: 8400,
    cached: false,
  },
  { type: 'reviewed', at: 120_000, stage: 'task-2.2', verdict: 'ISSUES_FOUND', counts: '1 P1, 2 P2' },
  { type: 'question', at: 121_000, stage: 'task-2.2', text: 'Order or delivery?' },
  { type: 'stage-finished', at: 121_000, stage: 'task-2.2', outcome: 'question' },
  { type: 'note', at: 3_661_000, stage: 'exit-criteria', text: 'The benchmark takes a while.' },
  finished,
];

/** The lines of a run in which each free text is the given one. */
function everyText(text: string): string[] {
  const events: ProgressEvent[] = [
    { type: 'phase-started', at: 0, plan: text, phase: text, title: text, tasks: 1, reused: 0 },
    { type: 'stage-started', at: 0, stage: text, detail: text },
    { type: 'stage-finished', at: 0, stage: text, outcome: 'failed', detail: text },
    { type: 'agent-started', at: 0, stage: text, role: text, round: 1, attempt: 1, agent: text },
    { type: 'agent-said', at: 0, stage: text, role: text, text },
    { type: 'agent-finished', at: 0, stage: text, role: text, outcome: text, durationMs: 0 },
    { type: 'committed', at: 0, stage: text, commit: text, files: 1 },
    { type: 'gates-started', at: 0, stage: text, targets: [text, text] },
    { type: 'reviewed', at: 0, stage: text, verdict: text, counts: text },
    { type: 'question', at: 0, stage: text, text },
    { type: 'note', at: 0, stage: text, text },
    { ...finished, summary: text, report: text, next: text },
  ];
  return events.flatMap((event) => progressLine(event, plain));
}
