import { fail, ok, type Result } from '../../failure.ts';
import { ensureWorktree, removeWorktree, resetWorktree } from '../../git/worktree.ts';
import { criteriaOf, probeOf } from '../../plan/criteria/probe.ts';
import { phaseWorktreeName, worktreePath, type StageContext } from '../context.ts';
import type { Decision } from '../decide/decision.ts';
import { judge } from '../gates/judge.ts';
import { prove } from './prove.ts';
import { provide } from '../provide.ts';

/**
 * Runs the probes of the phases before, on exactly the base, in a worktree that is gone afterwards. Refuses at the first
 * criterion that does not hold. What only a person can say is told and decides nothing here.
 */
export async function proveEarlier(context: StageContext, decision: Decision): Promise<Result<void>> {
  const { host, phase } = context;
  const { repository, base, plan } = decision;
  const ids = new Set(decision.earlier.filter(({ state }) => provable.has(state)).map(({ id }) => id));
  const phases = plan.phases.filter(({ id }) => ids.has(id));
  if (phases.length === 0) return ok(undefined);
  const path = await worktreePath(context, `${phaseWorktreeName(phase.phase)}-earlier`);
  try {
    const worktree = await ensureWorktree(host, repository, path, base);
    // The phase's own worktree may not be there yet.
    const there = { ...context, repository: { ...context.repository, git: worktree } };
    const provided = await provide(context, 'bind', worktree, base);
    if (!provided.ok) return provided;
    const criteria = phases.flatMap((one) => criteriaOf(one).map((criterion) => ({ ...criterion, id: one.id })));
    const verdict = criteria.some(({ text }) => probeOf(text).kind === 'gates')
      ? await judge(there, { stage: 'bind', cache: 'earlier', worktree, commit: base, since: base, fresh: true })
      : undefined;
    const run = {
      worktree,
      checkout: repository.root,
      run: phase.run,
      timeLimit: phase.options.gateTimeLimit,
      verdict,
    };
    for (const { id, ...criterion } of criteria) {
      // What the gates or another probe have changed must not speak for this one.
      await resetWorktree(host, worktree, base);
      const found = await prove(context, 'bind', criterion, run);
      context.emit({ type: 'note', stage: 'bind', text: `phase ${id}, ${found.outcome}: ${criterion.text}` });
      if (found.outcome === 'not-met')
        return notHolding(id, criterion.text, found.evidence, { path: plan.path, line: criterion.line });
    }
    return ok(undefined);
  } finally {
    await removeWorktree(host, repository, path);
  }
}

/** Nothing was ever done for the others. */
const provable: ReadonlySet<Decision['earlier'][number]['state']> = new Set(['handed-over', 'ticked', 'claimed']);

function notHolding(id: string, text: string, evidence: string, at: { path: string; line: number }): Result<never> {
  return fail(
    'earlier-phase',
    `Unexpected exit criterion of phase ${id} that does not hold at the base: ${text} (${evidence.trim().split('\n').slice(0, 3).join(' · ')}). ` +
      'Mend it first, or start without --prove-earlier.',
    { ...at, column: 1 },
  );
}
