import { describe, expect, test } from 'vitest';
import { phaseRefs, readRef } from '../../../core/git/refs.ts';
import { markClaim } from '../../../core/plan/edit/claim-mark.ts';
import { readPlan } from '../../../core/plan/read.ts';
import { bindWorktree, phaseContext, phaseRecord } from '../../../core/stage/decide/bind.ts';
import type { Decision, PhaseRequest } from '../../../core/stage/decide/decision.ts';
import { describeDecision } from '../../../core/stage/decide/dry-run.ts';
import { keepAnswer } from '../../../core/stage/questions/answers.ts';
import { readPhaseRecord } from '../../../core/stage/phase-record.ts';
import { openCheckout } from '../../../core/stage/review/checkout.ts';
import { proveCheckout } from '../../../core/stage/prove/prove-checkout.ts';
import { proveEarlier } from '../../../core/stage/prove/prove-earlier.ts';
import { commitFiles, scratch, userGit, writeFiles, type Scratch, type Texts } from '../../git/scratch.ts';
import { agents, askedIn, phaseText as phase, planPath as path } from './asking.ts';

const memo = 'docs/research/spike-cache.md';

const usual: Texts = {
  [path]: phase('1', 'Input') + phase('2', 'Output (closes M0)'),
  'specs/10-data.md': '# Data\n\nAll of it.\n',
};

async function decided({ host, root }: Scratch, asked: Partial<PhaseRequest> = {}) {
  return await askedIn(host, root, asked);
}

async function decision(made: Scratch, asked: Partial<PhaseRequest> = {}): Promise<Decision> {
  const found = await decided(made, asked);
  if (!found.ok) throw new Error(found.failure.message);
  return found.value;
}

/** A commit of the phase's task, and one that says that it is handed over, with the tick. */
function handOver({ root }: Scratch, id: string): string {
  commitFiles(root, { [`src/${id}.ts`]: '' }, `work\n\nPlan: a\nPhase: ${id}\nTask: ${id}.1`);
  const text = userGit(root, 'show', `HEAD:${path}`).replace(new RegExp(`(${id}\\.1 .*)open`), '$1done');
  return commitFiles(root, { [path]: `${text}\n` }, `hand-off\n\nPlan: a\nPhase: ${id}\nPhase-Step: hand-off`);
}

/** Proves the criteria of a phase at HEAD, and keeps the record. */
async function proveHere({ host, root }: Scratch, id: string): Promise<void> {
  const options = [{ from: 'test', written: {} }];
  const request = {
    workspace: root,
    project: 'a',
    projectRoot: '',
    plans: [path],
    rebase: false,
    targets: [],
    options,
  };
  const opened = await openCheckout(host, { ...request, phase: id });
  const proven = opened.ok ? await proveCheckout(host, opened.value, []) : opened;
  expect(proven).toMatchObject({ value: { isRecorded: true } });
}

/** What is told of the first phase before the next one. */
const noteOf = async (made: Scratch): Promise<string | undefined> => (await decision(made)).earlier[0]?.note;

const proseOf = (id: string, title: string): string =>
  `## Phase ${id} — ${title}\n\nThe first file is read as its name says, and then so is the second file.\n\n**Exit criteria**:\n\n- All gates pass.\n\n`;

