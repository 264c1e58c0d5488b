import type { Report } from '../../core/report/report.ts';

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
    specsPolished: [
      { path: 'specs/30-refunds.md', changed: true },
      { path: 'specs/10-data-model.md', changed: false },
    ],
    tasks: [
      {
        id: '2.1',
        title: 'Refund record and its ledger entry',
        outcome: 'done',
        reason: null,
        reused: true,
        rounds: 1,
        commits: ['d4e5f6a7'.repeat(5)],
        gates: [gate('typecheck'), gate('test', { durationMs: 8400 })],
        findings: [],
        turns: [],
        usage: { inputTokens: 48_210, outputTokens: 6120, costUsd: 0.41 },
      },
      {
        id: '2.2',
        title: 'Partial refunds',
        outcome: 'done',
        reason: null,
        reused: false,
        rounds: 3,
        commits: ['e5f6a7b8'.repeat(5)],
        gates: [gate('typecheck', { cached: true, durationMs: 80 }), gate('test', { durationMs: 64_000 })],
        findings: [{ finding: rounding, outcome: 'fixed' }],
        turns: [],
        usage: { inputTokens: 122_004, outputTokens: 18_450, costUsd: 1.3 },
      },
      {
        id: '2.3',
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
        turns: [],
        usage: {},
      },
      {
        id: '2.4',
        title: 'Refund window',
        outcome: 'waiting',
        reason: 'The spec does not say when the window starts.',
        reused: false,
        rounds: 0,
        commits: [],
        gates: [],
        findings: [],
        turns: [],
        usage: { inputTokens: 9000 },
      },
    ],
    criteria: [
      {
        text: 'A refund never exceeds what was paid',
        line: 41,
        probe: 'nx run shop:test --grep=refund',
        outcome: 'met',
        evidence: 'RUN  refund.test.ts\n  12 passed\n  0 failed',
      },
      {
        text: 'p95 of a refund stays below 200 ms',
        line: 42,
        probe: 'nx run shop:bench',
        outcome: 'not-met',
        evidence: 'p95 231 ms',
      },
      { text: 'Support has read the texts', line: 43, probe: 'a person', outcome: 'undecided', evidence: '' },
    ],
    gates: [gate('typecheck'), gate('test', { durationMs: 9100 }), gate('lint', { durationMs: 640 })],
    filesChanged: [
      { path: 'apps/shop/src/refund.ts', added: 214, removed: 3 },
      { path: 'apps/shop/src/refund.test.ts', added: 188, removed: 0 },
    ],
    review: {
      rounds: 2,
      counts: { P0: 0, P1: 1, P2: 1, P3: 1 },
      fixed: [rounding],
      deferred: [slowQuery],
      rejected: [{ finding: naming, reason: 'The glossary uses this word.' }],
      turns: [],
    },
    backlog: { path: 'specs/93-backlog.md', added: [slowQuery] },
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
