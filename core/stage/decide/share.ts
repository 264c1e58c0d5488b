import { adoptResults } from '../../claim/adopt-results.ts';
import { describeGaveWay } from '../../claim/give-way.ts';
import { ok, type Result } from '../../failure.ts';
import type { Host } from '../../host/host.ts';
import { decide } from './decide.ts';
import { shareAnswers } from '../questions/share-answers.ts';
import type { Decision } from './decision.ts';
import { shareBase } from './share-base.ts';
import { orAlone } from './sharing.ts';
import { shareOptions } from './share-options.ts';

/** The decision where the phase is shared: what others have made of its specs by now decides what is left to do. */
export async function share(host: Host, decision: Decision): Promise<Result<Decision>> {
  const shared = await shareBase(host, decision);
  if (!shared.ok) return shared;
  const sharing = shared.value;
  if (sharing.remote === undefined) return ok({ ...decision, sharing });
  const { git } = decision.repository;
  const place = { remote: sharing.remote, git };
  const adopted = await adoptResults(place, `${decision.refs.all}result/`, 'over-ours');
  const answers = await shareAnswers(host, place, decision.refs);
  const isNew = (adopted.ok && adopted.value.adopted.length > 0) || (answers.ok && answers.value.length > 0);
  const again = isNew ? await decide(host, decision.request) : ok(decision);
  if (!again.ok) return again;
  const agreed = await shareOptions(host, place, {
    decision: again.value,
    seen: decision.sharing.optionsThere,
  });
  if (!agreed.ok) {
    // Who is at work under other options is met alone as well; a remote that has gone away in this moment is not.
    const alone = agreed.failure.reason === 'claimed' ? agreed : orAlone(decision.options.claims, agreed);
    return alone.ok ? ok({ ...again.value, sharing: alone.value }) : alone;
  }
  const gaveWay = adopted.ok ? adopted.value.gaveWay.map(describeGaveWay) : [];
  const notes = [sharing.note, agreed.value.note, ...gaveWay].filter((note) => note !== undefined);
  const optionsThere = agreed.value.at === undefined ? {} : { optionsThere: agreed.value.at };
  const told = notes.length > 0 ? { note: notes.join('; ') } : {};
  return ok({ ...again.value, sharing: { ...sharing, ...optionsThere, ...told } });
}