describe('A phase', () => {
  test('is not done again as it was where somebody took it back: a new base is asked for, and then it is done.', async () => {
    const made = await scratch(usual);
    const { root } = made;
    const first = await decision(made);
    userGit(root, 'update-ref', first.refs.base, 'HEAD');
    const ticked = { [path]: phase('1', 'Input', 'done') + phase('2', 'Output (closes M0)') };
    const handOff = commitFiles(root, ticked, 'hand-off\n\nPlan: a\nPhase: 1\nPhase-Step: hand-off');
    expect((await decision(made)).phase.id).toBe('2');
    userGit(root, 'revert', '--no-edit', 'HEAD');
    expect(await decided(made)).toMatchObject({
      failure: {
        reason: 'land',
        message: expect.stringContaining(
          `was handed over in ${handOff.slice(0, 10)}, and taken back: 1.1 is open again`,
        ),
      },
    });
    expect((await decision(made, { rebase: true })).phase.id).toBe('1');
    userGit(root, 'update-ref', first.refs.base, 'HEAD');
    expect((await decision(made)).phase.id).toBe('1');
  });

  test('that got a further task after its hand-off begins from what it has done, and goes on from there.', async () => {
    const made = await scratch(usual);
    const { root, git } = made;
    const first = await decision(made);
    userGit(root, 'update-ref', first.refs.base, 'HEAD');
    handOver(made, '1');
    const added = userGit(root, 'show', `HEAD:${path}`).replace('| 1.1', '| 1.2 | More | 10 | open |\n| 1.1');
    const head = commitFiles(root, { [path]: `${added}\n` });
    const again = await decision(made, { phase: '1' });
    expect(again.tasks.map(({ id }) => id)).toEqual(['1.2']);
    expect(again).toMatchObject({ base: head, isPinned: false, polished: { commit: head } });
    const context = await phaseContext(made.host, again, 'run', () => undefined);
    expect(await bindWorktree(context, again)).toMatchObject({ ok: true });
    expect(await readRef(git, first.refs.base)).toBe(head);
    commitFiles(root, { 'later.txt': '' });
    const later = await decision(made, { phase: '1' });
    expect(later).toMatchObject({ base: head, isPinned: true });
    userGit(root, 'update-ref', first.refs.base, 'HEAD');
    expect(await bindWorktree(context, later)).toMatchObject({ failure: { reason: 'claimed' } });
  });

  test('that was taken back and has no open task is told of with the reason.', async () => {
    const made = await scratch(usual);
    const { root } = made;
    const task = commitFiles(root, { 'work.txt': 'work\n' }, 'Do it\n\nPlan: a\nPhase: 1\nTask: 1.1');
    const ticked = { [path]: phase('1', 'Input', 'done') + phase('2', 'Output (closes M0)') };
    commitFiles(root, ticked, 'hand-off\n\nPlan: a\nPhase: 1\nPhase-Step: hand-off');
    userGit(root, 'revert', '--no-edit', task);
    expect(await decided(made, { phase: '1' })).toMatchObject({
      failure: {
        reason: 'nothing-to-do',
        message: expect.stringMatching(
          /ticked in the plan\. Phase 1 was handed over in .*, and taken back: .* of it was reverted/,
        ),
      },
    });
  });

  test('is chosen by its milestone, and what the milestone needs is kept and shown.', async () => {
    const made = await scratch({
      ...usual,
      [path]: phase('1', 'Input (starts M0)') + phase('2', 'Output (closes M0)'),
      'specs/90-roadmap.md': '# Roadmap\n\n### M0 — Reading\n',
    });
    const found = await decision(made, { phase: 'milestone M0' });
    expect(found.phase.id).toBe('1');
    expect(found.milestone?.phases.map(({ id, verb, state }) => [id, verb, state])).toEqual([
      ['1', 'starts', 'open'],
      ['2', 'closes', 'open'],
    ]);
    expect(found.bound.map(({ kind, path: of }) => [kind, of])).toContainEqual(['roadmap', 'specs/90-roadmap.md']);
    expect(await describeDecision(found)).toContain('  milestone    M0: phase 2 closes it, open\n');
    expect(phaseRecord(found, 'run').milestone?.id).toBe('M0');
  });

  test('is bound to what it names, by digest; its agents are told of memos by name.', async () => {
    const made = await scratch({
      ...usual,
      'specs/10-data.md': `# Data\n\nAs ${memo} found. See vendor/lex.c and vendor/parts/.\n`,
      'specs/99-key-decisions.md': '## D1 — One\n',
      'AGENTS.md': '# Rules\n',
      [memo]: '# Cache\n\nOutcome: PASS · Decision: GO\n',
      'vendor/lex.c': 'int lex;\n',
      'vendor/parts/a.c': 'int a;\n',
    });
    const found = await decision(made);
    const blob = (of: string): string => userGit(made.root, 'rev-parse', `HEAD:${of}`);
    expect(found.bound).toEqual(
      [
        ['plan', path],
        ['spec', 'specs/10-data.md'],
        ['decisions', 'specs/99-key-decisions.md'],
        ['memo', memo],
        ['vendored', 'vendor/lex.c'],
        ['vendored', 'vendor/parts'],
        ['rules', 'AGENTS.md'],
      ].map(([kind, of = '']) => ({ path: of, kind, blob: blob(of) })),
    );
    expect(found.briefs.map((brief) => brief.memos)).toMatchObject([
      [{ path: memo, says: 'outcome PASS, decision GO' }],
    ]);
    expect(await describeDecision(found)).toContain(`  bound to     memo ${memo} ${blob(memo).slice(0, 10)}\n`);
    const kept = readPhaseRecord(JSON.stringify(phaseRecord(found, 'run')));
    expect(kept).toMatchObject({ bound: found.bound, earlier: [] });
  });

  test('takes along what a memo says now, wherever it lies, also after its base was pinned.', async () => {
    const made = await scratch({ ...usual, 'specs/10-data.md': `As ${memo} found.\n`, [memo]: '# Cache\n' });
    const { base } = phaseRefs('a', '1');
    userGit(made.root, 'update-ref', base, 'HEAD');
    commitFiles(made.root, { [memo]: '# Cache\n\nOutcome: PASS\n', 'src/a.ts': '' });
    const found = await decision(made);
    expect(found.polished.changed).toEqual([memo]);
    expect(found.bound.find(({ kind }) => kind === 'memo')?.blob).toBe(userGit(made.root, 'rev-parse', `HEAD:${memo}`));
    writeFiles(made.root, { [memo]: '# Cache\n\nOutcome: FAIL\n' });
    expect(await decided(made)).toMatchObject({ failure: { reason: 'uncommitted-plan', at: { path: memo } } });
  });
});

