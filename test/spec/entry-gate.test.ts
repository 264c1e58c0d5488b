import { describe, expect, test } from 'vitest';
import { readPlan } from '../../core/plan/read.ts';
import { entryGate } from '../../core/spec/entry-gate.ts';
import { gather } from '../../core/spec/gather.ts';

const planPath = 'specs/91-impl-plan.md';
const memoPath = 'docs/research/spike-cache.md';

/** What is said of a phase with these lines above its only task, which cites spec 10. */
async function refusal(lines: readonly string[], files: Readonly<Record<string, string>>): Promise<unknown> {
  const row = '| # | Task | Spec |\n| --- | --- | --- |\n| 1.1 | Read | 10 |\n';
  const content = `## Phase 1 — Now\n\n${lines.join('\n')}\n\n${row}`;
  const model = readPlan(planPath, content);
  const plan = { path: planPath, content, model };
  const phase = model.phases[0]!;
  const specs = Object.entries(files)
    .filter(([path]) => path.startsWith('specs/'))
    .map(([path, text]) => ({ path, content: text }));
  const paths = [planPath, ...Object.keys(files)];
  const { memos } = await gather({ plan, phase, specs, paths }, (path) => Promise.resolve(files[path]));
  const failure = entryGate({ plan, phase, memos });
  return failure && [failure.reason, `${failure.at?.path}:${failure.at?.line}:${failure.at?.column}`, failure.message];
}

function memo(...header: readonly string[]): string {
  return `# Cache\n\n${header.join('\n')}\n`;
}

describe('A memo that a spec builds on', () => {
  const spec = { 'specs/10-data.md': '# Data\n\nAs [the spike](../docs/research/spike-cache.md) found.\n' };

  test.each([
    ['GO', memo('Decision: GO')],
    ['PASS', memo('Outcome: PASS-with-caveat')],
    ['FAIL, and GO all the same, as a person decided', memo('Outcome: FAIL', 'Decision: GO-with-amendments')],
    ['nothing, where nothing is asked for', memo('Status: draft')],
  ])('may say %s.', async (_what, text) => {
    expect(await refusal([], { ...spec, [memoPath]: text })).toBeUndefined();
  });

  test.each([
    ['decision NO-GO', 'NO-GO', memo('Outcome: PASS', '**Decision**: NO-GO'), 4],
    ['outcome FAIL', 'FAIL', memo('Outcome: FAIL — too slow'), 3],
  ])('stops the phase by %s, at the line that names it.', async (said, word, text, line) => {
    expect(await refusal([], { ...spec, [memoPath]: text })).toEqual([
      'entry-gate',
      'specs/10-data.md:3:16',
      `Unexpected ${said} of ${memoPath}:${line}, which this line builds on, expected PASS or GO: what a memo decides binds. ` +
        `Write what takes its place, with "spike-cache: ${word}" where it is named, or correct the memo.`,
    ]);
  });

  test.each([
    'Not as in docs/research/spike-cache.md, which failed.',
    'We keep it in memory (NO-GO: docs/research/spike-cache.md).',
    'See [spike-cache.md](../docs/research/spike-cache.md): FAIL, so it is kept in memory.',
    'It is kept in memory instead of [the cache](../docs/research/spike-cache.md).',
    'This replaces `docs/research/spike-cache.md`.',
    'docs/research/spike-cache.md was superseded by another one.',
    '`spike-cache` (rejected)',
    '`spike-cache` has been ruled out.',
    '缓存方案已否决 （docs/research/spike-cache.md）',
    '见 docs/research/spike-cache.md（未通过）',
    'It is kept in memory, since docs/research/spike-cache.md says NO-GO.',
    'spike-cache: NO-GO, and plain files are built.',
    '- NO-GO: `spike-cache`',
    'Plain files (spike-cache: FAIL).',
    'docs/research/spike-cache.md said NO-GO and we build plain files.',
    'Because docs/research/spike-cache.md came out NO-GO we use plain files.',
    'docs/research/spike-cache.md FAILED its target and is not built.',
    'Because of the NO-GO decision of docs/research/spike-cache.md we use memory.',
    'docs/research/spike-cache.md: FAIL/NO-GO, so we build it in memory.',
    'A cache on disk (see docs/research/spike-cache.md for why it failed) is not built.',
    '| Cache | [spike-cache](../docs/research/spike-cache.md) | abandoned |',
    '| Cache | spike-cache | **NO-GO** — too slow |',
    '| Cache | spike-cache: NO-GO | memory |',
  ])('may have failed where the author knows: %s', async (line) => {
    const files = { 'specs/10-data.md': `# Data\n\n${line}\n`, [memoPath]: memo('Decision: NO-GO') };
    expect(await refusal([], files)).toBeUndefined();
  });

  test.each([
    'Retries on failure as docs/research/spike-cache.md says.',
    'A failed read is retried (docs/research/spike-cache.md).',
    'As docs/research/spike-cache.md failed reads are retried.',
    'As docs/research/spike-cache.md, dropped frames are sent again.',
    'The old store is superseded by docs/research/spike-cache.md.',
    'docs/research/spike-cache.md is used instead of memory.',
    'The cache fails over (no go without docs/research/spike-cache.md).',
    '失败时重试，见 docs/research/spike-cache.md。',
    'The GO/NO-GO of the cache is in docs/research/spike-cache.md, and we build it so.',
    'The NO-GO / GO question is answered by docs/research/spike-cache.md.',
    'Each check is PASS or FAIL (docs/research/spike-cache.md).',
    'Requests that FAIL are retried as docs/research/spike-cache.md says.',
    'Requests that FAIL: see docs/research/spike-cache.md.',
    'A NO-GO is handled as docs/research/spike-cache.md says.',
    'As docs/research/spike-cache.md says; a NO-GO elsewhere does not matter.',
    'As docs/research/spike-cache.md says. NO-GO: a log.',
    'As docs/research/spike-cache.md says, and a log is NO-GO.',
    'docs/research/spike-cache.md is used for what is NO-GO.',
    '| Failed reads | spike-cache | retried |',
    '| FAIL counts | spike-cache | kept |',
    '| Cache | spike-cache | fail: prints an error |',
    'The cache is a NO-GO, as docs/research/spike-cache.md says.',
    'On FAIL, retry as docs/research/spike-cache.md describes.',
    'On FAIL of docs/research/spike-cache.md we retry.',
    'FAIL: retry as in docs/research/spike-cache.md.',
    'Status codes OK, FAIL: see docs/research/spike-cache.md.',
    'Status codes OK, FAIL: docs/research/spike-cache.md.',
    'Errors are FAIL, see docs/research/spike-cache.md for the format.',
    'The cache of docs/research/spike-cache.md answers FAIL.',
    'Cache: docs/research/spike-cache.md, see NO-GO in section 3 for limits, else as written.',
    'The memo docs/research/spike-cache.md has failed requests retried.',
    'docs/research/spike-cache.md: FAIL means that it is tried again.',
    'docs/research/spike-cache.md: FAIL/PASS as it comes.',
  ])('is built on where such words are about something else: %s', async (line) => {
    const files = { 'specs/10-data.md': `# Data\n\n${line}\n`, [memoPath]: memo('Decision: NO-GO') };
    expect(await refusal([], files)).toMatchObject(['entry-gate', expect.stringMatching(/^specs\/10-data\.md:3:/), {}]);
  });

  test('is built on by any other line, whatever one of them says.', async () => {
    const known = 'NO-GO: docs/research/spike-cache.md.';
    const said = { [memoPath]: memo('Decision: NO-GO') };
    expect(
      await refusal([], { ...said, 'specs/10-data.md': `${known}\n\nSee docs/research/spike-cache.md.\n` }),
    ).toMatchObject(['entry-gate', 'specs/10-data.md:3:5', {}]);
    expect(
      await refusal([], { ...said, 'specs/10-data.md': `${known}\n\n- \`spike-cache\`: NO-GO\n` }),
    ).toBeUndefined();
  });

  test('does not excuse itself by its own name.', async () => {
    const path = 'docs/research/spike-failed-writes.md';
    const files = { 'specs/10-data.md': `See ${path}.\n`, [path]: memo('Decision: NO-GO') };
    expect(await refusal([], files)).toMatchObject(['entry-gate', 'specs/10-data.md:1:5', {}]);
  });
});

