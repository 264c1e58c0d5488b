import { join } from 'node:path';
import { withFindings } from '../../brief/with-findings.ts';
import { forecastOf } from '../../forecast/forecast.ts';
import { noForecast, type Forecast } from '../../forecast/record.ts';
import type { Host } from '../../host/host.ts';
import { fail, ok, type Failure, type Result } from '../../failure.ts';
import { phaseRefs, readRef } from '../../git/refs.ts';
import type { Options } from '../../options.ts';
import { findAgents } from '../../agent/find.ts';
import type { Role } from '../../agent/role.ts';
import { phaseAfter } from '../../plan/choose-phase.ts';
import { markClaim } from '../../plan/edit/claim-mark.ts';
import type { Phase, Task } from '../../plan/plan.ts';
import { slug } from '../../plan/tasks/slug.ts';
import { givenAnswers, type Given } from '../questions/answers.ts';
import { askedPhase, refuseUncommitted, type AskedPhase } from './asked-phase.ts';
import { backlogAt } from '../review/backlog.ts';
import { boundTexts } from '../specs/bound-texts.ts';
import { boundAt } from './bound-at.ts';
import { breakdownNeed } from '../specs/breakdown-need.ts';
import type { Decision, PhaseRequest } from './decision.ts';
import { chooseEntry, enterPhase, planAtCommit, type ChosenPhase, type PlanAtCommit } from './entry.ts';
import { includes } from '../land/mainline.ts';
import type { PhaseTask } from '../phase-record.ts';
import { pinOf } from './pin.ts';
import { sharingOf } from './sharing.ts';
import { stateOf } from '../state-folder.ts';
import { citableFiles, phaseTexts, undividedDocuments } from '../specs/phase-texts.ts';
import { commitEdit } from '../specs/spec-commit.ts';
import { workflowName } from '../task/task-workflow.ts';

/** Decides all that a phase run will do, before anything is touched. */
export async function decide(host: Host, request: PhaseRequest): Promise<Result<Decision>> {
  const asked = await askedPhase(host, request);
  if (!asked.ok) return asked;
  const { at, chosen } = asked.value;
  const gone = await doneAndTakenBack(chosen, asked.value, request);
  if (gone) return { ok: false, failure: gone };
  const setting = await settingOf(host, request, asked.value);
  if (!setting.ok) return setting;
  return chosen.phase.tasks.length > 0
    ? await decideTasks(host, setting.value, at, chosen)
    : await decideBreakdown(host, setting.value, at, chosen);
}

/**
 * What is kept of a phase is the very work that somebody has taken back; a new base has it done anew. Where that is in
 * doubt nothing is done anew unasked.
 */
async function doneAndTakenBack(
  { phase, takenBack }: ChosenPhase,
  { repository, planId }: AskedPhase,
  { rebase }: PhaseRequest,
): Promise<Failure | undefined> {
  const gone = takenBack.get(phase.id);
  if (!gone || rebase) return undefined;
  const base = await readRef(repository.git, phaseRefs(planId, slug(phase.id)).base);
  const goesOn = base === undefined ? !gone.isInDoubt : await includes(repository.git, base, gone.commit);
  if (goesOn) return undefined;
  const wayBack = gone.isInDoubt ? 'Else run' : 'Bring it back by hand (git revert of the revert), or run';
  return fail('land', `${gone.said} ${wayBack} with --rebase to do it anew.`).failure;
}

/** What a phase gets to do after it was handed over is built on what it has done, not on what was before that. */
async function isBeforeHandOff(base: string, { repository, chosen }: AskedPhase): Promise<boolean> {
  const handOff = chosen.standing.get(chosen.phase.id);
  return handOff !== undefined && !(await includes(repository.git, base, handOff));
}

/** What a run goes by, whatever its phase needs. */
type Setting = Pick<
  Decision,
  | 'request'
  | 'repository'
  | 'refs'
  | 'options'
  | 'agents'
  | 'planId'
  | 'phaseSlug'
  | 'base'
  | 'isPinned'
  | 'pinnedAt'
  | 'state'
  | 'landing'
  | 'sharing'
>;

