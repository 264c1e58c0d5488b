import type { TurnRecord } from '../../core/agent/turn-record.ts';
import { withLanes } from '../../core/report/lanes.ts';
import type { ChangedFile, Report } from '../../core/report/report.ts';
import type { Stage, Step } from '../../core/report/story.ts';

/** A phase with something of everything: it waits for an answer. Give what a test is about. */
export function sampleReport(given: Partial<Report> = {}): Report {
  return {
    version: 1,
    project: 'shop',
    plan: { id: 'checkout', path: 'specs/delivery/impl-plan.md' },
    phase: { id: '2', title: 'Refunds' },
    outcome: 'waiting',
    summary: 'Three of four tasks are done; task 2.4 waits for an answer.',
    next: 'npx nx run shop:implement-phase --phase=2',
    base: 'a1b2c3d4'.repeat(5),
    final: { commit: 'b2c3d4e5'.repeat(5), tree: 'c3d4e5f6'.repeat(5) },
    landed: {
      to: 'branch',
      branch: 'impl/checkout-phase-2',
      merge: 'git merge --ff-only impl/checkout-phase-2',
      url: null,
      note: null,
      main: null,
    },
    forecast: {
      orderings: [
        {
          before: '2.2',
          after: '2.3',
          reason: 'both touch project shop: apps/shop/src/refund.ts and apps/shop/src/mail.ts',
          guessed: true,
        },
      ],
      together: [],
      unknown: ['2.4'],
    },
    specsPolished: [
      { path: 'specs/30-refunds.md', changed: true },
      { path: 'specs/10-data-model.md', changed: false },
    ],
    tasks: [
      {
        id: '2.1',
        stage: 'task-2.1',
        dependsOn: [],
        spec: '30 § 2',
        files: ['apps/shop/src/refund.ts', 'apps/shop/src/**/*.test.ts'],
        title: 'Refund record and its ledger entry',
        outcome: 'done',
        reason: null,
        reused: true,
        rounds: 1,
        commits: ['d4e5f6a7'.repeat(5)],
        gates: [gate('typecheck'), gate('test', { durationMs: 8400 })],
        findings: [],
        deviations: [],
        turns: [],
        usage: { inputTokens: 48_210, outputTokens: 6120, costUsd: 0.41 },
      },
      {
        id: '2.2',
        stage: 'task-2.2',
        dependsOn: ['2.1'],
        spec: '30 § 3',
        files: [],
        title: 'Partial refunds',
        outcome: 'done',
        reason: null,
        reused: false,
        rounds: 3,
        commits: ['e5f6a7b8'.repeat(5)],
        gates: [gate('typecheck', { cached: true, durationMs: 80 }), gate('test', { durationMs: 64_000 })],
        findings: [{ finding: rounding, outcome: 'fixed' }],
        deviations: [{ ...noCheck }],
        turns: [turn(), turn({ role: 'reviewer', durationMs: 31_000 })],
        usage: { inputTokens: 122_004, outputTokens: 18_450, costUsd: 1.3 },
      },
      {
        id: '2.3',
        stage: 'task-2.3',
        dependsOn: ['2.1'],
        spec: '30 § 5',
        files: [],
        title: 'Refund e-mails',
        outcome: 'failed',
        reason: 'The gate shop:test is still red after 2 retries.',
        reused: false,
        rounds: 1,
        commits: [],
        gates: [
          gate('typecheck'),
          gate('test', { outcome: 'failed', output: 'FAIL mail.test.ts\n  expected "EUR 12.00"\n  received "12"' }),
          gate('e2e', { outcome: 'not-run', durationMs: 0 }),
        ],
        findings: [],
        deviations: [],
        turns: [],
        usage: {},
      },
      {
        id: '2.4',
        stage: 'task-2.4',
        dependsOn: ['2.2', '2.3'],
        spec: '30 § 4',
        files: [],
        title: 'Refund window',
        outcome: 'waiting',
        reason: 'The spec does not say when the window starts.',
        reused: false,
        rounds: 0,
        commits: [],
        gates: [],
        findings: [],
        deviations: [],
        turns: [],
        usage: { inputTokens: 9000 },
      },
    ],
    criteria: [
      {
        text: 'A refund never exceeds what was paid',
        line: 41,
        probe: 'command `nx run shop:test --grep=refund`',
        outcome: 'met',
        evidence: 'RUN  refund.test.ts\n  12 passed\n  0 failed',
        proof: {
          at: '2026-03-02T10:41:07.000Z',
          tree: 'c3d4e5f6'.repeat(5),
          inputs: { digest: 'd'.repeat(64), leftOut: ['specs/93-backlog.md', 'apps/docs'] },
          run: {
            command: ['nx', 'run', 'shop:test', '--grep=refund'],
            ended: 'exit',
            code: 0,
            durationMs: 4210,
            output: { digest: 'e'.repeat(64), artifact: 'output-1.txt', isCut: false },
            tests: { runners: ['vitest'], passed: 12 },
          },
        },
      },
      {
        text: 'p95 of a refund stays below 200 ms',
        line: 42,
        probe: 'command `nx run shop:bench`',
        outcome: 'not-met',
        evidence: 'p95 231 ms',
        proof: {
          at: '2026-03-02T10:41:12.000Z',
          tree: 'c3d4e5f6'.repeat(5),
          inputs: { digest: 'f'.repeat(64), only: ['apps/shop'], leftOut: [] },
          measured: { value: 231, comparison: '<', budget: 200, unit: 'ms' },
        },
      },
      { text: 'Support has read the texts', line: 43, probe: 'a person', outcome: 'undecided', evidence: '' },
    ],
    criteriaOn: { record: 'exit-criteria', tree: 'c3d4e5f6'.repeat(5) },
    gates: [gate('typecheck'), gate('test', { durationMs: 9100 }), gate('lint', { durationMs: 640 })],
    hooks: [],
    gatesOn: { record: 'gates', tree: 'c3d4e5f6'.repeat(5), green: true, trouble: null },
    gatesFound: [],
    gatesLeftOut: [
      { gate: 'e2e', on: 'project shop', reason: 'the project has no target of that name' },
      {
        gate: 'all gates',
        on: 'the combination of the tasks',
        reason: 'they judged exactly this tree already, for task 2.2',
      },
    ],
    preparation: [
      {
        stage: 'polish',
        rounds: 1,
        turns: [turn({ role: 'polisher', durationMs: 40_000 }), turn({ role: 'reader', durationMs: 20_000 })],
        usage: { inputTokens: 15_000, outputTokens: 900, costUsd: 0.2 },
      },
    ],
    merges: [
      {
        stage: 'merge-2.2',
        sides: ['task 2.1', 'task 2.2'],
        paths: ['apps/shop/src/refund.ts'],
        isResolved: true,
        rounds: 1,
        commit: 'c'.repeat(40),
        turns: [turn({ role: 'implementer', durationMs: 30_000 }), turn({ role: 'reviewer', durationMs: 10_000 })],
        usage: { inputTokens: 4_000, outputTokens: 300, costUsd: 0.05 },
      },
    ],
    stages,
    rounds,
    filesChanged: [
      file('apps/shop/src/debug.ts', { added: 4, change: 'added' }),
      file('apps/shop/src/refund.ts', {
        added: 214,
        removed: 3,
        tasks: [
          { id: '2.1', declared: true },
          { id: '2.2', declared: null },
        ],
        findings: [0],
      }),
      file('apps/shop/src/refund.test.ts', {
        added: 188,
        change: 'added',
        tasks: [{ id: '2.1', declared: true }],
        criteria: [0],
      }),
      file('specs/delivery/impl-plan.md', { added: 2, removed: 2, own: 'hand-off' }),
    ],
    findings: [
      { finding: rounding, outcome: 'fixed', stage: 'task-2.2', round: 1 },
      { finding: slowQuery, outcome: 'deferred', stage: 'review', round: 1 },
      {
        finding: naming,
        outcome: 'rejected',
        reason: 'The glossary uses this word.',
        evidence: { kind: 'spec', path: 'specs/00-glossary.md', line: 7, quote: 'settle: to pay back what is owed' },
        stage: 'review',
        round: 1,
      },
      {
        finding: { ...naming, title: 'A debug log is left', quote: 'console.log(refund)' },
        outcome: 'unfounded',
        reason: 'no line of it says that',
        stage: 'review',
        round: 1,
      },
    ],
    deviations: [{ ...noCheck, stage: 'task-2.2' }],
    flags: [{ ...pause, answer: 'honest', why: 'the bank answers late on purpose', stage: 'task-2.2' }],
    allowed: [{ ...skip, by: 'Ada', words: 'the printer is away', stage: 'task-2.2' }],
    attention: [
      {
        kind: 'file',
        id: 'apps/shop/src/debug.ts',
        title: 'apps/shop/src/debug.ts',
        score: 6,
        reasons: [{ points: 6, words: 'maps to no task, criterion or finding' }],
      },
      {
        kind: 'task',
        id: '2.2',
        title: 'Partial refunds',
        score: 4,
        reasons: [
          { points: 2, words: '2 more rounds of review' },
          { points: 2, words: '1 deviation from norms' },
        ],
      },
      {
        kind: 'review',
        id: 'review',
        title: 'Fixes of the review',
        score: 3,
        reasons: [{ points: 3, words: '1 finding rejected' }],
      },
    ],
    review: {
      rounds: 2,
      counts: { P0: 0, P1: 1, P2: 1, P3: 2 },
      fixed: [rounding],
      deferred: [slowQuery],
      rejected: [{ finding: naming, reason: 'The glossary uses this word.' }],
      turns: [turn({ role: 'reviewer', durationMs: 34_000 })],
      usage: { inputTokens: 20_000, outputTokens: 1000 },
    },
    backlog: {
      path: 'specs/93-backlog.md',
      added: [slowQuery],
      fixed: [{ id: 'B-7', title: 'Totals are summed twice', commit: 'e5f6a7b8'.repeat(5) }],
    },
    questions: [
      {
        id: 'q-2.4-window',
        reason: 'spec-wrong',
        stage: 'task-2.4',
        text: 'Does the refund window start with the order or with the delivery?',
        context: ['specs/30-refunds.md:18 says "14 days"', 'specs/10-data-model.md:77 has both dates'],
        options: [
          { name: 'order', does: 'The window starts with the order.' },
          { name: 'stop', does: 'The task stays open.' },
        ],
        default: 'stop',
      },
    ],
    milestone: { id: 'M1', phases: [{ id: '2', title: 'Refunds', verb: 'closes', state: 'open' }] },
    earlier: [
      { id: '0', title: 'Spikes', state: 'skipped', note: 'its open tasks: 0.1' },
      { id: '1', title: 'Orders', state: 'handed-over', note: '' },
    ],
    elsewhere: [
      {
        stage: 'task-2.1',
        how: 'made',
        by: 'ada@laptop',
        at: '2026-05-01T10:00:00+02:00',
        commit: 'e5f6a7b8'.repeat(5),
      },
    ],
    kept: [
      {
        stage: 'task-2.2',
        ref: 'refs/phasewright/checkout/2/kept/task-2.2/0a1b2c3d4e5f6a7b8c9d',
        commit: 'f6a7b8c9'.repeat(5),
        counts: true,
      },
    ],
    bound: [
      { path: 'specs/delivery/impl-plan.md', kind: 'plan', blob: 'a1'.repeat(20) },
      { path: 'docs/spike-cache.md', kind: 'memo', blob: 'b2'.repeat(20) },
    ],
    answers: [
      {
        question: 'task-2.2-1a2b3c',
        text: 'Is a refund of zero a refund?',
        choice: 'guide',
        words: 'No: refuse it.',
        by: 'Ada Example',
        at: '2026-03-02T09:20:00.000Z',
        how: 'person',
        commit: 'f6a7b8c9'.repeat(5),
      },
    ],
    nextSteps: [
      { does: 'Answer the question below', command: 'npx phasewright status' },
      { does: 'Go on from there', command: 'npx nx run shop:implement-phase --phase=2' },
    ],
    nextPhase: { id: '3', title: 'Disputes', firstTask: '3.1 Dispute record' },
    agents: [
      {
        role: 'implementer',
        agent: 'claude opus',
        version: '2.1.330',
        model: 'opus-4',
        turns: 6,
        notOk: 1,
        durationMs: 754_000,
        usage: { inputTokens: 150_000, cachedInputTokens: 110_000, outputTokens: 20_000, costUsd: 1.5 },
      },
      {
        role: 'reviewer',
        agent: 'codex',
        version: '0.169.0',
        model: null,
        turns: 3,
        notOk: 0,
        durationMs: 65_000,
        usage: { inputTokens: 29_214, outputTokens: 4570 },
      },
    ],
    agentCalls: 7,
    usage: { inputTokens: 179_214, outputTokens: 24_570, costUsd: 1.71 },
    spent: { inputTokens: 201_000, outputTokens: 26_000, costUsd: 1.9 },
    records: [
      'polish',
      'task-2.1',
      'task-2.2',
      'task-2.3',
      'task-2.4',
      'squash',
      'review',
      'gates',
      'exit-criteria',
    ].map(record),
    ...given,
  };
}

