import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { diligent } from '../rig/agent.ts';
import { plan, sideBySide } from '../rig/plan.ts';
import { changedWorkflow, dispatched, useRepository } from '../actions/repository.ts';
import type { StandIn } from '../actions/runner/job.ts';
import type { RunOptions } from '../actions/runner/options.ts';
import type { RunResult } from '../actions/runner/run-workflow.ts';
import { artifactsOf, digestOf, writeArtifacts } from '../actions/runner/stand-ins/artifacts.ts';
import { standIns } from '../actions/runner/stand-ins/index.ts';
import { uploadArtifact } from '../actions/runner/stand-ins/upload-artifact.ts';
import { legOf, logOf } from '../actions/use-runner.ts';

/* What becomes of a phase whose jobs come to no good end. */

test('A phase whose time is over is handed over as it is, and the next run goes on from there.', async () => {
  const at = await useRepository({ plan: plan(sideBySide('1.1', '1.2')) });
  const { rig, remote, run } = at;
  let isHeld = true;
  rig.agent.always(diligent);
  rig.agent.on({ task: '1.2', role: 'implementer' }, async (call) => await (isHeld ? call.closed : diligent(call)));
  const workflow = changedWorkflow(at, 'phase-in-one-job.yml', (text) =>
    text.replace("time-limit: '330'", "time-limit: '1'"),
  );

  const stopped = await run(workflow, dispatched({ phase: '1' }));

  expect(stopped.jobs['phase']?.result).toBe('failure');
  expect(legOf(stopped, 'phase').annotations.map(({ message }) => message)).toContainEqual(
    expect.stringContaining('was stopped by its time-limit of 1 min'),
  );
  expect(stopped.jobs['phase']?.outputs['outcome']).toBe('stopped');
  expect(stopped.jobs['land']?.result === 'success' ? '' : logOf(stopped)).toBe('');
  expect(rig.agent.names().toSorted()).toEqual(['1.1 implementer', '1.1 reviewer', '1.2 implementer']);
  const results = await rig.git('-C', remote, 'for-each-ref', '--format=%(refname)', 'refs/phasewright/demo/1/result');
  expect(results).toContain('/result/task-1.1/');

  isHeld = false;
  const landed = await run('phase-in-one-job.yml', dispatched({ phase: '1' }));
  expect(landed.conclusion === 'success' ? '' : logOf(landed)).toBe('');
  expect(rig.agent.names().slice(3)).toEqual(['1.2 implementer', '1.2 reviewer', 'phase reviewer']);
}, 400_000);

test('What a task job could not do is done where the phase is closed; where that leaves nothing, what there is is brought.', async () => {
  const { rig, remote, run } = await useRepository({ plan: plan(sideBySide('1.1', '1.2')) });
  rig.agent.always(diligent);
  const broken = join(dirname(rig.checkout), 'broken');
  program(join(broken, 'npm'), 'echo "the registry is down" >&2; exit 1');
  const brokenFor12: Partial<RunOptions> = {
    beforeJob: ({ matrix, path }) => void (matrix['task'] === '1.2' && path.unshift(broken)),
  };
  const one = dispatched({ project: 'demo', phase: '1' });

  const lost = await run('phase.yml', one, {
    ...brokenFor12,
    standIns: { ...standIns, 'actions/upload-artifact': unreached },
  });

  expect(resultsOf(lost)).toEqual({
    open: 'success',
    task: 'failure',
    close: 'failure',
    land: 'success',
    phase: 'failure',
  });
  expect(rig.agent.names().slice(0, 2)).toEqual(['1.1 implementer', '1.1 reviewer']);
  const paid = rig.agent.names().length;
  const refs = await rig.git('-C', remote, 'for-each-ref', '--format=%(refname)');
  expect(refs).toContain('refs/phasewright/demo/1/result/task-1.1/');
  expect(refs).not.toContain('refs/heads/phase');

  const landed = await run('phase.yml', one, brokenFor12);
  expect(resultsOf(landed)).toEqual({
    open: 'success',
    task: 'failure',
    close: 'success',
    land: 'success',
    phase: 'success',
  });
  expect(landed.jobs['task']?.legs).toHaveLength(1);
  expect(landed.jobs['close']?.outputs['outcome']).toBe('landed');
  expect(rig.agent.names().slice(paid)).toEqual(['1.2 implementer', '1.2 reviewer', 'phase reviewer']);
  expect(await rig.git('-C', remote, 'rev-parse', '--verify', 'refs/heads/phase/1')).toMatch(/^[0-9a-f]{40}$/);
}, 500_000);