test('Claims that runs have mirrored into the plan are no part of it: the phase is the same with and without them.', async () => {
  const made = await scratch(usual);
  const { root } = made;
  const before = await decision(made, { phase: '1' });
  userGit(root, 'update-ref', before.refs.base, 'HEAD');
  const text = usual[path]!;
  const plan = readPlan(path, text);
  const mark = markClaim(text, plan, plan.phases[0]!.tasks[0]!, 'abcd1234');
  if (!mark.ok) throw new Error(mark.failure.message);
  commitFiles(root, { [path]: mark.value.content });
  const later = await decision(made, { phase: '1' });
  expect(later.polished).toEqual({ commit: before.base, changed: [] });
  expect(later.briefs).toEqual(before.briefs);
});

test('Claims in the plan are refused before any work where there is no remote for them, and no place in the plan.', async () => {
  const made = await scratch({ ...usual, [path]: usual[path]!.replaceAll(/ \| (?:Status|---|open) \|$/gm, ' |') });
  const agent = { driver: 'command', command: ['true'] };
  const written = { implementer: agent, reviewer: agent, reader: agent, polisher: agent, claims: 'plan' };
  const asked = { phase: '1', options: [{ from: 'test', written }] };
  expect(await decided(made, asked)).toMatchObject({
    failure: { reason: 'bad-option', message: expect.stringContaining('without a remote') },
  });
  userGit(made.root, 'init', '--quiet', '--bare', `${made.root}.git`);
  userGit(made.root, 'remote', 'add', 'origin', `${made.root}.git`);
  expect(await decided(made, asked)).toMatchObject({
    failure: { reason: 'bad-option', message: expect.stringContaining('no place for a claim on task 1.1') },
  });
});

describe('A phase is refused', () => {
  test('before one with open tasks; skipped, it begins and says so, and then goes on without being told again.', async () => {
    const made = await scratch(usual);
    expect(await decided(made, { phase: 'output', plan: path })).toMatchObject({
      failure: {
        reason: 'earlier-phase',
        message: expect.stringContaining(
          `Land it first: npx nx run a:implement-phase --plan=${path} --phase=1; ` +
            `or go on all the same: npx nx run a:implement-phase --plan=${path} --phase=2 --skip-earlier`,
        ) as string,
        at: { path, line: 5, column: 1 },
      },
    });
    const skipped = [{ id: '1', title: 'Input', state: 'skipped', note: 'its open tasks: 1.1' }];
    const begun = await decision(made, { phase: '2', skipEarlier: true });
    expect(begun.earlier).toEqual(skipped);
    expect(await describeDecision(begun)).toContain('  before       phase 1, skipped: its open tasks: 1.1\n');
    userGit(made.root, 'update-ref', begun.refs.base, 'HEAD');
    expect((await decision(made, { phase: '2' })).earlier).toEqual(skipped);
    expect(await decided(made, { phase: '2', rebase: true })).toMatchObject({ failure: { reason: 'earlier-phase' } });
  });

  test('without its specs, and without tasks.', async () => {
    const made = await scratch({ [path]: `${phase('1', 'Input')}## Phase 2 — Output\n\nTo be written.\n` });
    expect(await decided(made)).toMatchObject({ failure: { reason: 'no-spec', at: { path, line: 5, column: 17 } } });
    expect(await decided(made, { phase: '2' })).toMatchObject({
      failure: {
        reason: 'phase-empty',
        message: expect.stringContaining('write a table') as string,
        at: { path, line: 11 },
      },
    });
  });

  test('where a memo that its spec builds on says NO-GO.', async () => {
    const made = await scratch({ ...usual, 'specs/10-data.md': `As ${memo} found.\n`, [memo]: 'Decision: NO-GO\n' });
    expect(await decided(made)).toMatchObject({
      failure: { reason: 'entry-gate', at: { path: 'specs/10-data.md', line: 1, column: 4 } },
    });
  });

  test('for a milestone that nobody maps.', async () => {
    const made = await scratch(usual);
    expect(await decided(made, { phase: 'M7' })).toMatchObject({ failure: { reason: 'milestone' } });
  });
});

