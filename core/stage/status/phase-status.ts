import { readAccount } from '../../agent/account.ts';
import type { Usage } from '../../agent/usage.ts';
import type { Git } from '../../git/git.ts';
import type { Host } from '../../host/host.ts';
import { latestHandOffs } from '../land/handed-over.ts';
import type { AskedQuestion } from '../questions/open-questions.ts';
import { knownStages, type KnownStages } from '../overview/known-stages.ts';
import type { SeenPhase } from '../overview/phases.ts';
import { loopStatus } from './loop-status.ts';
import { mergeStatus } from './merge-status.ts';
import type { StatusPhase, StatusStage } from './status.ts';
import { taskStatus } from './task-status.ts';

/** One phase: how far it is, and what each of its tasks and stages does. */
export async function phaseStatus(
  host: Host,
  git: Git,
  seen: SeenPhase,
  asked: readonly AskedQuestion[],
): Promise<StatusPhase> {
  const { plan, slug, refs, commits, state, bound, planned, claims } = seen;
  const questions = asked.filter((one) => one.refs.all === refs.all);
  const account = state === undefined ? undefined : await readAccount(host, state);
  const known = knownStages(seen);
  const about = { host, seen, known, questions, spent: account?.byStage ?? new Map<string, Usage>() };
  const tasks = await taskStatus(about);
  const merges = await mergeStatus(about);
  const stages = await stageStatus(about);
  const claim = claims.find(({ what }) => what === 'phase');
  const id = bound?.phase.phase.id ?? questions[0]?.about.phase ?? slug;
  const isHandedOver = (await latestHandOffs(git, plan, ['HEAD'])).has(id);
  const landed = commits.get(refs.landed) ?? commits.get(refs.pushed) ?? null;
  const project = bound?.phase.project ?? questions[0]?.about.project ?? null;
  return {
    plan,
    phase: id,
    title: planned?.title ?? bound?.phase.phase.title ?? null,
    project,
    path: bound?.phase.plan.path ?? null,
    state: stateOf({
      seen,
      known,
      isHandedOver,
      isLanded: landed !== null,
      isAsked: questions.some(({ isOpen }) => isOpen),
    }),
    run: claim?.run ?? null,
    bound: bound !== undefined && (claim === undefined || claim.run === bound.phase.run),
    base: commits.get(refs.base) ?? null,
    landed,
    tasks,
    merges,
    stages,
    spent: account?.total ?? {},
    next: project === null ? null : `npx nx run ${project}:implement-phase --plan=${plan} --phase=${id}`,
  };
}

interface Facts {
  readonly seen: SeenPhase;
  readonly known: KnownStages;
  readonly isHandedOver: boolean;
  readonly isLanded: boolean;
  readonly isAsked: boolean;
}

function stateOf({ seen, known, isHandedOver, isLanded, isAsked }: Facts): StatusPhase['state'] {
  if (seen.isAtWork) return 'at-work';
  // A phase may have been given further tasks after it was handed over.
  const hasOpenTasks = seen.bound !== undefined && known.tasks.size < seen.bound.phase.tasks.length;
  if (isHandedOver && !hasOpenTasks) return 'handed-over';
  if (known.isProven) return isLanded ? 'landed' : 'proven';
  if (isAsked) return 'waiting';
  return seen.claims.length > 0 ? 'killed' : 'stopped';
}

const stageNames = ['squash', 'review', 'gates', 'exit-criteria'] as const;

type About = Parameters<typeof taskStatus>[0];

/** The stages after the tasks; none before the phase is bound. */
async function stageStatus(about: About): Promise<StatusStage[]> {
  const { seen, known, spent } = about;
  if (!seen.bound) return [];
  const done: Readonly<Record<StatusStage['name'], boolean>> = {
    squash: known.squash !== undefined,
    review: known.review !== undefined,
    gates: known.hasGates,
    'exit-criteria': known.isProven,
  };
  return await Promise.all(
    stageNames.map(async (name): Promise<StatusStage> => {
      // The claim on the phase is also the one on its stages; they run one after the other, each once it can be told by its key.
      const claim = seen.claims.find(({ what }) => what === 'phase');
      const next = stageNames.find((one) => !done[one]);
      const holder = name === next && known.keys.has('squash') ? claim : undefined;
      const { review } = known;
      const ended = name === 'review' && review ? { rounds: review.rounds, commit: review.approved ?? null } : {};
      return {
        name,
        ...(await loopStatus(about, { stage: name, isDone: done[name], holder })),
        ...ended,
        spent: spent.get(name) ?? {},
      };
    }),
  );
}
