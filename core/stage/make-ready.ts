import { fail, ok, type Result } from '../failure.ts';
import { asWhole, type Turn } from './as-whole.ts';
import { sharedOf } from './context.ts';
import { bindWorktree, clearArtifacts, phaseContext } from './decide/bind.ts';
import { decide } from './decide/decide.ts';
import { stillAgreed } from './decide/share-options.ts';
import { tidy } from './land/tidy.ts';
import { packagesUnchanged } from './packages.ts';
import { proveEarlier } from './prove/prove-earlier.ts';
import { answerOverdue } from './questions/asked.ts';
import { askAboutBreakdown, runBreakdown } from './specs/breakdown.ts';
import { runPolish, whyUnpolished } from './specs/polish.ts';
import { areTextsAlone } from './texts-alone.ts';
import { announce, type Walk } from './walk.ts';

/** All that comes before a phase is bound: earlier phases proven where that is asked for, and texts that tasks can start from. */
export async function makeReady(walk: Walk): Promise<Result<'ready'>> {
  if (walk.request.proveEarlier === true) {
    await clearArtifacts(walk.context);
    const proven = await proveEarlier(walk.context, walk.decision);
    if (!proven.ok) return proven;
  }
  await answerOverdue({ ...walk.context, repository: walk.decision.repository });
  const fit = await makeTextsFit(walk);
  if (!fit.ok) return fit;
  if (!walk.decision.options.keepWorktrees) await tidy(walk.context);
  return ok('ready');
}

/**
 * Whoever edits the specs meanwhile has them read again. Texts that are fit, and that others do not have, are brought to them
 * first, or give way to theirs.
 */
export async function makeTextsFit(walk: Walk): Promise<Result<'fit'>> {
  const { host, request } = walk;
  const { run } = walk.context.phase;
  for (let isBrought = false; ;) {
    const isNeeded = walk.decision.breakdown.state !== 'none' || walk.decision.polish.state === 'needed';
    if (!isNeeded && (isBrought || !(await areTextsAlone(walk.context)))) return ok('fit');
    isBrought ||= !isNeeded;
    if (isNeeded) announce(walk);
    const made = await asWhole(walk.context, async (turn): Promise<Result<'made'>> => {
      const shared = sharedOf(walk.context);
      const agreed = shared ? await stillAgreed(host, shared, walk.decision) : ok('agreed');
      if (!agreed.ok) return agreed;
      // Whoever begins anew does so from here on: what is decided next is not to go back to the base before.
      const worktree = await bindWorktree(walk.context, walk.decision);
      if (!worktree.ok) return worktree;
      const fit = turn.isNew || !isNeeded ? ok('made' as const) : await makeFit(walk, turn);
      // Whoever has it by now is waited for, and what they make decides what is left.
      return turn.lost?.aborted ? ok('made') : fit;
    });
    if (!made.ok) return made;
    if (!made.value.ok) return made.value;
    // Before packages are noted anew: an agent has been at work.
    const unchanged = await packagesUnchanged(walk.context);
    if (!unchanged.ok) return unchanged;
    const again = await decide(host, { ...request, rebase: false });
    if (!again.ok) return again;
    walk.decision = { ...again.value, sharing: walk.decision.sharing };
    walk.context = await phaseContext(host, walk.decision, run, walk.context.emit);
  }
}

/** The next step to fit texts, kept as a result that the next decision finds; or why it is not made. */
async function makeFit({ context, decision }: Walk, { lost }: Turn): Promise<Result<'made'>> {
  const { breakdown, polish } = decision;
  if (breakdown.state === 'asking') {
    await askAboutBreakdown(context, breakdown);
    return fail('question', breakdown.question.text);
  }
  if (breakdown.state === 'needed') {
    const { failure } = await runBreakdown(context, decision, { ...breakdown, lost });
    return failure ? { ok: false, failure } : ok('made');
  }
  if (polish.state !== 'needed') throw new Error('Internal error: texts that are fit were to be made fit');
  const failure = whyUnpolished(await runPolish(context, decision, { ...polish, lost }));
  return failure ? { ok: false, failure } : ok('made');
}
