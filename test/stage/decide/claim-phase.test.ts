import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { Host } from '../../../core/host/host.ts';
import { takeClaim } from '../../../core/claim/take-claim.ts';
import { phaseRefs } from '../../../core/git/refs.ts';
import { claimPhase } from '../../../core/stage/decide/bind.ts';
import type { Decision } from '../../../core/stage/decide/decision.ts';
import { scratch, userGit } from '../../git/scratch.ts';

/** What a second run is told when somebody on this or another machine has the claim. */
async function refusal(machine: string | undefined, more: readonly string[] = []) {
  const { host, git, root, repository } = await scratch({ 'a.txt': '1' });
  const refs = phaseRefs('demo', '1');
  const self = await host.processes.self();
  const owner = machine === undefined ? self : { ...self, host: machine };
  const first: Host = { ...host, processes: { ...host.processes, self: async () => owner } };
  await takeClaim(first, git, { ref: refs.claim('phase'), run: 'run-1' });
  for (const what of more) await takeClaim(first, git, { ref: refs.claim(what), run: 'run-1' });
  const decision = { repository, refs, phase: { id: '1' }, planId: 'demo' } as unknown as Decision;
  const claimed = await claimPhase(host, decision, 'run-2');
  return { said: claimed.ok ? 'taken' : claimed.failure.message, root };
}

test('A claim from another machine, which nobody here can look at, is refused with the way out.', async () => {
  const { said, root } = await refusal('elsewhere.example', ['whole', 'task-1.1']);
  expect(said).toContain('@elsewhere.example (process ');
  const [, wayOut] = said.split(' If that machine is gone, release all that it has claimed in this repository with: ');
  execFileSync('sh', ['-c', wayOut!], { cwd: root });
  expect(userGit(root, 'for-each-ref', 'refs/phasewright')).toBe('');
});

test('A claim of this machine is refused without: it ends with its owner.', async () => {
  expect((await refusal(undefined)).said).toMatch(/Wait for it, or stop it; what it has done is kept\.$/);
});
