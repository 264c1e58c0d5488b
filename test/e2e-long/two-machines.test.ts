import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { diligent } from '../rig/agent.ts';
import { plan, sideBySide } from '../rig/plan.ts';
import type { Rig } from '../rig/rig.ts';
import { testedPackage } from '../rig/workspace.ts';
import type { Ended, Run } from '../rig/run.ts';
import { useRig } from '../rig/use-rig.ts';
import { installInto, nxProgram } from '../rig/workspace.ts';

interface Shared {
  readonly remote: string;
  readonly second: string;
  readonly runSecond: () => Run;
  /** Runs the `phasewright` command there. */
  readonly phasewright: (...args: string[]) => Promise<Ended>;
}

/** A bare repository that the checkout is pushed to, and what runs phase 1 in a clone of it as on another machine. */
async function shared(rig: Rig): Promise<Shared> {
  const folder = dirname(rig.checkout);
  const [remote, second] = [join(folder, 'remote.git'), join(folder, 'second')];
  mkdirSync(remote);
  await rig.git('init', '--quiet', '--bare', '--initial-branch=main', remote);
  await rig.git('remote', 'add', 'origin', remote);
  await rig.git('push', '--quiet', 'origin', 'main');
  await rig.git('clone', '--quiet', remote, second);
  installInto(second);
  const args = [nxProgram(second), 'run', 'demo:implement-phase', '--phase=1'];
  const env = { PHASEWRIGHT_STATE: join(folder, 'second-state') };
  const command = join(testedPackage(), 'dist/cli/phasewright.js');
  return {
    remote,
    second,
    runSecond: () => rig.start(args, env, second),
    phasewright: async (...own) => await rig.start([command, ...own], env, second).ended,
  };
}

test('two clones that share a phase do each task once, both get work, and what is landed is one commit, reviewed once', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1', '1.2')), options: { parallel: 1, claims: 'refs' } });
  const { remote, second, runSecond } = await shared(rig);
  const [held, other] = [
    rig.agent.next({ task: '1.1', role: 'implementer' }),
    rig.agent.next({ task: '1.2', role: 'implementer' }),
  ];
  rig.agent.always(diligent);
  const first = rig.run('implement-phase', { phase: '1' });
  const call = await held;
  const claims = async () => await rig.git('-C', remote, 'for-each-ref', '--format=%(refname)', 'refs/phasewright');
  expect(await claims()).toContain('refs/phasewright/demo/1/claim/task-1.1');

  const running = runSecond();
  const theirs = await other;
  expect(theirs.cwd).toContain(second);
  await diligent(theirs);
  await expect
    .poll(() => running.output, { timeout: 90_000, interval: 500 })
    .toContain('waits for what other machines');
  await diligent(call);
  const ends = [await first.ended, await running.ended];

  expect(ends.map(({ code }) => code)).toEqual([0, 0]);
  const calls = rig.agent.names().filter((name) => name.includes('implementer') || name.startsWith('phase '));
  expect(calls.toSorted()).toEqual(['1.1 implementer', '1.2 implementer', 'phase reviewer']);
  const landed = async (checkout: string) => await rig.git('-C', checkout, 'rev-parse', 'phase/1');
  expect(await landed(second)).toBe(await landed(rig.checkout));
  expect(await claims()).not.toContain('/claim/');
}, 300_000);

test('a phase that gets another task after its hand-off begins anew for all who share it, from one base', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1')), options: { claims: 'refs' } });
  const { second, runSecond } = await shared(rig);
  rig.agent.always(diligent);
  expect((await rig.implementPhase()).report.outcome).toBe('landed');
  expect((await runSecond().ended).code).toBe(0);
  await rig.git('merge', '--quiet', '--ff-only', 'phase/1');
  const path = join(rig.checkout, 'demo/specs/91-impl-plan.md');
  writeFileSync(path, readFileSync(path, 'utf8').replace(/^(\| 1\.1 .*)$/m, '$1\n| 1.2 | Part 1.2 | 10 | — | open |'));
  await rig.git('commit', '--quiet', '--all', '--message=One more task');
  await rig.git('push', '--quiet', 'origin', 'main');

  const more = await rig.implementPhase();
  expect(more.report.outcome).toBe('landed');
  expect(more.calls.filter((name) => name.includes('implementer'))).toEqual(['1.2 implementer']);
  await rig.git('-C', second, 'pull', '--quiet');
  await rig.git('-C', second, 'commit', '--quiet', '--allow-empty', '--message=Something of their own');
  const there = await runSecond().ended;
  expect(there).toMatchObject({ code: 0, calls: [] });
  expect(await rig.git('-C', second, 'rev-parse', 'phase/1')).toBe(await rig.git('rev-parse', 'phase/1'));
}, 300_000);

