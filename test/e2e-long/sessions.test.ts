import { expect, test } from 'vitest';
import { diligent, type AgentCall } from '../rig/agent.ts';
import { plan, sideBySide } from '../rig/plan.ts';
import type { Rig } from '../rig/rig.ts';
import { useRig } from '../rig/use-rig.ts';

const implementer = { task: '1.1', role: 'implementer' } as const;

/** What each implementer was told: the conversation that it goes on with, and the first line of its prompt. */
function watched(rig: Rig, act: (call: AgentCall, number: number) => Promise<void>): string[] {
  const told: string[] = [];
  rig.agent.always(diligent);
  rig.agent.on(implementer, async (call) => {
    told.push(`${call.session || 'new'}: ${kind(call)}`);
    await act(call, told.length);
  });
  rig.agent.on({ task: '1.1', role: 'reviewer' }, async (call) =>
    call.round === 1 ? await call.reject({ title: 'Off by one' }) : await call.approve(),
  );
  return told;
}

/** Whether the prompt holds the task itself, or only what is new. */
function kind(call: AgentCall): 'whole' | 'what is new' {
  return call.prompt.includes('You implement one task') ? 'whole' : 'what is new';
}

async function begin(call: AgentCall, id: string): Promise<void> {
  await call.print(`${JSON.stringify({ type: 'session', id, model: 'model-1' })}\n`);
  await diligent(call);
}

test('A fix round goes on with the conversation of the implementer, and is told only what is new.', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1')) });
  const told = watched(rig, async (call) => await begin(call, 's1'));
  const landed = await rig.implementPhase();
  expect(landed).toMatchObject({ code: 0, report: { outcome: 'landed' } });
  expect(told).toEqual(['new: whole', 's1: what is new']);
});

test('A conversation that is lost is begun anew, with the whole task and what is to be fixed.', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1')) });
  let recap = '';
  const told = watched(rig, async (call, number) => {
    if (number !== 2) {
      recap = call.prompt;
      return await begin(call, `s${number}`);
    }
    await call.print(`${JSON.stringify({ type: 'trouble', kind: 'session-lost', text: 'no such session' })}\n`);
    await call.exit(1);
  });
  const landed = await rig.implementPhase();
  expect(landed).toMatchObject({ code: 0, report: { outcome: 'landed' } });
  expect(told).toEqual(['new: whole', 's1: what is new', 'new: whole']);
  expect(recap).toContain('Off by one');
});

test('An implementer that is parked in the middle goes on later with its conversation and its edits.', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1')) });
  rig.agent.always(diligent);
  rig.agent.on(implementer, async (call) => {
    await call.write({ 'demo/src/half.txt': 'half\n' });
    for (const line of [
      { type: 'session', id: 's1' },
      { type: 'step' },
      { type: 'trouble', kind: 'quota', text: 'You have hit your limit' },
    ])
      await call.print(`${JSON.stringify(line)}\n`);
    await call.exit(1);
  });
  const parked = await rig.implementPhase();
  expect(parked).toMatchObject({ code: 1, report: { outcome: 'stopped', tasks: [{ outcome: 'parked' }] } });

  let told = '';
  rig.agent.on(implementer, async (call) => {
    told = `${call.session}: ${call.prompt.split('\n')[0]}`;
    await diligent(call);
  });
  const landed = await rig.implementPhase();
  expect(landed).toMatchObject({ code: 0, report: { outcome: 'landed' } });
  expect(told).toMatch(/^s1: You were interrupted/);
  expect(await rig.git('show', 'phase/1:demo/src/half.txt')).toBe('half');
});
