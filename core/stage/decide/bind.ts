import { join } from 'node:path';
import { gatesOf, recordedName } from '../../gate/option.ts';
import type { Host } from '../../host/host.ts';
import { fail, ok, type Result } from '../../failure.ts';
import { runVariable } from '../../host/variables.ts';
import { describeOwner } from '../../claim/claim-text.ts';
import type { HeldClaim } from '../../claim/held-claim.ts';
import { takeClaim } from '../../claim/take-claim.ts';
import type { Git } from '../../git/git.ts';
import { notePackages } from '../../git/known-packages.ts';
import { manifestFolders } from '../../git/packages.ts';
import { readRef, setRef } from '../../git/refs.ts';
import type { Repository } from '../../git/repository.ts';
import { distrustedBeside } from '../../git/stand-in.ts';
import { ensureWorktree, hideFromCheckout } from '../../git/worktree.ts';
import {
  artifactPath,
  json,
  layOut,
  phaseWorktreeName,
  worktreePath,
  type Emit,
  type StageContext,
} from '../context.ts';
import { keepBound } from '../bound.ts';
import type { Decision } from './decision.ts';
import { describeFound } from '../gates/found-gates.ts';
import { knownResults, type KnownResults } from './known.ts';
import { keyOf } from '../../result/result.ts';
import { artifactFolder, markerPath, type PhaseRecord } from '../phase-record.ts';
import { packagesPlace } from '../packages.ts';
import { provide } from '../provide.ts';

/** Takes the claim on the phase, so that one run at a time polishes, reviews and lands it. */
export async function claimPhase(host: Host, decision: Decision, run: string): Promise<Result<HeldClaim>> {
  const { repository, refs, phase, planId } = decision;
  const attempt = await takeClaim(host, repository.git, { ref: refs.claim('phase'), run });
  if (attempt.how === 'failed') return { ok: false, failure: attempt.failure };
  if (attempt.how === 'claimed') {
    const said = `Phase ${phase.id} of ${planId} is being implemented by ${describeOwner(attempt.by)}. Wait for it, or stop it; what it has done is kept.`;
    // Whether a process of another machine is alive cannot be seen from here, so its claim never ends by itself.
    const isElsewhere = attempt.by.owner.host !== (await host.processes.self()).host;
    // Only one run at a time works in a repository, so all that is claimed in it is that machine's.
    const wayOut = ` If that machine is gone, release all that it has claimed in this repository with: git for-each-ref --format="delete %(refname)" ${refs.claim('')} | git update-ref --stdin`;
    return fail('claimed', isElsewhere ? `${said}${wayOut}` : said);
  }
  // What the dead owner left running would go on changing worktrees that are ours now.
  if (attempt.takenOverFrom) await host.processes.sweep(`${runVariable}=${attempt.takenOverFrom.run}`);
  return ok(attempt.claim);
}

/** The record of a decision: what all stages go by. The packages are not looked at yet. */
export function phaseRecord(decision: Decision, run: string): PhaseRecord {
  const { request, planId, plan, phase, phaseSlug, base, polished, state, tasks, repository } = decision;
  const { options, agents, briefs, milestone, earlier, bound, sharing } = decision;
  return {
    version: 1,
    run,
    project: request.project,
    checkout: repository.root,
    projectRoot: request.projectRoot,
    plan: { id: planId, path: plan.path },
    phase: { id: phase.id, slug: phaseSlug, title: phase.title },
    base,
    milestone,
    earlier,
    bound,
    polished: polished.commit,
    shared: sharing.remote,
    state,
    standIn: repository.standIn,
    packages: '',
    gates: gatesOf(options.gates, request.targets).map(recordedName),
    formatters: options.format ?? usualFormatters.filter((target) => request.targets.includes(target)),
    tasks,
    briefs: Object.fromEntries(briefs.map((brief) => [brief.slug, keyOf(brief)])),
    options,
    agents,
  };
}

/** Targets that change files, by their usual names. */
const usualFormatters = ['format', 'lint-fix'];

