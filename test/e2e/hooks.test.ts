import { execFileSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { diligent } from '../rig/agent.ts';
import { plan, sideBySide } from '../rig/plan.ts';
import type { Rig } from '../rig/rig.ts';
import { useRig } from '../rig/use-rig.ts';

/** A hook of the user's, beside the checkout. */
function preCommit(rig: Rig, script: string): void {
  const path = '../githooks/pre-commit';
  rig.write({ [path]: `#!/bin/sh\n${script}\n` });
  chmodSync(join(rig.checkout, path), 0o755);
}

/** A user who has hooks there, and signs. */
async function setUp(rig: Rig): Promise<void> {
  const folder = dirname(rig.checkout);
  execFileSync('ssh-keygen', ['-q', '-t', 'ecdsa', '-N', '', '-f', join(folder, 'key')]);
  const settings = { 'core.hooksPath': '../githooks', 'commit.gpgSign': 'true', 'gpg.format': 'ssh' };
  for (const [name, value] of Object.entries(settings)) await rig.git('config', name, value);
  await rig.git('config', 'user.signingKey', join(folder, 'key.pub'));
  await rig.git('config', 'gpg.ssh.allowedSignersFile', join(folder, 'signers'));
  rig.write({
    '../signers': `* ${execFileSync('ssh-keygen', ['-y', '-f', join(folder, 'key')], { encoding: 'utf8' })}`,
  });
}

test('a hook of the user’s that refuses keeps the phase from landing; once it does not, the phase lands signed', async () => {
  const rig = await useRig({ plan: plan(sideBySide('1.1')) });
  await setUp(rig);
  preCommit(rig, 'echo "no tabs, please"; exit 1');
  rig.agent.always(diligent);

  const refused = await rig.implementPhase();

  expect(refused).toMatchObject({ code: 1, report: { outcome: 'failed', landed: null } });
  expect(refused.report.hooks).toMatchObject([{ hook: 'pre-commit', outcome: 'failed', output: 'no tabs, please' }]);
  expect(refused.output).toContain('no tabs, please');
  expect(await rig.git('for-each-ref', '--format=%(refname)', 'refs/heads')).toBe('refs/heads/main');

  preCommit(rig, '! git diff --cached --quiet');
  const landed = await rig.implementPhase();

  expect(landed).toMatchObject({ code: 0, calls: [], report: { outcome: 'landed', landed: { branch: 'phase/1' } } });
  expect(landed.report.hooks).toMatchObject([{ hook: 'pre-commit', outcome: 'passed' }]);
  const commits = (await rig.git('rev-list', 'main..phase/1')).split('\n');
  await rig.git('verify-commit', ...commits);
  expect(landed.report.final?.commit).toBe(commits[0]);
  expect(landed.report.tasks[0]?.commits).toEqual([commits[1]]);

  await rig.git('merge', '--quiet', '--ff-only', 'phase/1');
  expect((await rig.run('implement-phase').ended).output).toContain('Nothing to do.');
});
