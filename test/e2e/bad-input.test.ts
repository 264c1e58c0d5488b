import { chmodSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { diamond, plan, sideBySide } from '../rig/plan.ts';
import type { Rig, RigOptions } from '../rig/rig.ts';
import { useRig } from '../rig/use-rig.ts';

interface Case {
  readonly input: string;
  readonly rig?: RigOptions;
  readonly before?: (rig: Rig) => Promise<unknown> | void;
  readonly flags?: Record<string, string>;
  readonly env?: (rig: Rig) => Record<string, string>;
  /** What a person is told. */
  readonly says: string | RegExp;
}

const planPath = 'demo/specs/91-impl-plan.md';

const cases: Case[] = [
  {
    input: 'no repository',
    before: (rig) => rig.remove('.git'),
    says: 'Unexpected folder without a git checkout',
  },
  {
    input: 'a repository without a commit',
    before: async (rig) => {
      rig.remove('.git');
      await rig.git('init', '--quiet');
    },
    says: 'Unexpected repository without a commit',
  },
  {
    input: 'a git that is too old',
    before: (rig) => {
      rig.write({ 'old/git': '#!/bin/sh\necho git version 2.30.2\n' });
      chmodSync(join(rig.checkout, 'old/git'), 0o755);
    },
    env: (rig) => ({ PATH: [join(rig.checkout, 'old'), rig.environment()['PATH']].join(delimiter) }),
    says: 'Unexpected git 2.30, expected 2.38 or newer',
  },
  {
    input: 'a plan with uncommitted edits',
    before: (rig) => rig.edit(planPath, (text) => `${text}\nOne more thought.\n`),
    says: `${planPath}:1:1: Unexpected uncommitted edits of the plan or its specs: ${planPath}`,
  },
  {
    input: 'a spec beside the plan that is not committed',
    before: (rig) => rig.write({ 'demo/specs/11-more.md': '# More\n' }),
    says: 'demo/specs/11-more.md:1:1: Unexpected uncommitted edits',
  },
  {
    input: 'an agent that is not there',
    rig: { options: { implementer: { driver: 'command', command: ['no-such-agent'] } } },
    says: 'Unexpected absence of the implementer: the program `no-such-agent` is not on PATH',
  },
  {
    input: 'an agent of an unknown kind',
    rig: { options: { reviewer: { driver: 'telepathy' } as never } },
    says: /nx\.json, plugin phasewright: Unexpected value .*telepathy.* of option "reviewer.*": expected an agent/,
  },
  {
    input: 'an unknown option',
    rig: { options: { maxRounds: 3 } as never },
    says: /nx\.json, plugin phasewright: Unexpected option "maxRounds", expected one of implementer, reviewer, styleReviewer, arbiter, polisher, reader, designer, tester, polish, autoApproveBreakdown, gates/,
  },
  {
    input: 'an option out of its range',
    rig: { options: { maxReviewRounds: 0 } },
    says: 'Unexpected value 0 of option "maxReviewRounds"',
  },
  {
    input: 'an unknown phase',
    flags: { phase: '9' },
    says: `${planPath}:1:1: Unexpected phase "9", expected one of 1`,
  },
  {
    input: 'a plan without phases',
    rig: { plan: '# Plan\n\nOne day.\n' },
    says: `${planPath}:1:1: Unexpected plan without a phase`,
  },
  {
    input: 'a plan that is not there',
    flags: { plan: 'demo/specs/nowhere.md' },
    says: 'Unexpected plan "demo/specs/nowhere.md": there is no such file at HEAD',
  },
  {
    input: 'several plans and no --plan',
    rig: { files: { 'demo/later/implementation-plan.toml': '[[commits]]\nid = 1\ntitle = "Begin"\n' } },
    says: /Unexpected number of plans in project demo, expected one: .*Name one with --plan/,
  },
  {
    input: 'tasks that wait for each other',
    rig: {
      plan: plan({
        tasks: [
          { id: '1.1', after: ['1.2'] },
          { id: '1.2', after: ['1.1'] },
        ],
      }),
    },
    says: new RegExp(`${planPath}:\\d+:\\d+: .*1\\.1 → 1\\.2 → 1\\.1`),
  },
  {
    input: 'two tasks with one id',
    rig: { plan: plan(sideBySide('1.1', '1.1')) },
    says: new RegExp(`${planPath}:\\d+:\\d+: Unexpected .*1\\.1`),
  },
  {
    input: 'a project without any of the gates',
    rig: { options: { gates: ['nothing'] } },
    says: 'Unexpected project demo without any of the gate targets nothing',
  },
];

describe('bad input', () => {
  test.for(cases)('$input: a message that says what to do, and nothing half done', async (bad) => {
    const rig = await useRig({ plan: plan(diamond), ...bad.rig });
    await bad.before?.(rig);
    const refs = async (): Promise<string> => (rig.exists('.git') ? await rig.git('for-each-ref') : '');
    const before = { files: rig.exists('.git') ? rig.snapshot() : null, refs: await refs() };

    const { code, output } = await rig.run('implement-phase', bad.flags, bad.env?.(rig)).ended;

    expect(output).toMatch(bad.says);
    expect(code).toBe(1);
    expect({ files: rig.exists('.git') ? rig.snapshot() : null, refs: await refs() }).toEqual(before);
    expect([rig.exists('.worktrees'), rig.exists('.phasewright')]).toEqual([false, false]);
    expect(rig.agent.count).toBe(0);
  });
});