async function settingOf(host: Host, request: PhaseRequest, asked: AskedPhase): Promise<Result<Setting>> {
  const { repository, options, landing, planId } = asked;
  const { phase } = asked.chosen;
  const phaseSlug = slug(phase.id);
  const refs = phaseRefs(planId, phaseSlug);
  const sharing = await sharingOf(host, repository.git, refs, options);
  if (!sharing.ok) return sharing;
  const pinnedAt = await readRef(repository.git, refs.base);
  const isOver = async (commit: string) => request.rebase || (await isBeforeHandOff(commit, asked));
  const pin = await pinOf(repository.git, refs, {
    here: pinnedAt,
    sharing: sharing.value,
    isOver,
    head: repository.head,
    claims: options.claims,
  });
  const base = pin.commit ?? repository.head;
  const at = { git: repository.git, commit: base };
  const isTestFirst = workflowName({ plan: asked.at.plan, options }) === 'tdd';
  const agents = await findAgents(
    host,
    at,
    options,
    rolesOf(options, { isUndivided: phase.tasks.length === 0, isTestFirst }),
  );
  if (!agents.ok) return agents;
  return ok({
    request,
    repository,
    refs,
    options,
    agents: agents.value,
    planId,
    phaseSlug,
    base,
    isPinned: pin.commit !== undefined,
    pinnedAt,
    state: join(stateOf(host, repository), planId, `phase-${phaseSlug}`),
    landing,
    sharing: pin.sharing,
  });
}

/**
 * A phase that nobody has divided into tasks yet, if it may begin: its breakdown is asked for, or goes on as if the plan
 * had held it. To ask for one pins the base, and whoever finds it pinned asks nothing again about the phases before.
 */
async function decideBreakdown(
  host: Host,
  setting: Setting,
  at: PlanAtCommit,
  chosen: ChosenPhase,
): Promise<Result<Decision>> {
  const { repository, refs, options, planId, base, request } = setting;
  const { git, plan, text, undivided } = at;
  const { phase, milestone, settled } = chosen;
  const entry = await enterPhase(at, chosen, { request, specs: [], hasBegun: setting.isPinned });
  if (!entry.ok) return entry;
  const { earlier } = entry.value;
  const documents = await undividedDocuments(git, aboutOf(setting, plan.path, phase), { text, phase });
  const breakdown = await breakdownNeed(git, refs, { plan, text, phase, documents, options });
  if (!breakdown.ok) return breakdown;
  if (breakdown.value.state !== 'accepted') {
    const polished = { commit: base, changed: [] };
    const nextPhase = phaseAfter(plan, phase, settled, undivided);
    const known = { plan, phase, nextPhase, milestone, earlier, polished, documents, breakdown: breakdown.value };
    return ok({ ...setting, ...nothingToDo, ...known });
  }
  const edit = { commit: repository.head, path: plan.path, text: breakdown.value.content, scratch: scratchOf(setting) };
  const divided = await planAtCommit(git, await commitEdit(host, git, edit), { id: planId, path: plan.path });
  if (!divided.ok) return divided;
  const again = await chooseEntry(divided.value, request.phase);
  return again.ok ? await decideTasks(host, setting, divided.value, again.value) : again;
}