test('what a task asks on one machine is asked on the other without an agent, and answered there it goes on here', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1')), options: { claims: 'refs' } });
  const { runSecond, phasewright } = await shared(rig);
  rig.agent.always(diligent);
  rig.agent.on({ task: '1.1', role: 'implementer' }, async (call) => {
    if (call.prompt.includes('Take the small loop')) return await diligent(call);
    const ways = { question: 'Speed or size?', options: ['Take the fast table', 'Take the small loop'] };
    await call.answer({ status: 'person-needed', summary: 'Both would do.', ...ways });
  });

  const asked = await rig.implementPhase();
  expect(asked.report).toMatchObject({ outcome: 'waiting', questions: [{ reason: 'trade-off' }] });
  const question = asked.report.questions[0]?.id ?? '';
  const there = await runSecond().ended;
  expect(there.calls).toEqual([]);
  expect(there.output).toContain(question);
  expect((await phasewright('status')).output).toContain('Take the small loop');

  expect((await phasewright('answer', question, 'option-2')).output).toContain('Recorded: option-2');
  const landed = await rig.implementPhase();
  expect(landed.report).toMatchObject({ outcome: 'landed', answers: [{ question, choice: 'option-2' }] });
  expect(landed.calls.filter((name) => name.includes('implementer'))).toEqual(['1.1 implementer']);
}, 300_000);

test('a run whose claim on the phase another machine has taken over moves nothing', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1')), options: { claims: 'refs' } });
  const { remote } = await shared(rig);
  const reviewing = rig.agent.next({ task: 'phase', role: 'reviewer' });
  rig.agent.always(diligent);
  const run = rig.run('implement-phase', { phase: '1' });
  const call = await reviewing;
  await rig.git('-C', remote, 'update-ref', '-d', 'refs/phasewright/demo/1/claim/whole');
  await diligent(call);
  expect((await run.ended).code).toBe(1);
  const { outcome, landed, summary } = run.report('1');
  expect({ outcome, landed }).toEqual({ outcome: 'failed', landed: null });
  expect(summary).toContain('taken over by another run while this one was at work. Nothing was moved.');
  expect(await rig.git('for-each-ref', 'refs/heads/phase')).toBe('');
}, 300_000);

test('with claims in the plan, main of the remote shows who works on what, and nothing of it when the phase has landed', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1')), options: { claims: 'plan', land: 'main' } });
  const { remote } = await shared(rig);
  const held = rig.agent.next({ task: '1.1', role: 'implementer' });
  rig.agent.always(diligent);
  const run = rig.run('implement-phase', { phase: '1' });
  const call = await held;
  const shown = async () => await rig.git('-C', remote, 'show', 'main:demo/specs/91-impl-plan.md');
  expect(await shown()).toMatch(/\| 1\.1 .* \| open \(claimed by phasewright [\w-]+\) \|/);
  await diligent(call);
  expect((await run.ended).code).toBe(0);
  expect(await shown()).toMatch(/\| 1\.1 .* \| done +\|/);
  expect(await shown()).not.toContain('claimed');
  const subjects = await rig.git('-C', remote, 'log', '--format=%s', 'main');
  expect(subjects).toContain('Claim demo, phase 1, task 1.1\n');
  expect(subjects).toContain('Give back demo, phase 1, task 1.1\n');
}, 300_000);

test('a remote that takes claims and no results fails no approved task: the phase lands, and the next run brings there what it has', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1')), options: { claims: 'auto' } });
  const { remote, runSecond } = await shared(rig);
  const refusing = join(remote, 'hooks/pre-receive');
  mkdirSync(dirname(refusing), { recursive: true });
  writeFileSync(refusing, "#!/bin/sh\nif grep -q /result/; then echo 'too large' >&2; exit 1; fi\n");
  chmodSync(refusing, 0o755);
  rig.agent.always(diligent);
  const alone = await rig.implementPhase();
  expect(alone.report).toMatchObject({ outcome: 'landed', kept: [{ stage: 'task-1.1', counts: true }] });

  rmSync(refusing);
  const again = await rig.implementPhase();
  expect({ calls: again.calls, kept: again.report.kept }).toEqual({ calls: [], kept: [] });
  expect(await rig.git('-C', remote, 'for-each-ref', '--format=%(refname)', 'refs/phasewright')).toMatch(
    /\/result\/review\/.*\/result\/task-1\.1\//s,
  );
  const there = await runSecond().ended;
  expect(there).toMatchObject({ code: 0, calls: [] });
}, 300_000);
