import { lookThere } from '../../claim/claims-there.ts';
import { ok, type Result } from '../../failure.ts';
import { openRepository } from '../../git/repository.ts';
import type { Host } from '../../host/host.ts';
import { seePhases } from '../overview/phases.ts';

/** Asks the remotes of all phases that are shared who holds claims there: what is seen next knows it. The first remote that says nothing ends it. */
export async function lookAtOthers(host: Host, folder: string): Promise<Result<'looked'>> {
  const opened = await openRepository(host, folder);
  if (!opened.ok) return opened;
  const { git, commonFolder, root } = opened.value;
  for (const { bound, state, refs } of await seePhases(host, { git, commonFolder, root })) {
    const remote = bound?.phase.shared;
    if (remote === undefined || state === undefined) continue;
    const looked = await lookThere(host, { remote, git }, { folder: refs.claim(''), state });
    if (!looked.ok) return looked;
  }
  return ok('looked');
}
