import { driverOf } from '../../agent/driver.ts';
import { unreachable } from '../../failure.ts';
import { criteriaOf } from '../../plan/criteria/probe.ts';
import { forecastLines } from '../../report/forecast-lines.ts';
import { phaseRecord } from './bind.ts';
import type { Task } from '../../plan/plan.ts';
import { planAt } from '../specs/plan-at.ts';
import type { Decision } from './decision.ts';
import { describeFound } from '../gates/found-gates.ts';
import { describePlace, stillToPush } from '../land/landing-place.ts';
import { knownResults } from './known.ts';
import { sharingForecast } from './sharing-notes.ts';

/** What a run would do, for people, without doing any of it. */
export async function describeDecision(decision: Decision): Promise<string> {
  const { phase, plan, planId, base, isPinned, polished, tasks, ticked, briefs, options, repository, refs } = decision;
  const known = await knownResults(repository.git, refs, {
    phase: phaseRecord(decision, 'dry-run'),
    planned: phase,
    briefs,
  });
  const toPush = await stillToPush(repository.git, decision.landing, base);
  const lines = [
    `Phase ${phase.id} of ${planId}: ${phase.title}`,
    `  plan         ${plan.path}:${phase.line}`,
    `  base         ${base.slice(0, 10)}${isPinned ? ', pinned by an earlier run (--rebase pins HEAD instead)' : ', HEAD'}`,
    `  specs        ${polished.changed.length > 0 ? `a commit of their own: ${polished.changed.join(', ')}` : 'as at the base'}`,
    `  polish       ${polishLine(decision)}`,
    ...entryLines(decision),
    ...(await sharingForecast(decision)).map((text) => `  sharing      ${text}`),
    `  implementer  ${driverOf(options.implementer).describe(options.implementer)}`,
    `  reviewer     ${driverOf(options.reviewer).describe(options.reviewer)}`,
    `  gates        ${options.gates.map(({ name }) => name).join(', ')}`,
    ...[describeFound(options.gates)].flatMap((found) => (found === undefined ? [] : [`               ${found}`])),
    '',
    ...(await leftOut(decision)).map(
      (task) => `  ${task.id}  left out, since the plan has it as optional or puts it off: ${task.title}`,
    ),
    ...ticked.map((task) => `  ${task.id}  ticked in the plan, unproven: ${task.title}`),
    ...tasks.map((task) => {
      const after = task.dependsOn.length > 0 ? `, after ${task.dependsOn.join(', ')}` : '';
      return `  ${task.id}  ${known.has(`task-${task.slug}`) ? 'has its result' : `needs an agent${after}`}: ${task.title}`;
    }),
    ...sideBySide(decision),
    '',
    `Then: squash, review, gates, exit-criteria (${criteriaOf(phase).length}), and ${describePlace(decision.landing, decision.phaseSlug)}.`,
    ...(toPush === undefined ? [] : [`  to push      ${toPush}`]),
  ];
  return lines.join('\n');
}

async function leftOut({ repository, polished, plan, phase }: Decision): Promise<readonly Task[]> {
  const found = await planAt(repository.git, polished.commit, plan.path);
  return found.ok ? (found.value.optional.get(phase.id) ?? []) : [];
}

/** What runs in turn or beside each other; nothing where there is nothing to choose. */
function sideBySide({ forecast, options }: Decision): string[] {
  const lines = forecastLines(forecast);
  if (lines.length === 0) return [];
  const shown = lines.flatMap(({ what, why }) => [`  ${what}`, `      ${why}`]);
  return ['', `Side by side, at most ${options.parallel} at a time:`, ...shown];
}

function polishLine({ polish }: Decision): string {
  switch (polish.state) {
    case 'none':
      return 'none';
    case 'needed':
      return `needs an agent: ${polish.because}`;
    case 'done':
      return polish.record.changed.length > 0
        ? `has its result: ${polish.record.changed.join(', ')}`
        : 'nothing was missing';
    default:
      return unreachable(polish);
  }
}

/** What it is bound to, and what comes before it. */
function entryLines({ milestone, earlier, bound }: Decision): string[] {
  return [
    ...(milestone?.phases ?? []).map(
      ({ id, verb, state }) => `  milestone    ${milestone?.id}: phase ${id} ${verb} it, ${state.replaceAll('-', ' ')}`,
    ),
    ...earlier.map(
      ({ id, state, note }) => `  before       phase ${id}, ${state.replaceAll('-', ' ')}${note && `: ${note}`}`,
    ),
    ...bound.map(({ kind, path, blob }) => `  bound to     ${kind} ${path} ${blob.slice(0, 10)}`),
  ];
}