/** A phase with tasks: whether it may begin, what it is bound to, and what is left to do of it. */
async function decideTasks(
  host: Host,
  setting: Setting,
  at: PlanAtCommit,
  chosen: ChosenPhase,
): Promise<Result<Decision>> {
  const { request, repository, refs, options, planId, isPinned } = setting;
  const { git, plan } = at;
  const { phase, milestone, settled, roadmaps } = chosen;
  const unplaced = options.claims === 'plan' ? refuseUnclaimable(at, phase) : undefined;
  if (unplaced) return { ok: false, failure: unplaced };
  const files = await citableFiles(git, at.commit, { paths: at.paths, plan: plan.path, phase });
  const entry = await enterPhase(at, chosen, { request, specs: files, hasBegun: isPinned });
  if (!entry.ok) return entry;
  const { memos, earlier } = entry.value;
  const retried = (await givenAnswers(git, refs)).filter(({ answer }) => answer.choice === 'retry');
  const orders = retried.map(({ question }) => question.tasks ?? []);
  const alone = retried.filter(({ question }) => question.tasks?.length === 1);
  const again = Map.groupBy(alone, ({ question }) => question.tasks?.[0]);
  const about = { ...aboutOf(setting, plan.path, phase), memos, orders };
  const written = await phaseTexts(git, at.commit, about);
  if (!written.ok) return written;
  const memoPaths = memos.map(({ path }) => path);
  const clean = await refuseUncommitted(repository, [...written.value.specs, ...memoPaths]);
  if (!clean.ok) return clean;
  const start = { written: written.value, phase: about, planId, refs, options, scratch: scratchOf(setting) };
  const bound = await boundTexts(host, git, start);
  if (!bound.ok) return bound;
  const { texts, polished, polish } = bound.value;
  const { tasks } = texts.phase;
  const place = { plan: plan.path, projectRoot: request.projectRoot, named: options.backlog };
  const backlog = await backlogAt(git, polished.commit, place);
  const briefs = texts.briefs.filter((_, index) => tasks[index]?.ticked === false);
  const open = tasks.filter((task) => !task.ticked);
  const forecast = forecastOf(open, { projects: request.projects ?? [], projectRoot: request.projectRoot }, plan);
  return ok({
    ...setting,
    plan: texts.plan,
    phase: texts.phase,
    nextPhase: phaseAfter(plan, phase, settled, at.undivided),
    milestone,
    earlier,
    polished,
    polish,
    breakdown: { state: 'none' },
    bound: await boundAt(git, polished.commit, {
      plan: [plan.path],
      roadmap: roadmaps,
      spec: entry.value.specs,
      decisions: entry.value.decisions,
      memo: memoPaths,
      vendored: entry.value.vendored,
      rules: texts.documents.rules.map(({ path }) => path),
    }),
    specs: texts.specs,
    documents: texts.documents,
    tasks: phaseTasks(open, forecast, again),
    forecast,
    ticked: tasks.filter((task) => task.ticked),
    briefs: withFindings(briefs, backlog.text),
  });
}

/** A plan that has no place for a claim on one of the phase's open tasks. */
function refuseUnclaimable({ text, plan }: PlanAtCommit, { tasks }: Phase): Failure | undefined {
  const made = tasks.filter(({ ticked }) => !ticked).map((task) => markClaim(text, plan, task, 'run'));
  const refused = made.find((one) => !one.ok);
  return refused && !refused.ok ? refused.failure : undefined;
}

/** Of a phase that nobody has divided into tasks yet. */
const nothingToDo = {
  polish: { state: 'none' },
  bound: [],
  specs: [],
  tasks: [],
  forecast: noForecast,
  ticked: [],
  briefs: [],
} as const;

function aboutOf({ options: { gates, rules }, base }: Setting, plan: string, { id }: Phase) {
  return { plan, phase: id, gates: gates.map(({ name }) => name), rules, base };
}

function scratchOf({ state }: Setting): string {
  return join(state, 'scratch');
}

/** The roles that a phase needs an agent for. */
function rolesOf(
  { polish }: Options,
  { isUndivided, isTestFirst }: { isUndivided: boolean; isTestFirst: boolean },
): Role[] {
  const writers: Role[] = polish === 'off' ? [] : ['polisher'];
  const readers: Role[] = polish === 'full' || isUndivided ? ['reader'] : [];
  const testFirst: Role[] = isTestFirst ? ['designer', 'tester', 'styleReviewer', 'arbiter'] : [];
  return ['implementer', 'reviewer', ...testFirst, ...writers, ...readers];
}

/** `again`: by id, the answers by which a task is done again as it is. */
function phaseTasks(
  open: readonly Task[],
  { orderings }: Forecast,
  again: ReadonlyMap<string | undefined, readonly Given[]>,
): PhaseTask[] {
  const slugs = new Map(open.map((task) => [task.id, task.slug]));
  const slugsOf = (ids: readonly string[]): string[] =>
    ids.map((one) => slugs.get(one)).filter((one) => one !== undefined);
  const earlier = Map.groupBy(orderings, ({ after }) => after);
  return open.map(({ id, slug: taskSlug, title, dependsOn, commit: { message } }) => ({
    id,
    slug: taskSlug,
    title,
    ...(message.trim() !== '' && { message }),
    dependsOn: slugsOf(dependsOn),
    after: slugsOf(earlier.get(id)?.map(({ before }) => before) ?? []),
    ...(again.has(id) && { again: again.get(id)!.map(({ question }) => question.id) }),
  }));
}
