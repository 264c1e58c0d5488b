import { describe, expect, test } from 'vitest';
import { treeOf } from '../../../core/git/commit.ts';
import { recordVersion, type ReviewRecord } from '../../../core/result/records.ts';
import { json, keep } from '../../../core/stage/context.ts';
import { checkHandOff } from '../../../core/stage/land/hand-off-check.ts';
import { land } from '../../../core/stage/land/land.ts';
import type { LandingHelp } from '../../../core/stage/land/landing.ts';
import { contained, type Contained } from '../../agent/contained.ts';
import { commitFiles, userGit, type Texts } from '../../git/scratch.ts';

const planPath = 'specs/91-impl-plan.md';
const backlog = 'specs/93-improvements-review.md';
const open = '# Plan\n\n## Phase 1: Start\n\n- [ ] 1.1 Read\n- [ ] 1.2 Write\n';
const ticked = open.replaceAll('[ ]', '[x]');

function task(id: string) {
  return { id, slug: id, title: id, dependsOn: [] };
}

/** A phase whose work was approved, and a hand-off commit on it with these files. */
async function handedOff(files: Texts) {
  const made = await contained();
  const { root, context } = made;
  const approved = commitFiles(root, { [planPath]: open, 'src/a.ts': 'export const a = 1;\n' }, 'work');
  const handOff = commitFiles(root, files, 'phase 1: Start');
  const phase = { ...context.phase, tasks: [task('1.1'), task('1.2')] };
  return { ...made, context: { ...context, phase }, approved, handOff };
}

describe('a hand-off commit', () => {
  test('may tick the tasks of the phase, and say what is deferred.', async () => {
    const { context, approved, handOff } = await handedOff({ [planPath]: ticked, [backlog]: '# Deferred findings\n' });
    expect(await checkHandOff(context, { approved, handOff, backlog })).toEqual({ ok: true, value: undefined });
    expect(await checkHandOff(context, { handOff, backlog })).toMatchObject({ ok: true });
  });

  test.each<[string, Texts, string]>([
    ['a line of code', { [planPath]: ticked, 'src/a.ts': 'export const a = 2;\n' }, 'src/a.ts'],
    ['a file that is new', { [planPath]: ticked, 'src/b.ts': '' }, 'src/b.ts'],
    ['a file that is gone', { [planPath]: ticked, 'src/a.ts': undefined }, 'src/a.ts'],
    ['a word of the plan', { [planPath]: ticked.replace('Write', 'Draw') }, planPath],
    ['a tick that is missing', { [planPath]: ticked.replace('[x] 1.2', '[ ] 1.2') }, planPath],
    [
      'a backlog that the review does not name',
      { [planPath]: ticked, 'specs/backlog.md': '# B\n' },
      'specs/backlog.md',
    ],
  ])('is refused with one change after the review: %s.', async (_, files, path) => {
    const { context, approved, handOff } = await handedOff(files);
    expect(await checkHandOff(context, { approved, handOff, backlog })).toMatchObject({
      ok: false,
      failure: { reason: 'land', message: expect.stringContaining(`Unexpected change after the review: ${path} in`) },
    });
  });

  test('is refused with another mode of a file.', async () => {
    const { context, root, approved } = await handedOff({ [planPath]: ticked });
    userGit(root, 'update-index', '--chmod=+x', 'src/a.ts');
    userGit(root, 'commit', '--quiet', '--amend', '--no-edit');
    const handOff = userGit(root, 'rev-parse', 'HEAD');
    expect(await checkHandOff(context, { approved, handOff, backlog })).toMatchObject({ ok: false });
  });

  test('is refused on another commit than the one that was approved.', async () => {
    const { context, root, approved, handOff } = await handedOff({ [planPath]: ticked });
    const later = commitFiles(root, {}, 'one more');
    expect(await checkHandOff(context, { approved, handOff: later, backlog })).toMatchObject({
      failure: { message: expect.stringMatching(/^Unexpected parents of the hand-off commit/) },
    });
    expect(await checkHandOff(context, { approved: handOff, handOff: later, backlog })).toMatchObject({ ok: true });
  });
});

const help: LandingHelp = {
  isStillOurs: () => Promise.resolve(true),
  describe: () => Promise.resolve(''),
  forge: {
    check: () => ({ ok: true, value: 'usable' }),
    open: () => Promise.reject(new Error('no forge was expected')),
  },
};

describe('landing', () => {
  test('is refused with one line that was changed after the review, and no branch moves.', async () => {
    const made = await handedOff({ [planPath]: ticked, 'src/a.ts': 'export const a = 2;\n' });
    await stored(made, { approved: made.approved } satisfies Partial<ReviewRecord>);
    expect(await land(made.context, help)).toMatchObject({
      failure: { reason: 'land', message: expect.stringContaining('src/a.ts') },
    });
    expect(userGit(made.root, 'branch', '--list', 'phase/*')).toBe('');
  });

  test('is refused without the record of a review.', async () => {
    const made = await handedOff({ [planPath]: ticked });
    expect(await land(made.context, help)).toMatchObject({
      failure: { reason: 'missing-result', message: expect.stringContaining('the result of review') },
    });
  });

  test('goes on where all is as it was reviewed.', async () => {
    const made = await handedOff({ [planPath]: ticked });
    await stored(made, { approved: made.approved });
    expect(await land(made.context, help)).toMatchObject({ landed: { branch: 'phase/1' } });
  });
});

/** Results of the last stages, each of which says that all is well with the tree of the hand-off. */
async function stored({ context, handOff }: Pick<Contained, 'context'> & { handOff: string }, about: object) {
  const tree = await treeOf(context.repository.git, handOff);
  const verdict = { commit: handOff, tree, green: true, gates: [], changedFiles: [] };
  const records = {
    review: { rounds: 1, agentCalls: 1, usage: {}, findings: [], fixes: [], handOff, tree, ...about },
    gates: { verdict },
    'exit-criteria': { commit: handOff, tree, criteria: [], questions: [] },
    squash: { commits: [], commit: await context.repository.git.text(['rev-parse', `${handOff}~1`]) },
  };
  for (const [stage, own] of Object.entries(records)) {
    const key = stage.padEnd(64, '0');
    const record = { version: recordVersion, stage, outcome: 'done', key, ...own };
    await keep(context, { stage, key, work: handOff, artifacts: new Map([['record.json', json(record)]]) });
  }
}