describe('An entry gate', () => {
  test.each([
    ['a line', ['**Entry gate**: `spike-cache` says GO.']],
    ['a list', ['**Prerequisites**:', '', '- one machine', '- docs/research/spike-cache.md']],
    ['a section', ['### Entry criteria', 'See docs/research/spike-cache.md', '', '### Work']],
    ['a Chinese label', ['**进入条件**： 见 spike-cache.md']],
  ])('in %s asks its memos for an outcome.', async (_how, lines) => {
    const asked = await refusal(lines, { [memoPath]: memo('Status: draft') });
    expect(asked).toMatchObject([
      'entry-gate',
      expect.stringMatching(/^specs\/91-impl-plan\.md:\d+:\d+$/),
      expect.stringContaining(`Unexpected entry gate of phase 1 with ${memoPath}, which has no outcome`),
    ]);
    expect(await refusal(lines, { [memoPath]: memo('Outcome: PASS') })).toBeUndefined();
  });

  test('is shut by a memo that says NO-GO, also where the line says so.', async () => {
    expect(
      await refusal(['**Entry gate**: spike-cache, which failed.'], { [memoPath]: memo('Decision: NO-GO') }),
    ).toMatchObject(['entry-gate', 'specs/91-impl-plan.md:3:17', expect.stringContaining('Unexpected decision NO-GO')]);
  });

  test('is shut by a memo that is not there.', async () => {
    expect(await refusal(['**Entry gate**:', '- spike-cache has passed'], {})).toEqual([
      'entry-gate',
      'specs/91-impl-plan.md:4:3',
      'Unexpected entry gate of phase 1 with spike-cache, of which there is no memo, expected a file spike-cache.md that says PASS or GO. Do the research first, or take it out of the gate.',
    ]);
  });

  test('ends where its list ends: what other lines name has no outcome to show.', async () => {
    const lines = ['**Entry gate**: one machine.', '', 'Later see spike-cache.', '', '**Goal**: spike-other'];
    expect(await refusal(lines, { [memoPath]: memo('Status: draft') })).toBeUndefined();
    expect(await refusal(['**Entry gate**: one machine.', '**Goal**: spike-other'], {})).toBeUndefined();
  });
});