describe('A phase that nobody has divided into tasks', () => {
  const parts = { ...usual, [path]: proseOf('1', 'Input (closes M0)') + phase('2', 'Output') };

  test.each([undefined, 'next', '1', 'phase 1', 'input', 'M0'])('is found by %j.', async (asked) => {
    const found = await decision(await scratch(parts), { phase: asked });
    expect([found.phase.id, found.breakdown.state, found.nextPhase?.id]).toEqual(['1', 'needed', '2']);
    expect(found.milestone?.id).toBe(asked === 'M0' ? 'M0' : undefined);
  });

  test('has to be landed before the next one.', async () => {
    const made = await scratch(parts);
    expect(await decided(made, { phase: '2' })).toMatchObject({
      failure: {
        reason: 'earlier-phase',
        message: expect.stringContaining('before phase 1, which is not handed over and has not been divided') as string,
      },
    });
    expect((await decision(made, { phase: '2', skipEarlier: true })).earlier).toEqual([
      { id: '1', title: 'Input (closes M0)', state: 'skipped', note: 'it has not been divided into tasks yet' },
    ]);
  });

  test('waits like any other for those before it, which are told and can be proven.', async () => {
    const text = phase('1', 'Input', 'open', '`false` passes') + proseOf('2', 'Output');
    const made = await scratch({ ...usual, [path]: text });
    expect(await decided(made, { phase: '2' })).toMatchObject({ failure: { reason: 'earlier-phase' } });
    handOver(made, '1');
    const found = await decision(made, { phase: '2' });
    expect([found.breakdown.state, found.earlier.map(({ state }) => state)]).toEqual(['needed', ['handed-over']]);
    const context = await phaseContext(made.host, found, 'run', () => {});
    expect(await proveEarlier(context, found)).toMatchObject({
      failure: { message: expect.stringContaining('criterion of phase 1 that does not hold at the base') as string },
    });
  });

  test('is not divided where a memo that it names says NO-GO.', async () => {
    const text = proseOf('1', 'Input').replace('The first', `As ${memo} found, the first`);
    const made = await scratch({ [path]: text, [memo]: 'Decision: NO-GO\n' });
    expect(await decided(made)).toMatchObject({ failure: { reason: 'entry-gate', at: { path, line: 3 } } });
  });

  test('may be the whole of a spec, by any words that mean it.', async () => {
    const spec = 'docs/copy.md';
    const made = await scratch({ [spec]: `# Copy lines\n\n## Approach\n\nAs ${memo} found.\n\n1. Read.\n2. Write.\n` });
    for (const asked of [undefined, 'next', '1', 'copy lines'])
      expect((await decision(made, { plans: [spec], phase: asked })).breakdown.state).toBe('needed');
    expect(await decided(made, { plans: [spec], phase: '2' })).toMatchObject({ failure: { reason: 'unknown-phase' } });
    commitFiles(made.root, { [memo]: 'Outcome: FAIL\n' });
    expect(await decided(made, { plans: [spec] })).toMatchObject({ failure: { reason: 'entry-gate' } });
  });
});

