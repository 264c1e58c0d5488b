import { adoptResults } from '../../claim/adopt-results.ts';
import { ok, type Result } from '../../failure.ts';
import type { Host } from '../../host/host.ts';
import { decide } from './decide.ts';
import type { Decision } from './decision.ts';
import { shareBase } from './share-base.ts';

/** The decision where the phase is shared: what others have made of its specs by now decides what is left to do. */
export async function share(host: Host, decision: Decision): Promise<Result<Decision>> {
  const shared = await shareBase(host, decision);
  if (!shared.ok) return shared;
  const sharing = shared.value;
  if (sharing.remote === undefined) return ok({ ...decision, sharing });
  const { git } = decision.repository;
  const adopted = await adoptResults({ remote: sharing.remote, git }, `${decision.refs.all}result/`);
  if (!adopted.ok || adopted.value.length === 0) return ok({ ...decision, sharing });
  const again = await decide(host, decision.request);
  return again.ok ? ok({ ...again.value, sharing }) : again;
}
