import { expect, test } from 'vitest';
import { readPlan } from '../../../core/plan/read.ts';
import type { Finding } from '../../../core/review/finding.ts';
import { handOffMessage, type HandOff } from '../../../core/stage/review/hand-off-message.ts';
import { planPath } from '../land/landable.ts';

const text = `# Implementation plan

## Phase 2 — The store

Maps to roadmap: closes M2; starts M3.

| # | Task | Status |
| --- | --- | --- |
| 2.1 | Keep rows | done |
| 2.2 | Find rows | done |

**Exit criteria**:

- All gates pass.
`;

const finding: Finding = { severity: 'P2', path: 'src/a.ts', line: 3, title: 'Slow\nwith  many rows', fix: 'Index' };

function message(about: Partial<HandOff> = {}, written = text): string[] {
  const plan = readPlan(planPath, written);
  const phase = plan.phases[0]!;
  return handOffMessage({
    planId: 'demo',
    plan,
    phase,
    done: ['2.1', '2.2'],
    cited: [],
    findings: [],
    deferred: [],
    mended: [],
    backlog: 'specs/93-improvements-review.md',
    deviations: [],
    reviewer: 'claude',
    rounds: 2,
    ...about,
  }).split('\n\n');
}

test('The subject has the phase and what it does for milestones; the trailers end the message.', () => {
  expect(message()).toEqual([
    'phase 2: The store (closes M2, starts M3)',
    'Landed:\n- 2.1 Keep rows\n- 2.2 Find rows',
    'Exit criteria:\n- All gates pass.',
    'Plan: demo\nPhase: 2\nPhase-Step: hand-off\nReviewed-by: claude\nIterations: 2\nFindings: 0 fixed, 0 deferred\n',
  ]);
});

test('A milestone that the title names already is not named again.', () => {
  const [subject] = message({}, text.replace('The store', 'The store (closes M2)'));
  expect(subject).toBe('phase 2: The store (closes M2) (starts M3)');
});

test('Specs, what was ticked before, deferred findings, deviations and memos each have a paragraph, in this order.', () => {
  const paragraphs = message({
    done: ['2.2'],
    cited: [
      { path: 'specs/10-store.md', heading: '2. Rows' },
      { path: 'specs/11-limits.md', heading: null },
      { path: 'docs/research/spike-index.md', heading: null },
    ],
    findings: [{ finding, outcome: 'fixed' }],
    deferred: [finding],
    deviations: [{ path: 'src/b.ts', line: 1, norm: 'No clocks', reason: 'It is one' }],
  });
  expect(paragraphs.slice(1, -1)).toEqual([
    'Landed:\n- 2.2 Find rows',
    'Specs:\n- specs/10-store.md, 2. Rows\n- specs/11-limits.md',
    'Exit criteria:\n- All gates pass.',
    'Ticked before, and not proven here:\n- 2.1 Keep rows',
    'Deferred to specs/93-improvements-review.md:\n- P2 src/a.ts:3 Slow with many rows',
    'Deviates on purpose:\n- src/b.ts:1 No clocks: It is one',
    'Memos:\n- docs/research/spike-index.md',
  ]);
  expect(paragraphs.at(-1)).toContain('Findings: 1 fixed, 1 deferred');
});

test('A long list is cut short, and says by how much.', () => {
  const deferred = Array.from({ length: 60 }, (_, line) => ({ ...finding, line: line + 1 }));
  const lines = message({ deferred })[3]?.split('\n') ?? [];
  expect(lines).toHaveLength(52);
  expect(lines.at(-1)).toBe('- and 10 more');
});
