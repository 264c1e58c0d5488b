import { join } from 'node:path';
import type { Host } from '../../host/host.ts';
import { fail, ok, type Result } from '../../failure.ts';
import { fileAt, openRepository, refuseReadOnly, uncommitted, type Repository } from '../../git/repository.ts';
import { runVariable } from '../../host/variables.ts';
import { gatesOf } from '../../gate/option.ts';
import { isBlocking } from '../../lint/diagnostic.ts';
import { resolveOptions, type Options } from '../../options.ts';
import { withoutMarks } from '../../plan/edit/claim-mark.ts';
import type { Phase, Plan } from '../../plan/plan.ts';
import { boundPaths } from '../specs/bound-texts.ts';
import { commitEdit } from '../specs/spec-commit.ts';
import { stateOf } from '../state-folder.ts';
import { choosePlan, planIdOf } from './choose-plan.ts';
import type { PhaseRequest } from './decision.ts';
import { chooseEntry, planAtCommit, type ChosenPhase, type PlanAtCommit } from './entry.ts';
import { withFoundGates } from '../gates/found-gates.ts';
import { landingPlace, type LandingPlace } from '../land/landing-place.ts';

/** What a request means here: which phase of which plan, where, and by which options. */
export interface AskedPhase {
  readonly repository: Repository;
  readonly options: Options;
  readonly landing: LandingPlace;
  readonly planId: string;
  /** The plan at the head of the checkout. */
  readonly at: PlanAtCommit;
  readonly chosen: ChosenPhase;
}

/** Reads a request against the checkout, and refuses one that no phase run could serve. */
export async function askedPhase(host: Host, request: PhaseRequest): Promise<Result<AskedPhase>> {
  const opened = await openAt(host, request.workspace);
  if (!opened.ok) return opened;
  const repository = opened.value;
  const options = resolveOptions(request.options);
  if (!options.ok) return options;
  const landing = await landingPlace(repository.git, options.value);
  if (!landing.ok) return landing;

  const planPath = await choosePlan(repository, request);
  if (!planPath.ok) return planPath;
  const clean = await refuseUncommitted(repository, boundPaths(planPath.value));
  if (!clean.ok) return clean;
  const planId = planIdOf(request, planPath.value);
  const at = await planWithoutMarks(host, repository, { id: planId, path: planPath.value });
  if (!at.ok) return at;
  const chosen = await chooseEntry(at.value, request.phase);
  if (!chosen.ok) return chosen;
  const { plan } = at.value;
  const { phase } = chosen.value;
  const broken = plan.problems.find((problem) => isBlocking(problem) && concerns(problem.at.line, plan, phase));
  if (broken) return fail('broken-plan', broken.message, broken.at);
  const known = await withFoundGates(repository.git, repository.head, request, options.value);
  if (gatesOf(known.gates, request.targets).length === 0) {
    return fail(
      'no-gates',
      `Unexpected project ${request.project} without any of the gate targets ${options.value.gates.map(({ name }) => name).join(', ')}. Add one, or name its targets or commands in option "gates".`,
    );
  }
  return ok({
    repository,
    options: known,
    landing: landing.value,
    planId,
    at: at.value,
    chosen: chosen.value,
  });
}

/** The plan at the head of the checkout, without the claims that runs have mirrored into it: they are no part of the plan. */
async function planWithoutMarks(
  host: Host,
  repository: Repository,
  plan: { readonly id: string; readonly path: string },
): Promise<Result<PlanAtCommit>> {
  const { git, head } = repository;
  const text = await fileAt(git, head, plan.path);
  const clean = text === undefined ? text : withoutMarks(plan.path, text);
  if (clean === undefined || clean === text) return await planAtCommit(git, head, plan);
  const scratch = join(stateOf(host, repository), 'scratch');
  const edit = { commit: head, path: plan.path, text: clean, scratch };
  return await planAtCommit(git, await commitEdit(host, git, edit), plan);
}

/** Refuses files that differ from the last commit: a phase is bound to commits. */
export async function refuseUncommitted(repository: Repository, paths: readonly string[]): Promise<Result<'clean'>> {
  const dirty = paths.length > 0 ? await uncommitted(repository, paths) : [];
  if (dirty.length === 0) return ok('clean');
  return fail(
    'uncommitted-plan',
    `Unexpected uncommitted edits of the plan or its specs: ${dirty.join(', ')}. Commit them first: a phase is bound to commits.`,
    { path: dirty[0]!, line: 1, column: 1 },
  );
}

async function openAt(host: Host, workspace: string): Promise<Result<Repository>> {
  const outer = host.env[runVariable];
  if (outer)
    return fail(
      'nested-run',
      `Unexpected start of a phase from within a phase run (${runVariable}=${outer}), expected none: it would nest without end. A gate or agent must not run implement-phase.`,
    );
  const opened = await openRepository(host, workspace);
  if (!opened.ok) return opened;
  const { root, commonFolder } = opened.value;
  if (root !== (await host.files.realPath(workspace)))
    return fail(
      'no-repository',
      `Unexpected workspace inside a larger repository: ${workspace} is not ${root}. The Nx workspace has to be the root of its repository.`,
    );
  if (await host.files.exists(join(commonFolder, 'shallow')))
    return fail(
      'shallow-clone',
      `Unexpected shallow clone: ${root}. What was handed over is told by the history, so a part of it would have work done twice. Bring the rest: git fetch --unshallow (in GitHub Actions: fetch-depth: 0 of actions/checkout).`,
    );
  const writable = await refuseReadOnly(host, [join(root, '.worktrees'), join(root, '.phasewright')]);
  return writable.ok ? opened : writable;
}

/** Whether a line lies in the phase, or before all phases. */
function concerns(line: number, plan: Plan, phase: Phase): boolean {
  const next = plan.phases.map((one) => one.line).filter((start) => start > phase.line);
  const first = Math.min(...plan.phases.map((one) => one.line));
  return line < first || (line >= phase.line && line < Math.min(...next, Infinity));
}