test('Of a bundle that was changed behind the job that closes the phase nothing is brought; what the jobs before have made is.', async () => {
  const { rig, remote, run } = await useRepository({ plan: plan(sideBySide('1.1')) });
  rig.agent.always(diligent);
  const store = join(dirname(rig.checkout), 'actions/store');
  const result = await run('phase.yml', dispatched({ project: 'demo', phase: '1' }), {
    beforeJob: ({ id }) => {
      if (id !== 'land') return;
      const changed = artifactsOf(store).map((artifact) => {
        if (artifact.name !== 'phase-close') return artifact;
        const path = join(artifact.folder, 'manifest.json');
        writeFileSync(path, readFileSync(path, 'utf8').replace(/"title": "[^"]*"/, '"title": "Another"'));
        return { ...artifact, ...digestOf(artifact.folder) };
      });
      writeArtifacts(store, changed);
    },
  });
  expect(resultsOf(result)).toEqual({
    open: 'success',
    task: 'success',
    close: 'success',
    land: 'failure',
    phase: 'failure',
  });
  expect(legOf(result, 'land').annotations[0]?.message).toMatch(/its manifest has the digest \w+, and \w+ was handed/);
  const refs = await rig.git('-C', remote, 'for-each-ref', '--format=%(refname)');
  expect(refs).toContain('refs/phasewright/demo/1/result/task-1.1/');
  expect(refs).not.toMatch(/result\/(?:squash|review)|refs\/heads\/phase/);
}, 400_000);

test('Where the phase is stopped while it is opened, it is closed from there.', async () => {
  const planPath = 'demo/specs/91-impl-plan.md';
  const lacking = plan({ tasks: [{ id: '1.1', spec: '10 § 9' }] });
  const at = await useRepository({ plan: lacking, options: { polish: 'full' } });
  const { rig, run } = at;
  let isHeld = true;
  rig.agent.always(diligent);
  rig.agent.on({ task: 'phase', role: 'polisher' }, async (call) => {
    if (isHeld) return await call.closed;
    const { stdout } = await call.exec('cat', planPath);
    await call.write({ [planPath]: stdout.replace('10 § 9', '10 § 1') });
    await call.done();
  });

  const result = await run(
    changedWorkflow(at, 'phase.yml', (text) => text.replace("time-limit: '45'", "time-limit: '0.5'")),
    dispatched({ project: 'demo', phase: '1' }),
    { beforeJob: ({ id }) => void (isHeld = id === 'open') },
  );

  expect(resultsOf(result)).toEqual({
    open: 'failure',
    task: 'skipped',
    close: 'success',
    land: 'success',
    phase: 'success',
  });
  expect(result.jobs['open']?.outputs['outcome']).toBe('stopped');
  expect(result.jobs['close']?.outputs['outcome']).toBe('landed');
}, 400_000);

/** Takes no artifact of the job that closes the phase: what that has made is nowhere. */
const unreached: StandIn = {
  ...uploadArtifact,
  run: (call) => {
    if (call.job.id === 'close') throw new Error('socket hang up');
    return uploadArtifact.run(call);
  },
};

function resultsOf({ jobs }: RunResult): Record<string, string> {
  return Object.fromEntries(Object.entries(jobs).map(([id, { result }]) => [id, result]));
}

function program(path: string, script: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}
