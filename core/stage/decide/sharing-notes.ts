import type { Decision } from './decision.ts';
import { whyNotOurs } from './share-base.ts';

/** What people are told of who sees this phase, before any work is done: nothing where it is this repository's alone, as usual. */
export function sharingNotes({ sharing, refs }: Pick<Decision, 'sharing' | 'refs'>): string[] {
  const { remote, note } = sharing;
  const shared = `this phase is shared through ${remote}: claims, work and the transcripts of agents go to ${refs.all} there; option "claims": "off" keeps them here`;
  return [...(remote === undefined ? [] : [shared]), ...(note === undefined ? [] : [note])];
}

/** The same where nothing was brought to the remote yet. */
export async function sharingForecast(decision: Decision): Promise<string[]> {
  const { sharing, repository, base, refs } = decision;
  const { remote, baseThere } = sharing;
  const why = remote === undefined || baseThere === base ? undefined : await whyNotOurs(repository.git, remote, base);
  return sharingNotes({ refs, sharing: why ?? sharing });
}
