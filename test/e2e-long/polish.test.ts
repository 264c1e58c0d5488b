import { describe, expect, test } from 'vitest';
import { diligent, type AgentCall } from '../rig/agent.ts';
import { plan, sideBySide } from '../rig/plan.ts';
import type { Rig } from '../rig/rig.ts';
import { useRig } from '../rig/use-rig.ts';

const oneTask = plan(sideBySide('1.1'));
/** It cites a section that is not there, which the lint holds against it. */
const dangling = plan({ tasks: [{ id: '1.1', spec: '10 § 9' }] });
const planPath = 'demo/specs/91-impl-plan.md';
const specPath = 'demo/specs/10-data.md';
const polisher = { task: 'phase', role: 'polisher' } as const;
const reader = { task: 'phase', role: 'reader' } as const;
const tasks = ['1.1 implementer', '1.1 reviewer', 'phase reviewer'];
const full = { polish: 'full' } as const;

describe('specs that lack nothing', () => {
  test('are read once, by a reader who edits nothing; the next run asks nobody', async () => {
    const rig = await useRig({ plan: oneTask, options: full });
    rig.agent.always(diligent);

    const run = await rig.implementPhase();
    const again = await rig.implementPhase();

    expect(run).toMatchObject({ code: 0, calls: ['phase reader', ...tasks], report: { outcome: 'landed' } });
    expect(run.report.specsPolished).toEqual([{ path: specPath, changed: false }]);
    expect(await rig.git('log', '--format=%s', 'main..phase/1')).not.toContain('specs');
    expect(again).toMatchObject({ calls: [], report: { outcome: 'landed' } });
  });

  test('are not read at all where only the lint is asked for', async () => {
    const rig = await useRig({ plan: oneTask, options: { polish: 'lint' } });
    rig.agent.always(diligent);

    expect(await rig.implementPhase()).toMatchObject({ code: 0, calls: tasks });
  });
});

describe('specs with complaints and gaps', () => {
  test('are edited until lint and reader are content, in a commit that comes first and alone', async () => {
    const rig = await useRig({ plan: plan({ tasks: [{ id: '1.1', spec: '10 § 1, 10 § 9' }] }), options: full });
    const diagram = '```mermaid\ngraph LR\n  Part --> File\n```';
    rig.edit(specPath, (text) => text.replace('is one file.', `is one file.\n\n${diagram}`));
    await rig.commit('a diagram');
    rig.agent.always(diligent);
    rig.agent.on({ ...polisher, round: 1 }, async (call) => await rewrites(call, planPath, ', 10 § 9', ''));
    rig.agent.on(
      { ...reader, round: 1 },
      async (call) => await call.gaps({ missing: 'Nothing says what a part holds' }),
    );
    rig.agent.on(
      { ...polisher, round: 2 },
      async (call) => await rewrites(call, specPath, 'is one file.', 'is one file of text.'),
    );

    const run = await rig.implementPhase();
    const again = await rig.implementPhase();

    expect(run).toMatchObject({ code: 0, report: { outcome: 'landed' } });
    expect(run.calls).toEqual(['phase polisher 1.2', 'phase reader', 'phase polisher 2', 'phase reader 2', ...tasks]);
    const [complained, firstReading, gaps, secondReading] = rig.agent.all;
    expect(complained?.prompt).toContain('91-impl-plan.md:7');
    expect(firstReading?.prompt).not.toContain('diagrams that were left');
    expect(secondReading?.prompt).toMatch(/diagrams that were left[^\n]+\n- demo\/specs\/10-data\.md:\d+\n/);
    expect(gaps?.prompt).toContain('Nothing says what a part holds');
    const [first] = (await rig.git('rev-list', '--reverse', 'main..phase/1')).split('\n');
    expect(await rig.git('show', '--format=%s', '--name-only', first!)).toBe(
      `phase 1 specs\n\n${specPath}\n${planPath}`,
    );
    const implementer = rig.agent.all.find(({ role }) => role === 'implementer');
    expect(implementer?.prompt).toContain('is one file of text.');
    expect(implementer?.commit).toBe(first);
    expect(again.calls).toEqual([]);
  });

  test('stay as they are while the polish ticks, drops tasks or leaves the specs', async () => {
    const rig = await useRig({ plan: dangling, options: { ...full, gateRetries: 3 } });
    rig.agent.always(diligent);
    rig.agent.on({ ...polisher, attempt: 2 }, async (call) => {
      await call.write({ 'demo/src/index.ts': 'export const mine = 1;\n' });
      await rewrites(call, planPath, '10 § 9 | — | open', '10 § 1 | — | done');
    });
    rig.agent.on({ ...polisher, attempt: 3 }, async (call) => {
      await call.write({ 'demo/src/index.ts': 'export {};\n' });
      await call.done();
    });
    rig.agent.on({ ...polisher, attempt: 4 }, async (call) => await rewrites(call, planPath, '| done |', '| open |'));

    const run = await rig.implementPhase();

    expect(run.calls.slice(0, 4)).toEqual([
      'phase polisher 1.2',
      'phase polisher 1.3',
      'phase polisher 1.4',
      'phase reader',
    ]);
    expect(rig.agent.all[1]?.prompt).toContain('demo/src/index.ts');
    expect(rig.agent.all[2]?.prompt).toContain('Task 1.1 is ticked now');
    expect(run.report.outcome).toBe('landed');
  });
});

