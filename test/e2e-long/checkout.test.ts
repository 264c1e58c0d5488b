import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { diligent, taskFile } from '../rig/agent.ts';
import { plan, sideBySide } from '../rig/plan.ts';
import type { Rig } from '../rig/rig.ts';
import { useRig } from '../rig/use-rig.ts';

const oneTask = plan(sideBySide('1.1'));

describe('the user’s checkout', () => {
  test('is the same byte for byte after the first run and the second, with work in every state', async () => {
    const rig = await useRig({ plan: oneTask });
    rig.agent.always(diligent);
    await leaveWorkAround(rig);
    const before = rig.snapshot();

    const first = await rig.implementPhase();
    expect(first.report.outcome).toBe('landed');
    expect(rig.snapshot()).toEqual(before);

    const second = await rig.implementPhase();
    expect(second.calls).toEqual([]);
    expect(rig.snapshot()).toEqual(before);
  });

  test('is the same after a run that fails', async () => {
    const rig = await useRig({ plan: oneTask });
    rig.agent.always(async (call) => await call.exit(1));
    await leaveWorkAround(rig);
    const before = rig.snapshot();

    const { report } = await rig.implementPhase();

    expect(report.outcome).toBe('failed');
    expect(rig.snapshot()).toEqual(before);
  });

  test('is not written to by a dry run, nor by a refusal', async () => {
    const rig = await useRig({ plan: oneTask });
    const before = rig.snapshot();

    const dry = await rig.run('implement-phase', { dryRun: true }).ended;
    const refused = await rig.run('implement-phase', { phase: '7' }).ended;

    expect([dry.code, refused.code]).toEqual([0, 1]);
    expect(dry.output).toContain('1.1  needs an agent: Part 1.1');
    expect(refused.output).toContain('demo/specs/91-impl-plan.md:1:1: Unexpected phase "7", expected one of 1.');
    expect(rig.snapshot()).toEqual(before);
    expect(['.worktrees', '.phasewright'].filter((path) => rig.exists(path))).toEqual([]);
    expect(await rig.git('for-each-ref', 'refs/phasewright')).toBe('');
  });

  test('may change while a run goes on: edits, commits and another branch', async () => {
    const rig = await useRig({ plan: oneTask });
    const working = rig.agent.next({ task: '1.1', role: 'implementer' });
    const reviewing = rig.agent.next({ task: '1.1', role: 'reviewer' });
    rig.agent.always(diligent);
    const base = await rig.git('rev-parse', 'HEAD');
    const run = rig.run('implement-phase', { phase: '1' });

    const implementer = await working;
    rig.edit('demo/src/index.ts', (text) => `${text}export const half = 'edited';\n`);
    await rig.commit('The user goes on');
    await implementer.write({ [taskFile('1.1')]: 'work\n' });
    await implementer.done();
    const reviewer = await reviewing;
    await rig.git('switch', '--quiet', '--create', 'elsewhere');
    rig.write({ 'demo/src/unfinished.ts': 'not committed\n' });
    rig.edit('demo/src/index.ts', (text) => `${text}// not committed either\n`);
    const during = rig.snapshot();
    await reviewer.approve();

    expect(await run.ended).toMatchObject({ code: 0, calls: ['1.1 implementer', '1.1 reviewer', 'phase reviewer'] });
    expect(rig.snapshot()).toEqual(during);
    expect(run.report()).toMatchObject({ outcome: 'landed', base, landed: { merge: 'git merge phase/1' } });
    expect(await rig.git('merge-base', 'phase/1', 'main')).toBe(base);
    expect(await rig.git('diff', '--name-only', base, 'phase/1')).toBe(
      ['demo/specs/91-impl-plan.md', taskFile('1.1')].join('\n'),
    );
  });

  test('may have uncommitted edits anywhere but in the plan and its specs', async () => {
    const rig = await useRig({ plan: oneTask });
    rig.write({ 'demo/specs/10-data.md': '# Data\n\nHalf a thought\n' });
    const before = rig.snapshot();

    const refused = await rig.run('implement-phase').ended;

    expect(refused.code).toBe(1);
    expect(refused.output).toContain(
      'demo/specs/10-data.md:1:1: Unexpected uncommitted edits of the plan or its specs: demo/specs/10-data.md.',
    );
    expect(rig.snapshot()).toEqual(before);
  });
});

