import type { Report } from '../../core/report/report.ts';
import { sampleReport } from './sample.ts';

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
        title: text,
        outcome: 'failed',
        reason: text,
        reused: false,
        rounds: 1,
        commits: [text],
        gates: [gate],
        findings: [{ finding, outcome: 'fixed' }],
        turns: [],
        usage: {},
      },
    ],
    // A text of one line is shown beside its label, one of several below it.
    criteria: [{ text, line: 1, probe: text, outcome: 'not-met', evidence: `${text}\n${text}` }],
    gates: [gate],
    filesChanged: [{ path: text, added: 1, removed: 1 }],
    review: {
      rounds: 1,
      counts: { P0: 0, P1: 1, P2: 0, P3: 0 },
      fixed: [finding],
      deferred: [finding],
      rejected: [{ finding, reason: text }],
      turns: [],
    },
    backlog: { path: text, added: [finding] },
    questions: [
      {
        id: text,
        reason: 'criterion',
        stage: text,
        text,
        context: [text],
        options: [{ name: text, does: text }],
        default: text,
      },
    ],
    agents: [
      { role: 'implementer', agent: text, version: text, model: text, turns: 1, notOk: 0, durationMs: 1, usage: {} },
    ],
    nextPhase: { id: text, title: text, firstTask: text },
  });
}