describe('what only a person can decide', () => {
  test('is a question before any task, and the answer is worked in', async () => {
    const rig = await useRig({ plan: oneTask, options: full });
    rig.agent.always(diligent);
    rig.agent.on(
      { ...reader, round: 1 },
      async (call) => await call.gaps({ missing: 'Is it text or bytes?', decision: true }),
    );
    const waiting = await rig.implementPhase();

    expect(waiting).toMatchObject({ code: 1, calls: ['phase reader'], report: { outcome: 'waiting' } });
    const [question] = waiting.report.questions;
    expect(question).toMatchObject({ stage: 'polish', default: 'abandon' });
    expect(question?.context.join('\n')).toContain('Is it text or bytes?');

    await rig.answer(question, 'guide', 'It is text.');
    rig.agent.on(reader, async (call) => await call.ready());
    rig.agent.on(polisher, async (call) => await rewrites(call, specPath, 'is one file.', 'is one file of text.'));
    const run = await rig.implementPhase();

    expect(run).toMatchObject({ code: 0, calls: ['phase polisher', 'phase reader', ...tasks] });
    expect(rig.agent.all[1]?.prompt).toContain('It is text.');
  });

  test('is another criterion, with the old and the new text', async () => {
    const rig = await useRig({ plan: dangling, options: full });
    rig.agent.always(diligent);
    rig.agent.on(polisher, async (call) => {
      await rewrites(call, planPath, '10 § 9', '10 § 1', ['All gates pass.', '`node -e 0` passes.']);
    });
    const waiting = await rig.implementPhase();

    expect(waiting).toMatchObject({ code: 1, calls: ['phase polisher 1.2', 'phase reader'] });
    const [question] = waiting.report.questions;
    expect(question).toMatchObject({
      reason: 'changed-demands',
      context: ['− exit criterion: All gates pass.', '+ exit criterion: `node -e 0` passes.'],
    });

    await rig.answer(question, 'approve');
    const run = await rig.implementPhase();

    expect(run).toMatchObject({ code: 0, calls: tasks, report: { criteria: [{ text: '`node -e 0` passes.' }] } });
  });
});