describe('Phase 0', () => {
  const zero = `## Phase 0 — spikes\n\n| # | Deliverable | Lands in |\n| --- | --- | --- |\n| 0.1 | Cache | ${memo} |\n\n**Exit gate**: it says PASS.\n\n`;
  const plan = { ...usual, [path]: zero + phase('1', 'Input') };

  test('is settled by its memos: the next phase is the one after it.', async () => {
    const made = await scratch({ ...plan, [memo]: 'Outcome: PASS\n' });
    const found = await decision(made, { phase: 'next' });
    expect(found.phase.id).toBe('1');
    expect(found.earlier).toEqual([{ id: '0', title: 'spikes', state: 'researched', note: 'its memos settle it' }]);
    // Whoever asks for it may still have it done.
    expect((await decision(made, { phase: '0' })).phase.id).toBe('0');
  });

  test('is settled by its memos also where it has no tasks.', async () => {
    const text = `## Phase 0 — spikes\n\nHow fast the cache has to be is for ${memo} to find out, before all else.\n\n**Exit criteria**: it says PASS.\n\n`;
    const made = await scratch({ ...usual, [path]: text + phase('1', 'Input'), [memo]: 'Status: draft\n' });
    expect((await decision(made)).phase.id).toBe('0');
    commitFiles(made.root, { [memo]: 'Outcome: PASS\n' });
    expect((await decision(made)).earlier.map(({ state }) => state)).toEqual(['researched']);
  });

  test('is to be done while a memo says nothing, and cannot be skipped where one says NO-GO.', async () => {
    const made = await scratch({ ...plan, [memo]: 'Status: draft\n' });
    expect((await decision(made)).phase.id).toBe('0');
    expect(await decided(made, { phase: '1' })).toMatchObject({
      failure: {
        reason: 'earlier-phase',
        message: expect.stringContaining(`(0.1). ${memo} says neither PASS nor GO. Land it first`) as string,
      },
    });
    commitFiles(made.root, { [memo]: 'Outcome: FAIL\n' });
    expect(await decided(made, { phase: '1', skipEarlier: true })).toMatchObject({
      failure: { reason: 'entry-gate', at: { path, line: 5 } },
    });
  });
});