/** The morning of the sample, so many seconds after nine. */
export function second(seconds: number): string {
  return new Date(Date.UTC(2026, 2, 2, 9, 0, seconds)).toISOString();
}

function stage(name: string, given: Partial<Stage>): Stage {
  return {
    name,
    kind: 'task',
    task: name.startsWith('task-') ? name.slice(5) : null,
    title: name,
    dependsOn: [],
    outcome: 'done',
    reused: false,
    started: null,
    ended: null,
    lane: null,
    steps: [],
    ...given,
  };
}

/** Steps one after the other: each with what it does and its seconds. */
function steps(
  start: number,
  ...parts: readonly (readonly [Step['doing'], number])[]
): Pick<Stage, 'started' | 'ended' | 'steps'> {
  let at = start;
  const all = parts.map(([doing, seconds]): Step => {
    const started = second(at);
    at += seconds;
    const role = doing === 'work' ? 'implementer' : doing === 'review' ? 'reviewer' : null;
    return { doing, round: 1, role, started, ended: second(at), outcome: 'done' };
  });
  return { started: second(start), ended: second(at), steps: all };
}

const stages: Stage[] = withLanes([
  stage('polish', {
    kind: 'polish',
    title: 'Specs are made fit',
    ...steps(-70, ['work', 40], ['gates', 2], ['review', 20]),
  }),
  stage('spec-lint', { kind: 'spec-lint', title: 'Specs are clean', dependsOn: ['polish'] }),
  stage('task-2.1', {
    title: 'Refund record and its ledger entry',
    dependsOn: ['spec-lint'],
    reused: true,
    ...steps(0, ['work', 300], ['gates', 60], ['review', 90]),
  }),
  stage('task-2.2', {
    title: 'Partial refunds',
    dependsOn: ['task-2.1'],
    ...steps(460, ['work', 200], ['gates', 60], ['review', 60], ['work', 120], ['gates', 50], ['review', 40]),
  }),
  stage('task-2.3', {
    title: 'Refund e-mails',
    dependsOn: ['task-2.1'],
    outcome: 'failed',
    ...steps(455, ['work', 150], ['gates', 70], ['work', 60], ['gates', 70]),
  }),
  stage('task-2.4', {
    title: 'Refund window',
    dependsOn: ['task-2.2', 'task-2.3'],
    outcome: 'waiting',
    ...steps(8000, ['work', 45]),
  }),
  stage('squash', {
    kind: 'squash',
    title: 'One commit per task',
    dependsOn: ['task-2.1', 'task-2.2', 'task-2.4'],
    outcome: 'skipped',
  }),
  stage('review', { kind: 'review', title: 'Independent review', dependsOn: ['squash'], outcome: 'skipped' }),
  stage('gates', { kind: 'gates', title: 'Gates on the final tree', dependsOn: ['review'], outcome: 'skipped' }),
  stage('exit-criteria', { kind: 'exit-criteria', title: 'Exit criteria', dependsOn: ['gates'], outcome: 'skipped' }),
  stage('land', { kind: 'land', title: 'Land', dependsOn: ['exit-criteria'], outcome: 'skipped' }),
]);

