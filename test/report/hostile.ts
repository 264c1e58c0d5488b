import type { Report } from '../../core/report/report.ts';
import { sampleReport, second } from './sample.ts';

/** What a title may hold that was written to change the page or the log it is shown in. */
export const hostileTexts = [
  '<img src=x onerror=alert(1)>',
  '</summary></details><script>alert(1)</script>',
  '"><style>body{display:none}</style>',
  '| x | y |',
  String.raw`\| x \\| y`,
  '`a` | ``b``',
  'a\n# Heading\n\n- [x] done\n\n> quote',
  'a\r\n| - |\r\n| - |',
  '# Heading #',
  '- item',
  '1. item',
  '--- a',
  '**bold** _em_ ~~gone~~',
  '[text](https://evil.test) ![x](y) [^1]',
  '" onmouseover="alert(1)',
  '<!-- hidden -->',
  '```\nfence\n```',
  '~~~\nfence',
  '&lt;b&gt; &amp; &#35;',
  '$a$ and $$b$$',
  'mail@evil.test',
  'trailing \\',
  '\u202Edlrow\u202C \u200Bzero\uFEFF',
];

/** A report in which each free text is the given one. */
export function hostileReport(text: string): Report {
  const finding = { severity: 'P1', path: text, line: 1, title: text, fix: text } as const;
  const deviation = { path: text, line: 1, norm: text, reason: text };
  const gate = { project: text, target: text, outcome: 'failed', cached: false, durationMs: 1, output: text } as const;
  return sampleReport({
    project: text,
    plan: { id: text, path: text },
    phase: { id: text, title: text },
    outcome: 'failed',
    summary: text,
    next: text,
    base: text,
    final: { commit: text, tree: text },
    landed: { to: 'branch', branch: text, merge: text, url: text, note: text, main: text },
    specsPolished: [{ path: text, changed: true }],
    tasks: [
      {
        id: text,
        stage: text,
        title: text,
        dependsOn: [text],
        spec: text,
        files: [text],
        outcome: 'failed',
        reason: text,
        reused: false,
        rounds: 1,
        commits: [text],
        gates: [gate],
        findings: [{ finding, outcome: 'fixed' }],
        deviations: [deviation],
        turns: [],
        usage: {},
      },
    ],
    // A text of one line is shown beside its label, one of several below it.
    criteria: [
      { text, line: 1, probe: text, outcome: 'not-met', evidence: `${text}\n${text}`, proof: hostileProof(text) },
    ],
    criteriaOn: { record: text, tree: text },
    gatesOn: { record: text, tree: text, green: false, trouble: text },
    milestone: { id: text, phases: [{ id: text, title: text, verb: 'closes', state: 'open' }] },
    earlier: [{ id: text, title: text, state: 'skipped', note: text }],
    bound: [{ path: text, kind: 'memo', blob: text }],
    elsewhere: [{ stage: text, how: 'begun', by: text, at: text, commit: text }],
    kept: [{ stage: text, ref: text, commit: text, counts: false }],
    gates: [gate],
    gatesFound: [{ gate: text, because: text }],
    gatesLeftOut: [{ gate: text, on: text, reason: text }],
    stages: [
      {
        name: text,
        kind: 'task',
        task: text,
        title: text,
        dependsOn: [text],
        outcome: 'failed',
        reused: false,
        started: second(0),
        ended: second(9),
        lane: 0,
        steps: [],
      },
    ],
    rounds: [
      {
        stage: text,
        round: 1,
        commit: text,
        attempts: 1,
        gates: { passed: 0, failed: 1, green: false, trouble: text },
        verdict: 'ISSUES_FOUND',
        implementer: text,
        reviewer: text,
        findings: [finding],
      },
    ],
    filesChanged: [
      { path: text, added: 1, removed: 1, change: 'changed', tasks: [], criteria: [], findings: [], own: null },
      {
        path: text,
        added: 1,
        removed: 1,
        change: 'changed',
        tasks: [{ id: text, declared: false }],
        criteria: [0],
        findings: [0],
        own: 'specs',
      },
    ],
    findings: [
      {
        finding,
        outcome: 'rejected',
        reason: text,
        evidence: { kind: 'spec', path: text, line: 1, quote: text },
        stage: text,
        round: 1,
      },
    ],
    deviations: [{ ...deviation, stage: text }],
    attention: [
      { kind: 'task', id: text, title: text, score: 1, reasons: [{ points: 1, words: text }] },
      { kind: 'file', id: text, title: text, score: 1, reasons: [{ points: 1, words: text }] },
    ],
    review: {
      rounds: 1,
      counts: { P0: 0, P1: 1, P2: 0, P3: 0 },
      fixed: [finding],
      deferred: [finding],
      rejected: [{ finding, reason: text }],
      turns: [],
      usage: {},
    },
    backlog: { path: text, added: [finding], fixed: [{ id: text, title: text, commit: text }] },
    forecast: {
      orderings: [{ before: text, after: text, reason: text, guessed: true }],
      together: [{ tasks: [text, text], reason: text, by: 'mark' }],
      unknown: [text],
    },
    questions: [
      {
        id: text,
        reason: 'criterion',
        stage: text,
        text,
        context: [text],
        options: [
          { name: text, does: text },
          { name: text, does: text, guidance: text },
        ],
        default: text,
      },
    ],
    answers: [{ question: text, text, choice: text, words: text, by: text, at: text, how: 'person', commit: text }],
    nextSteps: [{ does: text, command: text, stage: text }],
    records: [{ name: text, path: text, ref: text, result: text, work: text, tree: text, key: text, outcome: text }],
    agents: [
      { role: 'implementer', agent: text, version: text, model: text, turns: 1, notOk: 0, durationMs: 1, usage: {} },
    ],
    nextPhase: { id: text, title: text, firstTask: text },
  });
}

function hostileProof(text: string): Report['criteria'][number]['proof'] {
  return {
    at: text,
    tree: text,
    inputs: { digest: text, leftOut: [text] },
    run: {
      command: [text],
      ended: 'exit',
      code: 0,
      durationMs: 1,
      output: { digest: text, artifact: text, isCut: true },
      tests: { runners: [text], passed: 1 },
    },
    measured: { value: 1, comparison: '<', budget: 2, unit: text },
    person: { by: text, at: text, words: text },
  };
}
