import { claimHere } from '../claim/claim-commit.ts';
import { overtaken } from '../claim/overtaken.ts';
import type { Shared } from '../claim/shared.ts';
import { isAtWorkHere } from '../claim/standing.ts';
import { takeClaim } from '../claim/take-claim.ts';
import { refsBelow } from '../claim/unshared.ts';
import { readRemote } from '../git/remote.ts';
import { sharedOf, type StageContext } from './context.ts';
import { noteNotTaken, wasNotTaken } from './not-taken.ts';

/**
 * Whether texts count here that others do not have, or not as they are: who builds on them may have built for nothing. Of a
 * remote that cannot be asked nothing is known.
 */
export async function areTextsAlone(context: StageContext): Promise<boolean> {
  const shared = sharedOf(context);
  if (!shared) return false;
  const alone = await textsAlone(context, shared);
  const theirs = await overtaken(shared, { results: `${context.refs.all}result/`, kept: context.refs.kept() });
  return alone.length > 0 || (theirs.ok && theirs.value.some((ref) => isText.test(ref)));
}

/**
 * Brings texts to the remote that count here alone, once it is there again. Where others have the phase, or are at work here,
 * they stay: whose texts count then is decided where something else can be built.
 */
export async function bringTexts(context: StageContext, shared: Shared): Promise<void> {
  const { host, refs, phase } = context;
  const alone = await textsAlone(context, shared);
  const untried = await Promise.all(alone.map(async ([text, to]) => !(await wasNotTaken(context, { ref: text, to }))));
  if (!untried.includes(true)) return;
  const ref = refs.claim('whole');
  const here = await claimHere(shared.git, ref);
  // A claim of this very run is free for it: the run itself may have it.
  if (here && (await isAtWorkHere(host, here))) return;
  const attempt = await takeClaim(host, shared.git, { ref, run: phase.run, shared });
  if (attempt.how !== 'held') return;
  // A remote that has not even the claim is away: the texts are brought when it is back.
  if (attempt.note !== undefined) return void (await attempt.claim.end());
  const texts = (await textsAlone(context, shared)).map(([text, to]) => ({ ref: text, to }));
  const brought = await attempt.claim.end(texts);
  if (brought.how === 'moved' || (await attempt.claim.end()).how !== 'moved' || !('words' in brought)) return;
  for (const text of texts) await noteNotTaken(context, { stage: 'run', ...text }, brought.words);
}

/** Ref and commit of those that the remote has nothing in place of. */
async function textsAlone({ refs }: StageContext, { remote, git }: Shared): Promise<[string, string][]> {
  const texts = [...(await refsBelow(git, `${refs.all}result/`))].filter(([ref]) => isText.test(ref));
  if (texts.length === 0) return [];
  const read = await readRemote(git, remote, [`${refs.all}result/*`]);
  return read.ok ? texts.filter(([ref]) => !read.value.at.has(ref)) : [];
}

const isText = /\/result\/(?:breakdown|polish)\/[^/]+$/;