function file(path: string, given: Partial<ChangedFile>): ChangedFile {
  return { path, added: 0, removed: 0, change: 'changed', tasks: [], criteria: [], findings: [], own: null, ...given };
}

function record(name: string): Report['records'][number] {
  const path = `.phasewright/shop/phase-2/${name}/record.json`;
  const ref = `refs/phasewright/checkout/2/result/${name}/0123456789abcdef0123`;
  const [result, work, tree] = ['1a2b3c4d', '2b3c4d5e', '3c4d5e6f'].map((part) => part.repeat(5));
  return {
    name,
    path,
    ref,
    result: result!,
    work: work!,
    tree: tree!,
    key: '0123456789abcdef'.repeat(4),
    outcome: 'done',
  };
}

export function turn(given: Partial<TurnRecord> = {}): TurnRecord {
  return {
    role: 'implementer',
    round: 1,
    attempt: 1,
    agent: 'claude opus',
    version: '2.1.330',
    model: 'opus-4',
    session: null,
    kind: 'first',
    outcome: 'ok',
    steps: 12,
    durationMs: 200_000,
    promptBytes: 9000,
    usage: {},
    denied: [],
    ...given,
  };
}

function gate(target: string, given: Partial<Report['gates'][number]> = {}): Report['gates'][number] {
  return { project: 'shop', target, outcome: 'passed', cached: false, durationMs: 1200, output: '', ...given };
}

