import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { diligent } from '../rig/agent.ts';
import { plan, sideBySide } from '../rig/plan.ts';
import { dispatched, useRepository } from './repository.ts';
import { legOf, logOf } from './use-runner.ts';

/* What becomes of a phase whose jobs come to no good end. */

const workflows = join(import.meta.dirname, '../../docs/workflows');

test('A phase whose time is over is handed over as it is, and the next run goes on from there.', async () => {
  const { rig, remote, run } = await useRepository({ plan: plan(sideBySide('1.1', '1.2')) });
  let isHeld = true;
  rig.agent.always(diligent);
  rig.agent.on({ task: '1.2', role: 'implementer' }, async (call) => await (isHeld ? call.closed : diligent(call)));
  const path = join(dirname(rig.checkout), 'workflow.yml');
  const text = readFileSync(join(workflows, 'phase-in-one-job.yml'), 'utf8');
  writeFileSync(path, text.replace("time-limit: '330'", "time-limit: '1'"));

  const stopped = await run(relative(workflows, path), dispatched({ phase: '1' }));

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