describe('A phase that was handed over before', () => {
  const proven: Texts = {
    ...usual,
    [path]: phase('1', 'Input', 'open', '`src/a.ts` exists.') + phase('2', 'Output'),
    'src/a.ts': '1\n',
  };

  test('is told with its proofs, and with what has changed since.', async () => {
    const made = await scratch(proven);
    const commit = handOver(made, '1').slice(0, 10);
    await proveHere(made, '1');
    expect(await noteOf(made)).toBe(`proven in ${commit}, nothing has changed since`);
    commitFiles(made.root, { 'src/b.ts': '' });
    expect(await noteOf(made)).toBe(`proven in ${commit}, 1 file has changed since, none that its proofs cover`);
    commitFiles(made.root, { 'src/a.ts': '2\n' });
    expect(await noteOf(made)).toBe(
      `proven in ${commit}, 2 files have changed since, and 1 of its 1 proofs is out of date`,
    );
    const text = userGit(made.root, 'show', `HEAD:${path}`).replace('`src/a.ts` exists.', '`src/b.ts` exists.');
    commitFiles(made.root, { [path]: text });
    expect(await noteOf(made)).toMatch(/out of date; its exit criteria read otherwise now$/);
  });

  test('is not called proven by the words of a commit alone.', async () => {
    const made = await scratch(proven);
    const commit = handOver(made, '1').slice(0, 10);
    const unproven = `handed over in ${commit} without a record here (--prove-earlier runs its probes), `;
    expect(await noteOf(made)).toBe(`${unproven}nothing has changed since`);
    commitFiles(made.root, { 'src/b.ts': '' });
    // A record of another tree says nothing about that one.
    await proveHere(made, '1');
    expect(await noteOf(made)).toBe(`${unproven}1 file has changed since`);
  });

  test('is proven by the record of the same tree, if a forge has made another commit of it.', async () => {
    const made = await scratch(proven);
    const first = handOver(made, '1');
    await proveHere(made, '1');
    userGit(
      made.root,
      'commit',
      '--quiet',
      '--amend',
      '--message',
      userGit(made.root, 'log', '-1', '--format=%B again%n%n%B'),
    );
    expect(userGit(made.root, 'rev-parse', 'HEAD')).not.toBe(first);
    expect(await noteOf(made)).toMatch(/^proven in /);
  });

  test('is to be done again where one of its tasks is open.', async () => {
    const made = await scratch(proven);
    commitFiles(made.root, {}, 'words alone\n\nPlan: a\nPhase: 1\nPhase-Step: hand-off');
    expect(await decided(made, { phase: '2' })).toMatchObject({ failure: { reason: 'earlier-phase' } });
    expect((await decision(made)).phase.id).toBe('1');
    handOver(made, '1');
    expect((await decision(made)).phase.id).toBe('2');
    const row = '| 1.1 | Do it | 10 | done |';
    const text = userGit(made.root, 'show', `HEAD:${path}`).replace(row, `${row}\n| 1.2 | More | 10 | open |`);
    commitFiles(made.root, { [path]: `${text}\n` });
    expect((await decision(made)).tasks.map(({ id }) => id)).toEqual(['1.2']);
  });

  test('stays so where its plan has no place for a tick.', async () => {
    const text = (proven[path] ?? '')
      .replaceAll(' Status |', '')
      .replaceAll(' --- |\n', '\n')
      .replaceAll(' open |', '');
    const made = await scratch({ ...proven, [path]: text });
    expect((await decision(made)).phase.id).toBe('1');
    commitFiles(made.root, {}, 'hand-off\n\nPlan: a\nPhase: 1\nPhase-Step: hand-off');
    expect((await decision(made)).phase.id).toBe('2');
  });

  test('and was maybe taken back is neither done anew nor passed over until somebody says which.', async () => {
    const text = (usual[path] ?? '').replaceAll(' Status |', '').replaceAll(' open |', '').replaceAll(' --- |\n', '\n');
    const made = await scratch({ ...usual, [path]: text, 'work.txt': '1\n' });
    const { root } = made;
    const task = commitFiles(root, { 'work.txt': '2\n' }, 'Do it\n\nPlan: a\nPhase: 1\nTask: 1.1');
    const handOff = 'hand-off\n\nPlan: a\nPhase: 1\nPhase-Step: hand-off';
    commitFiles(root, {}, handOff);
    userGit(root, 'revert', '--no-edit', task);
    expect(await decided(made, { phase: '2' })).toMatchObject({
      failure: {
        reason: 'earlier-phase',
        message: expect.stringMatching(/Phase 1 was handed over in .*, and taken back: /),
      },
    });
    expect((await decision(made)).phase.id).toBe('1');
    commitFiles(root, { 'work.txt': '2, mended\n' });
    const inDoubt = expect.stringMatching(
      /cannot be told: .* say so in a commit: git commit --allow-empty -m 'Phase 1 stands'/,
    );
    expect(await decided(made)).toMatchObject({ failure: { reason: 'land', message: inDoubt } });
    expect(await decided(made, { phase: '2' })).toMatchObject({
      failure: { reason: 'earlier-phase', message: inDoubt },
    });
    expect((await decision(made, { rebase: true })).phase.id).toBe('1');
    commitFiles(root, {}, handOff);
    expect((await decision(made)).phase.id).toBe('2');
  });

  test('is proven again on demand, on the base; a criterion that does not hold any more is refused.', async () => {
    const plan =
      phase('1', 'Input', 'open', '`src/a.ts` exists') +
      phase('2', 'Output', 'open', '`false` passes') +
      phase('3', 'More');
    const made = await scratch({ ...usual, [path]: plan, 'src/a.ts': '' });
    handOver(made, '1');
    const notes: string[] = [];
    const prove = async (asked: string) => {
      const found = await decision(made, { phase: asked, proveEarlier: true });
      const context = await phaseContext(made.host, found, 'run', (event) => {
        if (event.type === 'note') notes.push(event.text);
      });
      return await proveEarlier(context, found);
    };
    expect(await prove('2')).toMatchObject({ ok: true });
    expect(notes).toEqual(['phase 1, met: `src/a.ts` exists']);
    handOver(made, '2');
    expect(await prove('3')).toMatchObject({
      failure: {
        reason: 'earlier-phase',
        message: expect.stringMatching(
          /^Unexpected exit criterion of phase 2 .*: `false` passes \(exit code 1\)\. Mend it/,
        ) as string,
        at: { path, line: 19, column: 1 },
      },
    });
    expect(userGit(made.root, 'worktree', 'list').split('\n')).toHaveLength(1);
  });
});

