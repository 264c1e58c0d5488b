import { adoptPatiently, type Adopted } from '../claim/adopt-results.ts';
import { beating, type Missed } from '../claim/beating.ts';
import { describeGaveWay, giveWay } from '../claim/give-way.ts';
import { describeOwner } from '../claim/claim-text.ts';
import type { HeldClaim, Written } from '../claim/held-claim.ts';
import { overtaken } from '../claim/overtaken.ts';
import { persist } from '../claim/persist.ts';
import { releaseByHand } from '../claim/release-by-hand.ts';
import type { Shared } from '../claim/shared.ts';
import { refsBelow, unshared, type SharedFolders } from '../claim/unshared.ts';
import { pushRef, type Push, type Pushed } from '../git/push.ts';
import { fail, ok, type Result } from '../failure.ts';
import { bringKept } from './bring-kept.ts';
import { sharedOf, type StageContext } from './context.ts';
import { takeShared } from './take-shared.ts';

/** Milliseconds between two looks at whose turn it is. */
const pause = 10_000;

export interface Turn {
  /** Others have left results that were not here when it was asked for. */
  readonly isNew: boolean;
  /** Refs of results of ours in whose place theirs count now. */
  readonly gaveWay: readonly string[];
  /** Whether no other machine has it by now, or has made what it is for: one that was there while the remote was away here. */
  readonly isStillOurs: () => Promise<boolean>;
  /** Aborted once it is known that somebody else has it: no agent is to be paid for what will not count. */
  readonly lost?: AbortSignal;
  /** Pushes what lands: there it moves only together with the claim. Absent where the phase is not shared. */
  readonly push?: (push: Push) => Promise<Pushed>;
}

/**
 * Does what concerns a phase as a whole, its specs or all from squash to land, while no other machine does. What has come
 * of it is shared with the end of the claim: whoever has lost that by then has made nothing that counts, and has theirs.
 * Where a phase is not shared, it is just done.
 */
export async function asWhole<T>(context: StageContext, work: (turn: Turn) => Promise<T>): Promise<Result<T>> {
  const shared = sharedOf(context);
  if (!shared) return ok(await work({ isNew: false, gaveWay: [], isStillOurs: async () => true }));
  const claim = await whole(context);
  if (!claim.ok) return claim;
  const { results, loops } = foldersOf(context);
  const withdrawn = await bringKept(context, shared);
  const adopted = await adopt(context, shared);
  const before = await refsBelow(shared.git, loops, results);
  const lost = new AbortController();
  const missed = (by: Missed): void => {
    if (by.how === 'lost') lost.abort();
    const why = by.how === 'lost' ? 'another machine has it by now' : by.words;
    note(context, `the claim on the phase is not renewed: ${why}`);
  };
  try {
    const isNew = adopted.adopted.length > 0;
    const gaveWay = [...withdrawn, ...adopted.gaveWay.map(({ ref }) => ref)];
    // The claim first: once it is there, nobody else brings anything.
    const isStillOurs = async (): Promise<boolean> =>
      (await claim.value.isOurs()) && !(await isOvertaken(context, shared));
    const push = async ({ remote, ...branch }: Push): Promise<Pushed> => {
      if (!(await isStillOurs())) return { how: 'lost' };
      return remote === shared.remote && claim.value.carry
        ? await claim.value.carry(branch)
        : await pushRef(context.host, shared.git, { remote, ...branch });
    };
    const turn = { isNew, gaveWay, isStillOurs, lost: lost.signal, push };
    return ok(await beating(context.host, claim.value, missed, async () => await work(turn)));
  } finally {
    await share(context, { shared, claim: claim.value, before });
  }
}

/** Of a remote that cannot be asked nothing is known. */
async function isOvertaken(context: StageContext, shared: Shared): Promise<boolean> {
  const theirs = await overtaken(shared, foldersOf(context));
  return theirs.ok && theirs.value.length > 0;
}

/** What others have made of the phase as a whole counts before what is here. */
async function adopt(context: StageContext, shared: Shared): Promise<Pick<Adopted, 'adopted' | 'gaveWay'>> {
  const { results } = foldersOf(context);
  const adopted = await adoptPatiently(context.host, shared, results, 'over-ours');
  if (!adopted.ok) {
    note(context, `what others have done cannot be seen: ${adopted.failure.message}`);
    return { adopted: [], gaveWay: [] };
  }
  for (const text of adopted.value.refused.values()) note(context, text);
  for (const one of adopted.value.gaveWay) note(context, describeGaveWay(one));
  return adopted.value;
}

async function whole(context: StageContext): Promise<Result<HeldClaim>> {
  const { host, refs } = context;
  for (let isTold = false; ; isTold = true) {
    const attempt = await takeShared(context, 'run', { ref: refs.claim('whole') });
    if (attempt.how === 'held' && attempt.note !== undefined)
      note(context, `the claim on the phase is not on the remote yet: ${attempt.note}`);
    if (attempt.how === 'held') return ok(attempt.claim);
    if (attempt.how === 'failed') return { ok: false, failure: attempt.failure };
    const who = describeOwner(attempt.by);
    if (attempt.endsIn === undefined) {
      const wayOut = releaseByHand(refs.claim('whole'), sharedOf(context)?.remote);
      return fail(
        'claimed',
        `The specs, the review or the landing of the phase are claimed by ${who}, and nobody can see from here whether that is still at work. If it is not, release its claim with: ${wayOut}`,
      );
    }
    if (!isTold) note(context, `waits for ${who}, who polishes, reviews or lands the phase`);
    if (await host.stopsWithin(pause)) return fail('stopped', `The run was stopped while it waited for ${who}.`);
  }
}

/** What the remote does not take counts here all the same, and is told; what was made behind a lost claim does not. */
async function share(
  context: StageContext,
  about: { readonly shared: Shared; readonly claim: HeldClaim; readonly before: ReadonlyMap<string, string> },
): Promise<void> {
  const { shared, claim, before } = about;
  await bringKept(context, shared);
  const written = await persist(context.host, async (): Promise<Written> => {
    const moves = await unshared(shared, { ...foldersOf(context), before });
    return moves.ok ? await claim.end(moves.value) : { how: 'unknown', words: moves.failure.message };
  });
  if (written.how === 'moved') {
    // Theirs came there while the remote was away here, and ours was left out.
    if (await isOvertaken(context, shared)) await adopt(context, shared);
    return;
  }
  // The claim is given back in any case: others need not wait for it to run out.
  await claim.end();
  const why = 'words' in written ? written.words : 'another machine has the claim on the phase by now';
  note(
    context,
    `what was made here could not be brought to ${shared.remote}, other machines may make it again: ${why}`,
  );
  if (written.how !== 'lost') return;
  const gaveWay = await giveWay(shared, { results: foldersOf(context).results, before });
  for (const one of gaveWay) note(context, describeGaveWay(one));
  await adopt(context, shared);
}

/** Whether a run before this one has left results that the remote does not have. */
export async function hasUnshared(context: StageContext, shared: Shared): Promise<boolean> {
  const folders = foldersOf(context);
  const moves = await unshared(shared, { ...folders, before: await refsBelow(shared.git, folders.loops) });
  return !moves.ok || moves.value.length > 0;
}

function foldersOf({ refs }: StageContext): SharedFolders {
  return { results: `${refs.all}result/`, loops: `${refs.all}loop/`, kept: refs.kept() };
}

function note({ emit }: StageContext, text: string): void {
  emit({ type: 'note', stage: 'run', text });
}
