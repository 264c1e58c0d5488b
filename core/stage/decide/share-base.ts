import { describeOwner } from '../../claim/claim-text.ts';
import { workerThere } from '../../claim/worker-there.ts';
import { fail, ok, type Result } from '../../failure.ts';
import type { Git } from '../../git/git.ts';
import { pushRef } from '../../git/push.ts';
import type { Host } from '../../host/host.ts';
import { begunAt } from './begun.ts';
import type { Decision } from './decision.ts';
import { alone, orAlone, type Sharing } from './sharing.ts';

/**
 * Has the remote hold the base, so that all who work on the phase start from the same commit and know each other's results.
 * One that is over is moved, by compare-and-swap, when nobody works on it any more. What the user has not shared is not for
 * us to share: then the phase is not shared either.
 */
export async function shareBase(host: Host, decision: Decision): Promise<Result<Sharing>> {
  const { repository, refs, base, sharing } = decision;
  const { claims } = decision.options;
  const { remote, baseThere, begunThere, isOver = false, note } = sharing;
  const { git } = repository;
  if (remote === undefined) return ok(sharing);
  const begun = await begunAt(git, base);
  if (baseThere !== base) {
    if (baseThere !== undefined && !isOver) return apart(decision, { remote, baseThere });
    const notOurs = await whyNotOurs(git, remote, base);
    if (notOurs) return ok(notOurs);
    const left = baseThere === undefined ? ok('left') : await isLeft(host, decision, remote);
    if (!left.ok) return left;
    const pushed = await pushRef(host, git, { remote, ref: refs.begun, to: begun, expected: begunThere });
    switch (pushed.how) {
      case 'moved':
        break;
      case 'lost':
        return fail('claimed', `Another machine has bound this phase on ${remote} in the meantime. Start again.`);
      case 'refused':
        return orAlone(
          claims,
          fail(
            'remote',
            `${remote} does not take ${refs.begun}: ${pushed.words}. Allow pushes to refs/phasewright/ there, or set option "claims" to "off".`,
          ),
        );
      case 'unknown':
      case 'put-off':
        return orAlone(
          claims,
          fail('remote', `Nobody knows whether ${remote} has ${refs.begun} now: ${pushed.words}. Run again.`),
        );
    }
  }
  return ok({ remote, baseThere: base, begunThere: begun, ...(note !== undefined && { note }) });
}

/** That a base is not ours to share, where no branch of the remote has it as far as is known here; else undefined. */
export async function whyNotOurs(git: Git, remote: string, base: string): Promise<Sharing | undefined> {
  const unknown = await git.text(['rev-list', '--max-count=1', base, '--not', `--remotes=${remote}`]);
  return unknown === '' ? undefined : alone(`as far as is known here, no branch of ${remote} has ${base.slice(0, 10)}`);
}

/** Two who have never agreed on a base: what either has done would be done again on the other's. */
function apart(
  { refs, base, options }: Decision,
  { remote, baseThere }: { readonly remote: string; readonly baseThere: string },
): Result<Sharing> {
  const [here, there] = [base.slice(0, 10), baseThere.slice(0, 10)];
  const why = fail(
    'claimed',
    `This phase was begun at ${here} here, and at ${there} on ${remote} by others. To join them, and have what was done here done again: git update-ref -d ${refs.base}; to have all begin anew at HEAD: --rebase; to go on alone: option "claims": "off".`,
  );
  return orAlone(options.claims, why);
}

/** Whoever works from the base that is there would go on with what nobody wants any more. */
async function isLeft(host: Host, { repository, refs }: Decision, remote: string): Promise<Result<'left'>> {
  const worker = await workerThere(host, { remote, git: repository.git }, refs.claim(''));
  if (!worker.ok) return worker;
  if (!worker.value) return ok('left');
  const { ref, text } = worker.value;
  return fail(
    'claimed',
    `${describeOwner(text)} still works on this phase from where it began before. Wait for it, or stop it; what it has done is kept. If that machine is gone, release its claim with: git push ${remote} :${ref}`,
  );
}