describe('what a polish may not do by itself', () => {
  const failing = '`node demo/no.cjs` passes.';
  const files = { 'demo/no.cjs': 'process.exit(1)\n' };

  test('is to weaken a criterion: approving what a reader still misses does not take it, and what is missed goes to the backlog', async () => {
    const demanding = plan({ tasks: [{ id: '1.1', spec: '10 § 9' }], criteria: ['All gates pass.', failing] });
    const rig = await useRig({ plan: demanding, options: { ...full, maxReviewRounds: 1 }, files });
    rig.agent.always(diligent);
    rig.agent.on(polisher, async (call) => {
      await rewrites(call, planPath, '10 § 9', '10 § 1', [failing, '`node -e 0` passes.']);
    });
    rig.agent.on(reader, async (call) => await call.gaps({ missing: 'Nothing says what a part holds' }));

    const missing = await rig.implementPhase();
    expect(missing.report.questions).toMatchObject([{ reason: 'review-limit' }]);
    await rig.answer(missing.report.questions[0], 'approve');
    const weaker = await rig.implementPhase();
    expect(weaker).toMatchObject({ code: 1, calls: [] });
    expect(weaker.report.questions).toMatchObject([
      { reason: 'changed-demands', context: [`− exit criterion: ${failing}`, '+ exit criterion: `node -e 0` passes.'] },
    ]);
    await rig.answer(weaker.report.questions[0], 'approve');
    const run = await rig.implementPhase();

    expect(run).toMatchObject({ code: 0, calls: tasks, report: { outcome: 'landed' } });
    expect(run.report.backlog).toMatchObject({ added: [{ title: 'Nothing says what a part holds' }] });
    expect(await rig.git('show', `phase/1:${run.report.backlog.path}`)).toContain('Nothing says what a part holds');
  });

  test('is to move a criterion to a task, where nothing proves it', async () => {
    const header = '| # | Task | Spec | Done when | Status |\n| --- | --- | --- | --- | --- |';
    const text = `# Plan\n\n## Phase 1 — Read\n\n${header}\n| 1.1 | Part 1.1 | 10 § 9 | — | open |\n\n**Exit criteria**:\n\n- All gates pass.\n- ${failing}\n`;
    const rig = await useRig({ plan: text, options: full, files });
    rig.agent.always(diligent);
    rig.agent.on(polisher, async (call) => {
      await rewrites(call, planPath, '10 § 9 | —', `10 § 1 | ${failing}`, [`- ${failing}\n`, '']);
    });

    const run = await rig.implementPhase();

    expect(run).toMatchObject({ code: 1, report: { outcome: 'waiting' } });
    expect(run.report.questions).toMatchObject([
      { context: [`− exit criterion: ${failing}`, `+ acceptance of task 1.1: ${failing}`] },
    ]);
  });

  test('is to touch decisions, the backlog, memos, other phases, or the order of the index', async () => {
    const later = { id: '2', title: 'Later', tasks: [{ id: '2.1', title: 'Build all of it' }] };
    const kept = {
      'demo/specs/99-key-decisions.md': '# Key decisions\n\n## D1 — Store\n\nDecision: files only.\n',
      'demo/specs/93-improvements-review.md': '# Backlog\n\n- P1 a.ts:1 Fix it\n',
      'demo/specs/research/cache.md': '# Cache\n\nStatus: done · Decision: GO\n',
    };
    const newSpec = 'demo/specs/55-new.md';
    const index = 'demo/specs/index.md';
    const links = '# Index\n\n- [Data](10-data.md)\n';
    const rig = await useRig({
      plan: plan({ tasks: [{ id: '1.1', spec: '10 § 9' }] }, later),
      options: full,
      files: { ...kept, [index]: links },
    });
    rig.agent.always(diligent);
    rig.agent.on({ ...polisher, attempt: 2 }, async (call) => {
      const emptied = Object.fromEntries(Object.keys(kept).map((path) => [path, '# Other\n']));
      await call.write({ ...emptied, [newSpec]: '# New\n' });
      await rewrites(call, planPath, '10 § 9', '10 § 1', ['Build all of it', 'Build nothing']);
    });
    rig.agent.on({ ...polisher, attempt: 3 }, async (call) => {
      await call.write({ ...kept, [index]: `${links}- [New](55-new.md)\n` });
      await rewrites(call, planPath, 'Build nothing', 'Build all of it');
    });

    const run = await rig.implementPhase();

    expect(run).toMatchObject({ code: 0, report: { outcome: 'landed' } });
    const told = rig.agent.all[1]?.prompt;
    for (const path of [...Object.keys(kept), newSpec]) expect(told).toContain(`${path}:1:1 `);
    expect(told).toContain('What is written about phase 2 was changed');
    expect(run.report.specsPolished).toEqual([
      { path: specPath, changed: false },
      ...[newSpec, planPath, index].map((path) => ({ path, changed: true })),
    ]);
  });
});

describe('what a person commits to another phase', () => {
  const later = { id: '2', title: 'Later', tasks: [{ id: '2.1', title: 'Old words' }] };

  test('stays when the phase is begun on a new base: the stored polish is merged into it', async () => {
    const rig = await useRig({ plan: plan({ tasks: [{ id: '1.1', spec: '10 § 9' }] }, later), options: full });
    rig.agent.always(diligent);
    rig.agent.on(polisher, async (call) => await rewrites(call, planPath, '10 § 9', '10 § 1'));
    await rig.implementPhase();
    await sayBetter(rig);

    const run = await rig.implementPhase({ rebase: true });

    expect(run.report.outcome).toBe('landed');
    expect(run.calls).not.toContain('phase polisher 1.2');
    const landed = await rig.git('show', `phase/1:${planPath}`);
    expect(landed).toContain('Words of a person');
    expect(landed).toContain('10 § 1');
  });

  test('stays when the polish had begun before, and goes on from there', async () => {
    const rig = await useRig({ plan: plan(sideBySide('1.1'), later), options: full });
    rig.agent.always(diligent);
    rig.agent.on(
      { ...reader, round: 1 },
      async (call) => await call.gaps({ missing: 'Is it text or bytes?', decision: true }),
    );
    const waiting = await rig.implementPhase();
    await sayBetter(rig);
    await rig.answer(waiting.report.questions[0], 'guide', 'It is text.');
    rig.agent.on(reader, async (call) => await call.ready());
    rig.agent.on(polisher, async (call) => {
      await rewrites(call, planPath, '\n**Exit criteria**', '\nParts are text.\n\n**Exit criteria**');
    });

    const run = await rig.implementPhase();

    expect(run).toMatchObject({ code: 0, calls: ['phase polisher', 'phase reader', ...tasks] });
    const landed = await rig.git('show', `phase/1:${planPath}`);
    expect(landed).toContain('Words of a person');
    expect(landed).toContain('Parts are text.');
  });
});