/** The phase as its stages see it. Nothing of it needs to be there yet; how packages look is noted from here on. */
export async function phaseContext(host: Host, decision: Decision, run: string, emit: Emit): Promise<StageContext> {
  const { repository, refs } = decision;
  const folders = await manifestFolders(repository.git, decision.polished.commit);
  const packages = await notePackages(host, packagesPlace(repository, repository.root), run, folders);
  const phase = { ...phaseRecord(decision, run), packages };
  const context = { host, repository, phase, refs, root: repository.root, emit };
  const root = await worktreePath(context, phaseWorktreeName(phase.phase));
  return { ...context, repository: { ...repository, git: repository.git.in(root), root }, root };
}

/**
 * Carries a decision out, under the claim, as far as its stages need: pins the base, makes the phase worktree, lays the
 * briefs in it. Answers with the results that are there already.
 */
export async function bind(context: StageContext, decision: Decision): Promise<Result<KnownResults>> {
  const { host, phase, root } = context;
  const { repository, refs, polish, briefs } = decision;
  const worktree = await bindWorktree(context, decision);
  if (!worktree.ok) return worktree;
  const known = await knownResults(repository.git, refs, { phase, planned: decision.phase, briefs });
  await host.files.write(artifactPath(context, 'bind', 'phase.json'), json(phase));
  for (const brief of briefs) await writeInput(context, known, `task-${brief.slug}`, { brief });
  for (const stage of ['squash', 'review', 'gates', 'exit-criteria']) await writeInput(context, known, stage, {});
  if (polish.state === 'done') await layOut(context, 'polish', polish.result.artifacts);
  await keepBound(host, { phase, briefs });
  await host.files.write(join(root, markerPath), json(phase));
  return ok(known);
}

/** Pins the base, and makes the phase worktree at the commit that holds the specs. */
export async function bindWorktree(context: StageContext, decision: Decision): Promise<Result<Git>> {
  const { host, root } = context;
  const { repository, refs, base, polished } = decision;
  if (repository.distrusted.length > 0)
    context.emit({ type: 'note', stage: 'bind', text: describeDistrusted(repository) });
  const found = describeFound(decision.options.gates);
  if (found !== undefined) context.emit({ type: 'note', stage: 'bind', text: found });
  await clearArtifacts(context);
  // What was decided before the claim was taken may be out of date by now.
  const pinned = await readRef(repository.git, refs.base);
  if (pinned !== decision.pinnedAt && !decision.request.rebase) {
    return fail('claimed', 'Another run has bound this phase in the meantime. Start again.');
  }
  if (pinned !== base) await setRef(repository.git, refs.base, base);
  if (decision.sharing.baseThere === base) await setRef(repository.git, refs.shared, base);
  const worktree = await ensureWorktree(host, repository, root, polished.commit);
  const provided = await provide(context, 'bind', worktree, polished.commit);
  if (!provided.ok) return provided;
  await hideFromCheckout(host, join(root, '.phasewright'));
  return ok(worktree);
}

/** Removes what an earlier run has laid out: it would be taken for this run's. */
export async function clearArtifacts({ host, phase, root }: StageContext): Promise<void> {
  await host.files.remove(join(root, artifactFolder(phase.project, phase.phase.slug, '')));
}

function describeDistrusted({ distrusted, standIn, commonFolder }: Repository): string {
  return `git is used here without ${distrusted.join(', ')} of ${join(commonFolder, 'config')}, or of your own configuration: an agent was at work when it came. Remove it there; if it is yours, remove ${distrustedBeside(standIn)}.`;
}

/**
 * What Nx hashes for a stage, beside the records of the stages before it. A stage without a result gets a nonce: Nx may
 * replay only what git still has.
 */
async function writeInput(context: StageContext, known: KnownResults, stage: string, input: object): Promise<void> {
  const result = known.get(stage)?.commit ?? `none ${context.host.randomId()}`;
  await context.host.files.write(artifactPath(context, 'bind', `${stage}.json`), json({ ...input, result }));
}