const rounding = {
  severity: 'P1',
  path: 'apps/shop/src/refund.ts',
  line: 88,
  title: 'Half cents are rounded twice',
  fix: 'round once, in toCents',
} as const;

const slowQuery = {
  severity: 'P2',
  path: 'apps/shop/src/ledger.ts',
  line: 12,
  title: 'One query per refund',
  fix: 'read the ledger entries of an order at once',
} as const;

const naming = {
  severity: 'P3',
  path: 'apps/shop/src/refund.ts',
  line: 9,
  title: 'settle is an unclear name',
  fix: 'call it payBack',
} as const;

const pause = {
  id: 'C-1a2b3c4d',
  cheat: 'sleep',
  path: 'apps/shop/src/refund.test.ts',
  line: 12,
  side: 'head',
  message: 'Unexpected pause in a test, expected it to wait for what it needs',
  quote: 'await setTimeout(500);',
} as const;
const skip = {
  ...pause,
  id: 'C-2b3c4d5e',
  cheat: 'skipped-test',
  line: 20,
  message: 'Unexpected skipped test',
} as const;

const noCheck = {
  path: 'apps/shop/src/refund.ts',
  line: 31,
  norm: 'Every amount is checked where it comes in',
  reason: 'the ledger has checked it already, and a second check would hide its error',
} as const;

