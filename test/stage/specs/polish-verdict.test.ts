import { describe, expect, test } from 'vitest';
import { phaseTexts } from '../../../core/stage/specs/phase-texts.ts';
import { polishVerdict } from '../../../core/stage/specs/polish-verdict.ts';
import { commitFiles, scratch, type Texts } from '../../git/scratch.ts';

const path = 'specs/91-impl-plan.md';
const plan =
  '# Plan\n\n## Phase 1 — Input\n\n| # | Task | Spec | Status |\n| - | - | - | - |\n| 1.1 | Read | 10 § 1 | open |\n\n**Exit criteria**:\n\n- All gates pass.\n';
const usual: Texts = {
  [path]: plan,
  'specs/10-data.md': '# Data\n\n## 1. Parts\n\nA part is one file.\n',
  'specs/11-more.md': '# More\n\nNothing else.\n',
  'specs/index.md': '# Index\n\n- [Data](10-data.md)\n- [More](11-more.md)\n- [Plan](91-impl-plan.md)\n',
  'specs/research/cache.md': '# Cache\n\nDecision: NO-GO\n',
};

/** What code says of these edits. */
async function verdictOn(edits: Texts, before: Texts = usual) {
  const { root, git, repository } = await scratch(before);
  const phase = { plan: path, phase: '1', gates: ['test'], rules: [], base: repository.head };
  const start = await phaseTexts(git, repository.head, phase);
  if (!start.ok) throw new Error(start.failure.message);
  const commit = commitFiles(root, edits);
  const { green, demands, gates } = await polishVerdict(git, commit, {
    project: 'a',
    start: start.value,
    phase,
    backlog: 'specs/93-improvements-review.md',
  });
  return { green, demands, said: gates.map(({ output }) => output).join('\n') };
}

describe('A spec that a polish adds', () => {
  const added = { 'specs/12-new.md': '# New\n\nOf the phase.\n' };

  test('has to be in the index, if there is one.', async () => {
    const { 'specs/index.md': _, ...withoutIndex } = usual;
    const { green, said } = await verdictOn(added);
    expect(green).toBe(false);
    expect(said).toMatch(/^specs\/12-new\.md:1:1 .*specs\/index\.md does not link/);
    const index = `${usual['specs/index.md']}- [New](12-new.md)\n`;
    expect(await verdictOn({ ...added, 'specs/index.md': index })).toMatchObject({ green: true, said: '' });
    expect(await verdictOn(added, withoutIndex)).toMatchObject({ green: true });
  });

  test('is no reason to complain about those that were not in the index before.', async () => {
    const forgotten = { ...usual, 'specs/13-forgotten.md': '# Forgotten\n' };
    expect(await verdictOn({ 'specs/11-more.md': '# More\n\nMuch else.\n' }, forgotten)).toMatchObject({ green: true });
    expect((await verdictOn(added, forgotten)).said).not.toContain('13-forgotten');
  });
});

test('What is not for a polish to change makes the verdict red, whatever the lint says.', async () => {
  const { green, said } = await verdictOn({ 'specs/research/cache.md': '# Cache\n\nDecision: GO\n' });
  expect(green).toBe(false);
  expect(said).toMatch(/^specs\/research\/cache\.md:1:1 Unexpected edit of a research memo/);
});

test('Other demands, and new decisions, leave the verdict green, and are for a person to take.', async () => {
  const before = { ...usual, 'specs/99-key-decisions.md': '# Key decisions\n\n## D1 — Store\n\nFiles only.\n' };
  const { green, demands } = await verdictOn(
    {
      [path]: plan.replace('All gates pass.', '`true` passes.'),
      'specs/99-key-decisions.md': `${before['specs/99-key-decisions.md']}\n## D2 — Cache\n\nNone.\n`,
    },
    before,
  );
  expect(green).toBe(true);
  expect(demands).toEqual([
    '− exit criterion: All gates pass.',
    '+ exit criterion: `true` passes.',
    '+ decision in specs/99-key-decisions.md: ## D2 — Cache\n\nNone.',
  ]);
});

