import { recordOf } from '../git/worktree.ts';
import { watchBelonging } from '../guard/watch-belonging.ts';
import { watchObjects } from '../guard/watch-objects.ts';
import { watchRefs } from '../guard/watch-refs.ts';
import { watchSettings } from '../guard/watch-settings.ts';
import { watchSpecial } from '../guard/watch-special.ts';
import { watchStandIn } from '../guard/watch-stand-in.ts';
import { surveyed, together, type Watch } from '../guard/watch.ts';
import type { StageContext } from './context.ts';
import { packagesUnchanged } from './packages.ts';

/** What came of code that was run. */
export interface Contained<T> {
  readonly value: T;
  /** What it did that makes its outcome count for nothing, for a person; undefined when it did nothing of the kind. */
  readonly trouble: string | undefined;
}

interface About {
  readonly stage: string;
  /** Of ours, where it runs; absolute. */
  readonly worktree: string;
  /** What follows goes by its files alone. */
  readonly mayMoveHead: boolean;
  /** What runs, as in "While … ran". */
  readonly what: string;
}

/**
 * Runs code that agents wrote, outside of their sandboxes: gates, the commands of exit criteria, installations. Looks
 * at what decides about git before and after: our git goes by nothing that was planted, and what is ours is put back. What
 * runs finds packages that are installed in the user's checkout: they have to be those of the beginning.
 */
export async function contained<T>(context: StageContext, about: About, run: () => Promise<T>): Promise<Contained<T>> {
  const { stage, what } = about;
  const lookAgain = await lookAround(context, about);
  const value = await run();
  const { violations, notes, undo } = await lookAgain();
  for (const text of notes) context.emit({ type: 'note', stage, text });
  await undo();
  const packages = await packagesUnchanged(context);
  const troubles = [
    ...(violations.length > 0 ? [troubleOf(what, violations)] : []),
    ...(packages.ok ? [] : [packages.failure.message]),
  ];
  return { value, trouble: troubles.length > 0 ? troubles.join('\n') : undefined };
}

async function lookAround({ host, phase, repository, refs }: StageContext, about: About): Promise<Watch> {
  const { stage, worktree, mayMoveHead } = about;
  const inCheckout = { ...repository, git: repository.git.in(phase.checkout) };
  const record = await recordOf(host, inCheckout, worktree);
  if (record === undefined) throw new Error(`Internal error: ${worktree} is no worktree of ${repository.commonFolder}`);
  const ofGit = await surveyed(host, repository.commonFolder, []);
  return together([
    watchSpecial(host, [ofGit]),
    await watchStandIn(host, repository),
    watchObjects(host, inCheckout, ofGit),
    await watchBelonging(host, { path: worktree, record, mayMoveHead }),
    await watchSettings(host, inCheckout),
    await watchRefs(host, inCheckout, { record, phase: refs.all, stage }),
  ]);
}

function troubleOf(what: string, violations: readonly string[]): string {
  const list = violations.map((text) => `- ${text}`).join('\n');
  return `While ${what} ran, what decides about git was changed, and our git does not go by it:\n${list}\nWhat runs here is to change nothing. If it was somebody else, nothing has to be done: it runs again.`;
}
