import { adoptResults } from './claim/adopt-results.ts';
import { fail, ok, type Result } from './failure.ts';
import type { Host } from './host/host.ts';
import type { Told } from './report/told.ts';
import { asWhole } from './stage/as-whole.ts';
import { begin, type Outside } from './stage/begin.ts';
import { bindAndRun } from './stage/bind-and-run.ts';
import { sharedOf } from './stage/context.ts';
import type { PhaseRequest } from './stage/decide/decision.ts';
import { knownResults, type KnownResults } from './stage/decide/known.ts';
import { end, type PhaseRun } from './stage/end.ts';
import { makeReady } from './stage/make-ready.ts';
import { lookLast } from './stage/packages.ts';
import { shareAnswers } from './stage/questions/share-answers.ts';
import { shareSpending } from './stage/share-spending.ts';
import type { Walk } from './stage/walk.ts';
import { visibleLine } from './visible.ts';

/**
 * A part of a phase, for one of several jobs. `open`: all that comes before the tasks. `task`: one of them, by its id. `stage`:
 * all up to one of the stages behind them.
 */
export type Part =
  | { readonly do: 'open' }
  | { readonly do: 'task'; readonly task: string }
  | { readonly do: 'stage'; readonly stage: 'squash' | 'review' | 'gates' | 'exit-criteria' };

export interface PartRun {
  readonly about: NonNullable<Told['about']>;
  /** Tasks without a result that have all they need, in plan order: each can be done by itself. */
  readonly ready: Told['ready'];
  /** Where the part has not come to its end: what keeps it from that. */
  readonly run?: PhaseRun;
}

/**
 * Does a part of a phase, with the results of the parts before; it lands nothing. What is to be done before it is not made
 * up for: of several jobs each would do it, and each would be paid for.
 */
export async function implementPart(
  host: Host,
  request: PhaseRequest,
  part: Part,
  outside: Outside,
): Promise<Result<PartRun>> {
  return await begin(host, request, outside, async (begun) => {
    const { walk } = begun;
    const done = await doPart(walk, part);
    const looked = await lookLast(walk.context);
    const came = done.ok ? looked : done;
    const results = await known(walk);
    const isDone = came.ok && wantedOf(walk, part).every((stage) => results.has(stage));
    const made = { about: aboutOf(walk), ready: readyIn(walk, results) };
    if (isDone) await shareSpending(walk.context);
    return ok(isDone ? made : { ...made, run: await end(begun, came.ok ? {} : came) });
  });
}

async function doPart(walk: Walk, part: Part): Promise<Result<'done'>> {
  if (part.do === 'open') {
    const ready = await makeReady(walk);
    return ready.ok ? ok('done') : ready;
  }
  const { breakdown, polish, tasks } = walk.decision;
  if (breakdown.state !== 'none' || polish.state === 'needed')
    return fail(
      'missing-result',
      'Unexpected phase whose specs were not made fit, expected the result of the part "open". Do that first, and hand its bundle to this one.',
    );
  if (part.do === 'stage') {
    const ran = await asWhole(walk.context, async ({ lost }) => await bindAndRun(walk, [part.stage], lost));
    const inner = ran.ok ? ran.value : ran;
    return inner.ok ? ok('done') : inner;
  }
  const task = tasks.find(({ id }) => id === part.task);
  if (!task) {
    const ids = tasks.map(({ id }) => id).join(', ');
    return fail('bad-option', `Unexpected task "${visibleLine(part.task)}", expected one of ${ids || 'none'}.`);
  }
  const shared = sharedOf(walk.context);
  const adopted = shared ? await adoptResults(shared, `${walk.context.refs.all}result/`) : ok('alone');
  const answers = adopted.ok && shared ? await shareAnswers(walk.host, shared, walk.context.refs) : ok('alone');
  if (!adopted.ok) return adopted;
  if (!answers.ok) return answers;
  const ran = await bindAndRun(walk, [`task-${task.slug}`]);
  return ran.ok ? ok('done') : ran;
}

/** The stages that have a result once the part is done. */
function wantedOf({ decision }: Walk, part: Part): string[] {
  if (part.do === 'open') return [];
  if (part.do === 'stage') return [part.stage];
  return decision.tasks.filter(({ id }) => id === part.task).map(({ slug }) => `task-${slug}`);
}

/** Results are known by their keys alone, whoever has made them. */
async function known({ context, decision }: Walk): Promise<KnownResults> {
  const { phase: planned, briefs } = decision;
  return await knownResults(context.repository.git, context.refs, { phase: context.phase, planned, briefs });
}

function readyIn({ decision }: Walk, results: KnownResults): Told['ready'] {
  const isDone = (slug: string): boolean => results.has(`task-${slug}`);
  return decision.tasks
    .filter(({ slug, dependsOn, after = [] }) => !isDone(slug) && [...dependsOn, ...after].every(isDone))
    .map(({ id, title }) => ({ task: id, title }));
}

function aboutOf({ context: { phase } }: Walk): PartRun['about'] {
  return { project: phase.project, plan: phase.plan, phase: phase.phase };
}