describe('What the phase does not cite', () => {
  const more = { ...usual, 'specs/11-more.md': '# More\n\nA line has an end.\n\nNothing else.\n' };

  test('is changed only by the word of a person, who is told the lines.', async () => {
    const { green, demands } = await verdictOn({ 'specs/11-more.md': '# More\n\nNothing  else.\n\nA byte.\n' }, more);
    expect(green).toBe(true);
    expect(demands).toEqual(['specs/11-more.md, in what phase 1 does not cite:\n− A line has an end.\n+ A byte.']);
    const moved = { 'specs/11-more.md': '# More\n\nNothing else.\n\nA line has an end.\n' };
    expect((await verdictOn(moved, more)).demands).toEqual([expect.stringContaining('in another order')]);
  });

  test('is still that where the polish has the phase cite it.', async () => {
    const { demands } = await verdictOn({
      [path]: plan.replace('10 § 1', '10 § 1, 11'),
      'specs/11-more.md': '# More\n',
    });
    expect(demands).toEqual([expect.stringMatching(/^specs\/11-more\.md, .*\n− Nothing else\.$/)]);
  });

  test('may get other blanks, and an index further lines; none may go.', async () => {
    expect((await verdictOn({ 'specs/11-more.md': '# More\n\n\nNothing  else.\n' })).demands).toEqual([]);
    const index = usual['specs/index.md']!;
    expect((await verdictOn({ 'specs/index.md': `${index}- [Cache](research/cache.md)\n` })).demands).toEqual([]);
    const shorter = index.replace('- [More](11-more.md)\n', '');
    expect((await verdictOn({ 'specs/index.md': shorter })).demands).toEqual([
      'specs/index.md, in what phase 1 does not cite:\n− - [More](11-more.md)',
    ]);
  });

  test('is every other section of a spec too; what the phase cites may change, and new sections may come.', async () => {
    const data = usual['specs/10-data.md']!;
    const two = { ...usual, 'specs/10-data.md': `${data}\n## 2. For phase 2\n\nIt is safe.\n` };
    const demandsOf = async (edit: string) => (await verdictOn({ 'specs/10-data.md': edit }, two)).demands;
    expect(await demandsOf(data)).toEqual([
      'specs/10-data.md, in what phase 1 does not cite:\n− ## 2. For phase 2\n− It is safe.',
    ]);
    const weaker = two['specs/10-data.md'].replace('safe.', 'safe enough.');
    expect(await demandsOf(weaker)).toEqual([expect.stringMatching(/\n− It is safe\.\n\+ It is safe enough\.$/)]);
    const cut = two['specs/10-data.md'].replace('It is', '## 3. More\n\nIt is');
    expect(await demandsOf(cut)).toEqual([expect.stringMatching(/\n− It is safe\.$/)]);
    const better = two['specs/10-data.md'].replace('one file.', 'one file of text.');
    expect(await demandsOf(`${better}\n## 3. Names\n\nASCII.\n`)).toEqual([]);
    expect(await demandsOf(better.replace('1. Parts', '1. Parts of text'))).toEqual([]);
  });

  test('is a section that the phase cites only after the polish; one that was missing may come.', async () => {
    const dangling = { ...usual, [path]: plan.replace('10 § 1', '10 § 9') };
    const data = usual['specs/10-data.md']!;
    const elsewhere = { [path]: plan, 'specs/10-data.md': data.replace('one file.', 'one file of text.') };
    expect((await verdictOn(elsewhere, dangling)).demands).toEqual([
      'specs/10-data.md, in what phase 1 does not cite:\n− A part is one file.\n+ A part is one file of text.',
    ]);
    const written = { 'specs/10-data.md': `${data}\n## 9. Names\n\nASCII.\n` };
    expect(await verdictOn(written, dangling)).toMatchObject({ green: true, demands: [] });
  });

  test('is not told line by line without end.', async () => {
    const long = Array.from({ length: 100 }, (_, index) => `Line ${index}.\n`).join('\n');
    const { demands } = await verdictOn({ 'specs/11-more.md': `# More\n\nNothing else.\n\n${long}` });
    const [told = ''] = demands ?? [];
    expect(told.split('\n')).toHaveLength(42);
    expect(told).toMatch(/\n… and 60 more lines$/);
  });
});