const rounds: Report['rounds'] = [
  {
    stage: 'polish',
    round: 1,
    commit: 'c9d0e1f2'.repeat(5),
    attempts: 1,
    gates: { passed: 1, failed: 0, green: true, trouble: null },
    verdict: 'APPROVED',
    implementer: 'The refund window has a unit now.',
    reviewer: 'Everything that the tasks need is there.',
    findings: [],
  },
  {
    stage: 'task-2.2',
    round: 1,
    commit: 'a7b8c9d0'.repeat(5),
    attempts: 1,
    gates: { passed: 2, failed: 0, green: true, trouble: null },
    verdict: 'ISSUES_FOUND',
    implementer: 'Refunds can be partial now. Amounts are kept in cents.',
    reviewer: 'It does what section 3 says; one rounding error is left.',
    findings: [rounding],
  },
  {
    stage: 'task-2.2',
    round: 2,
    commit: 'e5f6a7b8'.repeat(5),
    attempts: 2,
    gates: { passed: 2, failed: 0, green: true, trouble: null },
    verdict: 'APPROVED',
    implementer: 'Cents are rounded once, in toCents.',
    reviewer: 'Nothing is left.',
    findings: [],
  },
  {
    stage: 'review',
    round: 1,
    commit: 'b8c9d0e1'.repeat(5),
    attempts: 0,
    gates: { passed: 3, failed: 0, green: true, trouble: null },
    verdict: 'ISSUES_FOUND',
    implementer: null,
    reviewer: 'The phase holds together.',
    findings: [slowQuery, naming],
  },
];