describe('the branch that a phase lands on', () => {
  test('is left where it is when it is checked out, and another one is made', async () => {
    const rig = await useRig({ plan: oneTask });
    rig.agent.always(diligent);
    await rig.git('switch', '--quiet', '--create', 'phase/1');
    const before = rig.snapshot(['phase/demo-1']);

    const { code, report } = await rig.implementPhase();

    expect({ code, landed: report.landed }).toEqual({
      code: 0,
      landed: expect.objectContaining({ branch: 'phase/demo-1', merge: 'git merge --ff-only phase/demo-1' }),
    });
    expect(rig.snapshot(['phase/demo-1'])).toEqual(before);
  });

  test('is left where it is when the user looks at it in a worktree of their own', async () => {
    const rig = await useRig({ plan: oneTask });
    rig.agent.always(diligent);
    await rig.implementPhase();
    const landed = await rig.git('rev-parse', 'phase/1');
    await rig.git('worktree', 'add', '--quiet', '../second', 'phase/1');
    rig.edit('demo/specs/91-impl-plan.md', (text) => text.replace('Part 1.1', 'Part 1.1, better'));
    await rig.commit('Change the task');

    const { report } = await rig.implementPhase();

    expect(report.landed?.branch).toBe('phase/demo-1');
    expect(await rig.git('-C', '../second', 'rev-parse', 'HEAD')).toBe(landed);
    expect(await rig.git('-C', '../second', 'status', '--porcelain')).toBe('');
  });

  test('is not taken from somebody who has put something else there', async () => {
    const rig = await useRig({ plan: oneTask });
    rig.agent.always(diligent);
    await rig.git('branch', 'phase/1');
    rig.write({ 'demo/src/index.ts': 'export {}; // main is ahead\n' });
    await rig.commit('Go on');
    const theirs = await rig.git('rev-parse', 'phase/1');

    const { report } = await rig.implementPhase();

    expect(report.landed?.branch).toBe('phase/demo-1');
    expect(await rig.git('rev-parse', 'phase/1')).toBe(theirs);
  });

  test('is moved on when the phase lands again with other work', async () => {
    const rig = await useRig({ plan: oneTask });
    rig.agent.always(diligent);
    await rig.implementPhase();
    rig.edit('demo/specs/91-impl-plan.md', (text) => text.replace('Part 1.1', 'Part 1.1, better'));
    await rig.commit('Change the task');

    const { report } = await rig.implementPhase();

    expect(report.landed?.branch).toBe('phase/1');
    expect(await rig.git('rev-parse', 'phase/1')).toBe(report.final?.commit);
    expect(await rig.git('for-each-ref', '--format=%(refname:short)', 'refs/heads')).toBe(
      ['main', 'phase/1'].join('\n'),
    );
  });
});

/** A stash, staged, unstaged and untracked edits, a link, a program, odd line endings, a hook and a setting of the user's own. */
async function leaveWorkAround(rig: Rig): Promise<void> {
  rig.write({ 'demo/src/kept.txt': 'one\n', 'run.sh': '#!/bin/sh\n', 'demo/src/dos.txt': 'a\r\nb\r\n' });
  chmodSync(join(rig.checkout, 'run.sh'), 0o755);
  symlinkSync('demo/src/kept.txt', join(rig.checkout, 'link'));
  await rig.commit('More files');
  rig.write({ 'demo/src/kept.txt': 'stashed\n' });
  await rig.git('stash', 'push', '--quiet');
  rig.write({ 'demo/src/kept.txt': 'staged\n' });
  await rig.git('add', 'demo/src/kept.txt');
  rig.write({
    'demo/src/kept.txt': 'staged, then edited\n',
    'demo/src/new.txt': 'untracked\n',
    '.git/hooks/pre-commit': '#!/bin/sh\nexit 0\n',
  });
  chmodSync(join(rig.checkout, '.git/hooks/pre-commit'), 0o755);
  await rig.git('config', 'core.autocrlf', 'input');
}