describe('a phase without tasks', () => {
  const proposal = {
    tasks: [
      { title: 'First', dependsOn: [] },
      { title: 'Second', dependsOn: [] },
    ],
    summary: 'Two files.',
  };
  const undivided =
    '# Plan\n\n## Phase 1 — Two files\n\nThe first file is written as its task says, and then so is the second file.\n\n**Exit criteria**:\n\n- All gates pass.\n';
  const asked = { task: 'phase', role: 'reader' } as const;

  test('is divided as a person accepts, after a proposal that they wanted otherwise', async () => {
    const rig = await useRig({ plan: undivided });
    rig.agent.always(diligent);
    rig.agent.on(
      { ...asked, round: 1 },
      async (call) => await call.answer({ ...proposal, tasks: [{ title: 'All', dependsOn: [] }] }),
    );
    rig.agent.on({ ...asked, round: 2 }, async (call) => await call.answer(proposal));

    const first = await rig.implementPhase();
    expect(first).toMatchObject({ code: 1, calls: ['phase reader'], report: { outcome: 'waiting' } });
    expect(first.report.questions).toMatchObject([
      { reason: 'breakdown', default: 'abandon', context: ['1. All', 'Two files.'] },
    ]);
    await rig.answer(first.report.questions[0], 'guide', 'One file each.');
    const second = await rig.implementPhase();
    expect(second).toMatchObject({ code: 1, calls: ['phase reader 2'] });
    expect(rig.agent.all[1]?.prompt).toContain('One file each.');
    await rig.answer(second.report.questions[0], 'accept');
    const run = await rig.implementPhase();
    const again = await rig.implementPhase();

    expect(run).toMatchObject({
      code: 0,
      report: { outcome: 'landed', tasks: [{ title: 'First' }, { title: 'Second' }] },
    });
    expect(again.calls).toEqual([]);
    expect(await rig.git('show', `phase/1:${planPath}`)).toContain('| 1.2 | Second | — | done |');
    expect(rig.read(planPath)).toBe(undivided);
  });

  test('is divided without a question where an option says so', async () => {
    const rig = await useRig({ plan: undivided, options: { autoApproveBreakdown: true } });
    rig.agent.always(diligent);
    rig.agent.on(asked, async (call) => await call.answer(proposal));

    const run = await rig.implementPhase();

    expect(run).toMatchObject({ code: 0, report: { outcome: 'landed', tasks: [{ id: '1.1' }, { id: '1.2' }] } });
    expect(run.calls[0]).toBe('phase reader');
  });
});

test('a run that was killed while the polisher was at work goes on with the polish', async () => {
  const rig = await useRig({ plan: dangling, options: full });
  rig.agent.always(diligent);
  const killed = rig.run('implement-phase', { phase: '1' });
  const call = await rig.agent.next(polisher);
  await call.write({ [specPath]: 'half a file' });
  await killed.killTree();
  rig.agent.on(polisher, async (next) => await rewrites(next, planPath, '10 § 9', '10 § 1'));

  const run = await rig.implementPhase();

  expect(run).toMatchObject({ code: 0, calls: ['phase polisher 1.2', 'phase reader', ...tasks] });
  expect(await rig.git('show', `phase/1:${specPath}`)).not.toContain('half');
});

/** Edits one file of its worktree, and is done. */
async function rewrites(
  call: AgentCall,
  path: string,
  from: string,
  to: string,
  ...more: readonly (readonly [string, string])[]
): Promise<void> {
  const { stdout } = await call.exec('cat', path);
  await call.write({ [path]: [[from, to] as const, ...more].reduce((text, [a, b]) => text.replace(a, b), stdout) });
  await call.done();
}

/** A person edits another phase, and commits. */
async function sayBetter(rig: Rig): Promise<void> {
  rig.edit(planPath, (text) => text.replace('Old words', 'Words of a person'));
  await rig.git('commit', '--quiet', '--all', '--message=Say it better');
}
