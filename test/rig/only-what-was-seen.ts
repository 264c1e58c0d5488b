import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import type { Report } from '../../core/report/report.ts';
import { diligent } from './agent.ts';
import { forgetResults } from './forget-results.ts';
import { plan, sideBySide } from './plan.ts';
import { useRig } from './use-rig.ts';
import { gateTarget, json } from './workspace.ts';

/**
 * Ways to say what a gate reads, each of which has replayed a green verdict on a tree that the gate had never seen where
 * tasks and gates were one Nx graph.
 */
export const inputs = {
  'a fileset': ['{projectRoot}/src/**/*'],
  'a fileset of what is on the disk': [{ fileset: '{projectRoot}/src/**/*', includeIgnored: true }],
  'a program': [{ runtime: 'cat demo/src/* | cksum' }],
};

/** It was run, and it is red. */
export const seen = { outcome: 'waiting', gates: [{ target: 'check', outcome: 'failed', cached: false }] };

/** A gate that was green on the work of a task, and then is asked about work that lacks it: what comes of that. */
export async function onlyWhatWasSeen(about: {
  readonly input: keyof typeof inputs;
  readonly daemon: boolean;
}): Promise<Report['tasks'][number] | undefined> {
  const check = { ...gateTarget('check'), inputs: inputs[about.input] };
  const rig = await useRig({
    daemon: about.daemon,
    plan: plan(sideBySide('1.1')),
    options: { gateRetries: 0 },
    files: { 'demo/project.json': json({ name: 'demo', targets: { check } }) },
  });
  // Green where the task's file is, red where it is not: the gate itself is never wrong.
  rig.gate.always((call) => {
    const files = readdirSync(join(call.cwd, 'src'));
    return files.includes('1.1.txt') ? call.green() : call.red(`error: no 1.1.txt among ${files.join(', ')}`);
  });
  rig.agent.always(diligent);
  expect((await rig.implementPhase()).report.outcome).toBe('landed');

  const inCheckout = await rig.run('check').ended;
  expect(inCheckout.code).toBe(1);

  await forgetResults(rig);
  rig.agent.on({ role: 'implementer' }, async (call) => {
    await call.write({ 'demo/src/other.txt': 'not what was asked for\n' });
    await call.done();
  });
  const again = await rig.implementPhase();
  return again.report.tasks[0];
}