test('A task that a person wants done again, as it does not go with the polished commit any more, is told from what it was.', async () => {
  const made = await scratch(usual);
  const before = await decision(made);
  expect(before.tasks).toMatchObject([{ id: '1.1' }]);
  expect(before.tasks[0]).not.toHaveProperty('again');
  const question = {
    id: 'squash-abc',
    reason: 'conflict' as const,
    stage: 'squash',
    text: 'The result of task 1.1 conflicts with the polished commit.',
    context: [],
    tasks: ['1.1'],
    options: [{ name: 'retry', does: 'do it again' }],
    default: 'retry',
  };
  await keepAnswer(made.host, made.git, before.refs, { question, choice: 'retry', text: '', by: 'Ada' });
  const after = await decision(made);
  expect(after.tasks).toMatchObject([{ id: '1.1', again: ['squash-abc'] }]);
  expect(readPhaseRecord(JSON.stringify(phaseRecord(after, 'run')))?.tasks).toEqual(after.tasks);
});

test('Where nobody is to do what is left, it is said why.', async () => {
  const plan = '.taskmaster/tasks/tasks.json';
  const tasks = [
    { id: 1, title: 'A', status: 'deferred' },
    { id: 2, title: 'B', status: 'pending', dependencies: [1] },
  ];
  const made = await scratch({ ...usual, [plan]: JSON.stringify({ tasks }) });
  const expected = expect.stringContaining('Left out, since the plan has them as optional or puts them off: 1, 2.');
  for (const asked of [{}, { phase: 'master' }])
    expect(await decided(made, { plans: [plan], ...asked })).toMatchObject({
      ok: false,
      failure: { message: expected },
    });
});

/** An export of issues; a name with `-` in front is closed. */
const exported = (...names: readonly string[]): string =>
  names
    .map((name) => ({ id: name.replace('-', ''), status: name.startsWith('-') ? 'closed' : 'open' }))
    .map(
      (issue) =>
        `${JSON.stringify({ ...issue, title: issue.id, issue_type: issue.id.startsWith('e') ? 'epic' : 'task' })}\n`,
    )
    .join('');

test('An issue that came after its phase was handed over is work again, once what was done then is closed.', async () => {
  const plan = '.beads/issues.jsonl';
  const made = await scratch({ ...usual, [plan]: exported('a', 'b') });
  const asked = { plans: [plan], options: [{ from: 'test', written: { ...agents, polish: 'off' as const } }] };
  userGit(
    made.root,
    'commit',
    '--quiet',
    '--allow-empty',
    '--message',
    'hand-off\n\nPlan: a-beads\nPhase: no-epic\nPhase-Step: hand-off',
  );
  expect(await decided(made, asked)).toMatchObject({ failure: { reason: 'nothing-to-do' } });
  commitFiles(made.root, { [plan]: exported('a', '-b', 'c') }, 'more');
  const message = expect.stringMatching(/Unexpected tasks c in phase no-epic.* while a, done then, .*bd close a/);
  expect(await decided(made, asked)).toMatchObject({ failure: { reason: 'plan-changed', message } });
  commitFiles(made.root, { [plan]: exported('-a', '-b', 'c') }, 'closed');
  const found = await decided(made, asked);
  expect(found.ok && found.value.phase.tasks.filter(({ ticked }) => !ticked).map(({ id }) => id)).toEqual(['c']);
});

const issueOf = (id: string, type: string, edges: readonly object[]): string =>
  `${JSON.stringify({ id, title: id, status: 'open', issue_type: type, dependencies: edges })}\n`;

test('An open epic that holds nothing yet is waited for.', async () => {
  const plan = '.beads/issues.jsonl';
  const issues = [
    issueOf('e1', 'epic', []),
    issueOf('e2', 'epic', [{ type: 'blocks', depends_on_id: 'e1' }]),
    issueOf('a', 'task', [{ type: 'parent-child', depends_on_id: 'e2' }]),
  ];
  const made = await scratch({ ...usual, [plan]: issues.join('') });
  expect(await decided(made, { plans: [plan], phase: 'e2' })).toMatchObject({ failure: { reason: 'earlier-phase' } });
});
