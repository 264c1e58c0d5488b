import { join } from 'node:path';
import { quotaBreaker } from '../../agent/breaker.ts';
import { spendingOf } from '../../agent/budget.ts';
import { callAgent } from '../../agent/call.ts';
import { boundTo, reviewerAnswerSchema, type ReviewerAnswer } from '../../agent/answer.ts';
import { driverOf } from '../../agent/driver.ts';
import { findAgents } from '../../agent/find.ts';
import { phaseBrief } from '../../brief/phase-brief.ts';
import { reviewerPrompt } from '../../brief/prompts/reviewer.ts';
import { fail, ok, type Result } from '../../failure.ts';
import { diffOf } from '../../git/diff.ts';
import { phaseRefs } from '../../git/refs.ts';
import { openRepository, type Repository } from '../../git/repository.ts';
import { ensureWorktree, removeWorktree } from '../../git/worktree.ts';
import type { Host } from '../../host/host.ts';
import { resolveOptions, type Options } from '../../options.ts';
import { choosePhase, namedPhase } from '../../plan/choose-phase.ts';
import type { Phase, Plan } from '../../plan/plan.ts';
import { slug } from '../../plan/tasks/slug.ts';
import type { Project } from '../../result/coverage.ts';
import type { PhaseRequest } from '../decide/decision.ts';
import { backlogAt } from './backlog.ts';
import { homesFolder, limitsOf } from '../loop/call-role.ts';
import { changeFor } from '../loop/change-file.ts';
import { choosePlan, planIdOf } from '../decide/choose-plan.ts';
import { handedOver } from '../land/handed-over.ts';
import { guardReview } from './guard-review.ts';
import { planAt } from '../specs/plan-at.ts';
import type { Workspace } from '../prove/proof-basis.ts';
import { rulesAt } from '../specs/rules-at.ts';
import { addTranscript } from '../loop/transcripts.ts';

/*
 * The stages that are of use in any checkout, on what is there: nothing is bound, claimed or stored.
 */

/** A checkout, and the phase that is of interest there. */
export interface Checkout {
  readonly request: PhaseRequest;
  readonly repository: Repository;
  readonly options: Options;
  readonly plan: Plan;
  readonly planId: string;
  readonly phase: Phase;
}

/**
 * One review, read-only, of what HEAD has and `base` has not. The reviewer looks at HEAD in a worktree of its own, so the user
 * may go on working meanwhile. The options' limits hold for it alone, also the budget.
 */
export async function reviewCheckout(
  host: Host,
  request: PhaseRequest,
  base: string,
  say: (text: string) => void,
): Promise<Result<ReviewerAnswer>> {
  const checkout = await openCheckout(host, request);
  if (!checkout.ok) return checkout;
  const { repository, options, phase } = checkout.value;
  const plan = checkout.value.plan.path;
  const { git, head, root } = repository;
  const agents = await findAgents(host, { git, commit: head }, options, ['reviewer']);
  if (!agents.ok) return agents;
  const fork = await git.run(['merge-base', base, head]);
  if (!fork.ok)
    return fail('bad-option', `Unexpected base "${base}", expected a commit that HEAD has history in common with.`);
  const diff = await diffOf(host, git, fork.stdout.trim(), head);
  const nonce = host.randomId();
  const brief = phaseBrief(phase, {
    plan,
    sections: [],
    rules: await rulesAt(git, head, options.rules),
    gates: options.gates.map(({ name }) => name),
  });
  const path = join(host.stateFolder, 'scratch', `review-${nonce}`);
  const home = join(homesFolder(host), `review-${nonce}`);
  // What stays of the review: what was said, and what it has cost.
  const kept = join(host.stateFolder, 'reviews', nonce);
  const refs = phaseRefs(planIdOf(request, plan), slug(phase.id)).all;
  try {
    await host.files.makeFolder(kept);
    const worktree = await ensureWorktree(host, repository, path, head);
    const change = await changeFor(host, worktree.folder, diff);
    const about = { commit: head, nonce, change, isFollowUp: false, verdict: null, clarification: null };
    const outcome = await callAgent(host, {
      agent: options.reviewer,
      installed: agents.value.reviewer!,
      role: 'reviewer',
      session: undefined,
      isInterrupted: false,
      model: undefined,
      facts: { task: 'phase', role: 'reviewer', round: '1', attempt: '1', commit: head, nonce },
      prompt: reviewerPrompt(brief, { ...about, open: [], disputes: [], deviations: [] }, nonce.slice(0, 8)),
      answer: boundTo(reviewerAnswerSchema, { commit: head, nonce }),
      worktree: worktree.folder,
      workspace: root,
      home,
      run: nonce,
      limits: limitsOf(options.reviewer, options),
      retries: { times: options.agentRetries, delaySeconds: options.agentRetryDelay },
      spending: spendingOf(host, { state: kept, run: nonce, stage: 'review', budget: options.budget, note: say }),
      breaker: quotaBreaker(host, {
        folder: kept,
        provider: driverOf(options.reviewer).provider(options.reviewer),
        whenReached: options.onQuota,
        note: say,
      }),
      guard: guardReview(host, repository, { worktree: worktree.folder, refs, note: say }),
      say,
      note: say,
      pulse: { every: 60_000, beat: ({ steps }) => say(`at work, ${steps} steps so far`) },
      transcript: async (text) => say(`transcript: ${await addTranscript(host, kept, 'reviewer', text)}`),
    });
    return outcome.ok ? ok(outcome.answer) : outcome;
  } finally {
    await removeWorktree(host, repository, path);
    await host.files.remove(home);
  }
}

/** What decides how much of this repository a proof covers. */
export async function workspaceOf(
  { repository, plan, options, request }: Checkout,
  projects: readonly Project[],
): Promise<Workspace> {
  const { git, head } = repository;
  const { project, projectRoot } = request;
  const backlog = await backlogAt(git, head, { plan: plan.path, projectRoot, named: options.backlog });
  return { project, projects, plan: plan.path, backlog: backlog.path };
}

/** Here the phase of interest is one that is there: the last handed over, or the one that is being worked on. */
export async function openCheckout(host: Host, request: PhaseRequest): Promise<Result<Checkout>> {
  const repository = await openRepository(host, request.workspace);
  if (!repository.ok) return repository;
  const options = resolveOptions(request.options);
  if (!options.ok) return options;
  const path = await choosePlan(repository.value, request);
  if (!path.ok) return path;
  const { git, head } = repository.value;
  const found = await planAt(git, head, path.value);
  if (!found.ok) return found;
  const planId = planIdOf(request, path.value);
  const done = await handedOver(git, head, { id: planId, path: path.value });
  const { plan } = found.value;
  const last = plan.phases.findLast((one) => done.has(one.id));
  const wanted = request.phase ?? (last && `phase ${last.id}`);
  const phase = wanted === undefined ? choosePhase(plan, undefined, done) : namedPhase(plan, wanted);
  if (!phase.ok) return phase;
  return ok({ request, repository: repository.value, options: options.value, plan, planId, phase: phase.value });
}
