import { execFile } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { diligent } from '../rig/agent.ts';
import { plan, sideBySide } from '../rig/plan.ts';
import { useRig } from '../rig/use-rig.ts';
import { testedPackage } from '../rig/workspace.ts';

const implementer = { task: '1.1', role: 'implementer' } as const;

describe('what is planted in the configuration while a phase runs', () => {
  test('is run by no git of ours: not by a task, not by its review, and not when the phase lands.', async () => {
    const rig = await useRig({ plan: plan({ tasks: [{ id: '1.1' }, { id: '1.2', after: ['1.1'] }] }) });
    rig.agent.always(diligent);
    const folder = join(rig.checkout, '../canaries');
    const run = (name: string): string => `sh -c 'mkdir -p ${folder}; touch ${folder}/${name}; cat'`;
    // The gates that have planted it are red; those that run after them are not, and the phase goes on to its end.
    let isPlanted = false;
    rig.gate.always(async (call) => {
      if (!isPlanted) {
        isPlanted = true;
        const settings = {
          'core.fsmonitor': run('fsmonitor'),
          'core.hooksPath': join(folder, '../hooks'),
          'core.attributesFile': join(folder, '../attributes'),
          'core.sshCommand': run('ssh'),
          'filter.x.clean': run('clean'),
          'filter.x.smudge': run('smudge'),
          'diff.external': run('external'),
          'diff.x.textconv': run('textconv'),
          'merge.x.driver': `${run('merge')} %A`,
          'alias.commit-tree': `!${run('alias')}`,
          'gpg.program': run('gpg'),
          'commit.gpgSign': 'true',
        };
        await call.write({
          [join(folder, '../attributes')]: '* filter=x diff=x merge=x\n',
          [join(folder, '../hooks/post-checkout')]: `#!/bin/sh\nmkdir -p ${folder}; touch ${folder}/hook\n`,
          [join(rig.checkout, '.git/info/attributes')]: '* filter=x diff=x merge=x\n',
        });
        await call.exec('chmod', '+x', join(folder, '../hooks/post-checkout'));
        for (const [key, value] of Object.entries(settings)) await call.exec('git', 'config', key, value);
      }
      await call.green();
    });

    const { code, report } = await rig.implementPhase();

    expect({ code, outcome: report.outcome }).toEqual({ code: 0, outcome: 'landed' });
    expect(isPlanted).toBe(true);
    expect(rig.read('.git/config')).toContain('filter');
    expect(readdirSync(join(folder, '..'))).not.toContain('canaries');
  });
});

describe('a violation', () => {
  test('stops its task with the evidence, spares its siblings, and the next run goes on from there.', async () => {
    const rig = await useRig({ plan: plan(sideBySide('1.1', '1.2')), options: { parallel: 1 } });
    rig.agent.always(diligent);
    rig.agent.on(implementer, async (call) => {
      await call.write({ 'demo/src/evil.txt': 'evil\n' });
      await call.exec('git', 'config', 'filter.x.clean', 'evil');
      await call.exec('git', 'update-ref', 'refs/phasewright/forged', 'HEAD');
      await call.done();
    });

    const failed = await rig.implementPhase();

    expect(failed).toMatchObject({ code: 1, report: { outcome: 'failed', landed: null } });
    const [first, second] = failed.report.tasks;
    expect(first?.reason).toMatch(/touched what it must not.*filter\.x\.clean was set/s);
    expect(second).toMatchObject({ outcome: 'done' });
    expect(await rig.git('for-each-ref', 'refs/phasewright/forged')).toBe('');

    rig.agent.always(diligent);
    const continued = await rig.implementPhase();

    expect(continued).toMatchObject({ code: 0, report: { outcome: 'landed' } });
    expect(continued.output).toContain('git is used here without filter.x.clean');
    expect(await rig.git('ls-tree', '-r', '--name-only', 'phase/1')).not.toContain('evil.txt');
  });
});

describe('an agent that writes into the installed packages of the user', () => {
  test('stops the tasks, nothing lands and no agent is called, until they are installed anew.', async () => {
    const rig = await useRig({ plan: plan(sideBySide('1.1', '1.2')), options: { parallel: 1 } });
    const planted = join(rig.checkout, 'node_modules/third');
    rig.agent.always(diligent);
    rig.agent.on(implementer, async (call) => {
      await call.write({ 'demo/src/part.txt': 'part\n', [join(planted, 'index.js')]: 'evil\n' });
      await call.done();
    });

    const failed = await rig.implementPhase();

    expect(failed).toMatchObject({ code: 1, report: { outcome: 'failed', landed: null } });
    for (const { reason } of failed.report.tasks.slice(0, 2))
      expect(reason).toContain(`Installed packages were changed while a phase ran: ${planted}.`);

    rig.agent.always(diligent);
    const again = await rig.implementPhase();
    expect(again).toMatchObject({ code: 1, report: { outcome: 'failed', agentCalls: 0 } });
    expect(again.output).toContain('install anew, and run again');

    rmSync(planted, { recursive: true });
    expect(await rig.implementPhase()).toMatchObject({ code: 0, report: { outcome: 'landed' } });
  });
});

describe('an agent that prints a gigabyte', () => {
  test.each(['lines', 'endless', 'garbage', 'zeros'])(
    'of %s is read to its answer in less than 200 MB.',
    async (kind) => {
      const program = fileURLToPath(new URL('../rig/programs/flood.mjs', import.meta.url));
      const { stdout } = await promisify(execFile)(process.execPath, [program, testedPackage(), kind, '1024']);
      const { ok, said, transcript, peak } = JSON.parse(stdout) as Record<string, number>;
      expect(ok).toBe(true);
      expect(said).toBeLessThan(300_000);
      expect(transcript).toBeLessThan(5 * 1024 * 1024);
      expect(peak).toBeLessThan(200);
    },
    240_000,
  );
});
