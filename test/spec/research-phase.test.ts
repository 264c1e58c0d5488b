import { describe, expect, test } from 'vitest';
import { readPlan } from '../../core/plan/read.ts';
import { gather } from '../../core/spec/gather.ts';
import { isResearched, openQuestions, researchPhase } from '../../core/spec/research-phase.ts';

const planPath = 'specs/91-impl-plan.md';

/** What is left of a phase 0 with these rows, and whether it is settled by these memos. */
async function research(
  rows: readonly string[],
  memos: Readonly<Record<string, string>>,
  gate = 'all memos are committed.',
): Promise<{ open: string[]; isSettled: boolean }> {
  const table = '| # | Deliverable | Lands in | Status |\n| --- | --- | --- | --- |\n';
  const items = rows.map((row, index) => `| 0.${index + 1} | ${row} |\n`).join('');
  const content = `## Phase 0 — risk retirement\n\n${table}${items}\n**Exit gate**: ${gate}\n`;
  const model = readPlan(planPath, content);
  const phase = model.phases[0]!;
  const files = Object.fromEntries(
    Object.entries(memos).map(([name, says]) => [`docs/research/${name}.md`, `# ${name}\n\n${says}\n`]),
  );
  const about = { plan: { path: planPath, content, model }, phase, specs: [], paths: Object.keys(files) };
  const found = await gather(about, (path) => Promise.resolve(files[path]));
  const asked = { phase, memos: found.memos };
  return { open: openQuestions(asked).map(({ id }) => id), isSettled: isResearched(asked) };
}

const cache = 'Cache limits | docs/research/spike-cache.md | open';
const parser = '`spike-parser.md`: which one | docs/research | open';

describe('Phase 0 is settled', () => {
  test('when each open task has a memo that says PASS or GO.', async () => {
    const memos = { 'spike-cache': 'Outcome: PASS', 'spike-parser': 'Decision: GO-with-amendments' };
    expect(await research([cache, parser], memos)).toEqual({ open: [], isSettled: true });
  });

  test('also by a memo that says NO-GO: the question is answered.', async () => {
    expect(await research([cache], { 'spike-cache': 'Decision: NO-GO' })).toEqual({ open: [], isSettled: true });
  });
});

describe('Phase 0 is open', () => {
  test.each<[string, readonly string[], Readonly<Record<string, string>>, string[]]>([
    ['where a memo says nothing', [cache], { 'spike-cache': 'Status: draft' }, ['0.1']],
    ['where a memo is missing', [cache, parser], { 'spike-cache': 'Outcome: PASS' }, ['0.2']],
    ['where a task asks for none', [cache, 'CI runs | .ci | open'], { 'spike-cache': 'Outcome: PASS' }, ['0.2']],
  ])('%s.', async (_where, rows, memos, open) => {
    expect(await research(rows, memos)).toEqual({ open, isSettled: false });
  });

  test('where a tick and a memo contradict each other, if the exit gate asks for an outcome.', async () => {
    const ticked = [cache.replace('open', 'done')];
    const memos = { 'spike-cache': 'Status: draft' };
    expect(await research(ticked, memos, 'each spike says PASS.')).toEqual({ open: ['0.1'], isSettled: false });
    // Without that a tick is a tick: nothing is open, and nothing is proven.
    expect(await research(ticked, memos)).toEqual({ open: [], isSettled: false });
  });
});

test.each([
  ['## Phase 0 — risk retirement', '0'],
  ['## Phase P0: Spikes', 'P0'],
  ['## Phase 0：预研', '0'],
  ['## Phase 0 — Foundation', undefined],
  ['## Phase 1 — Research', undefined],
])('%j is phase %s of research.', (heading, id) => {
  expect(researchPhase(readPlan(planPath, `${heading}\n\n- [ ] Try\n`))?.id).toBe(id);
});
