import { costsSchema } from '../agent/account.ts';
import type { Git } from '../git/git.ts';
import { readNote } from '../git/note.ts';
import { isResult, whyNotBelieved } from '../result/foreign-result.ts';
import { baseOf } from '../stage/decide/begun.ts';
import { whyNoLoop } from '../stage/loop/left-loop.ts';
import { askedIn } from '../stage/questions/asked.ts';
import type { OpenedBundle } from './open-bundle.ts';

/** A ref of a bundle that is not what it says, and why. */
export interface OddRef {
  readonly ref: string;
  /** What follows the name of the ref in a sentence. */
  readonly why: string;
}

/** What of a bundle is not what its ref says. */
export async function oddRefs(
  git: Git,
  { moves, manifest: { project } }: Pick<OpenedBundle, 'moves' | 'manifest'>,
): Promise<OddRef[]> {
  const odd: OddRef[] = [];
  for (const move of moves) {
    // Made to be too large to be read, it keeps nobody from all else.
    const why = await whyNotOne(git, project, move).catch(() => 'cannot be read');
    if (why !== undefined) odd.push({ ref: move.ref, why });
  }
  return odd;
}

async function whyNotOne(
  git: Git,
  project: string,
  { ref, to: commit, before }: OpenedBundle['moves'][number],
): Promise<string | undefined> {
  const [, , , , kind] = ref.split('/');
  if (kind === 'result') {
    if (!isResult(ref)) return 'is a result of no stage that this version of phasewright knows';
    return notWhatItSays(await whyNotBelieved(git, ref, commit));
  }
  if (kind === 'loop') return notWhatItSays(await whyNoLoop(git, ref, commit));
  if (kind === 'begun') return (await baseOf(git, commit)) === undefined ? 'tells no base of a phase' : undefined;
  if (kind === 'spent') {
    const costs = costsSchema.safeParse((await readNote(git, commit))?.['costs']);
    if (!costs.success) return 'is no account of what agents have cost';
    return before !== null && before !== commit ? "is another job's account, and was changed" : undefined;
  }
  if (kind !== 'asked') return undefined;
  // People are shown what it asks, and an answer starts what it is about: that is to be this phase.
  const asked = askedIn(ref, await readNote(git, commit));
  return asked?.about?.project === project
    ? undefined
    : notWhatItSays('it holds no question of this phase by that name');
}

function notWhatItSays(why: string | undefined): string | undefined {
  return why === undefined ? undefined : `is not what it says: ${why}`;
}
