import { fail, ok, type Result } from '../../failure.ts';
import { pushRef } from '../../git/push.ts';
import type { Host } from '../../host/host.ts';
import type { Decision } from './decision.ts';
import type { Sharing } from './sharing.ts';

/**
 * Has the remote hold the base, so that all who work on the phase start from the same commit and know each other's results.
 * What the user has not shared is not for us to share: then the phase is not shared either.
 */
export async function shareBase(host: Host, decision: Decision): Promise<Result<Sharing>> {
  const { repository, refs, base, sharing } = decision;
  const { remote, baseThere } = sharing;
  if (remote === undefined || baseThere === base) return ok(sharing);
  if (baseThere !== undefined && !decision.request.rebase)
    return alone(`${remote} has begun it at ${baseThere.slice(0, 10)}, and this repository at ${base.slice(0, 10)}`);
  const { git } = repository;
  const unknown = await git.text(['rev-list', '--max-count=1', base, '--not', `--remotes=${remote}`]);
  if (unknown !== '') return alone(`as far as is known here, no branch of ${remote} has ${base.slice(0, 10)}`);
  const pushed = await pushRef(host, git, { remote, ref: refs.base, to: base, expected: baseThere });
  switch (pushed.how) {
    case 'moved':
      return ok({ remote, baseThere: base });
    case 'lost':
      return fail('claimed', `Another machine has bound this phase on ${remote} in the meantime. Start again.`);
    case 'refused':
      return fail(
        'remote',
        `${remote} does not take ${refs.base}: ${pushed.words}. Allow pushes to refs/phasewright/ there, or set option "claims" to "off".`,
      );
    case 'unknown':
    case 'put-off':
      return ok(sharing);
  }
}

function alone(why: string): Result<Sharing> {
  return ok({ note: `this phase is not shared with other machines: ${why}` });
}
