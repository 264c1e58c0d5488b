import { driverOf } from '../../agent/driver.ts';
import { agentOf, type Role } from '../../agent/role.ts';
import type { Options } from '../../options.ts';
import type { Command } from '../../workflow/state.ts';
import type { SeenClaim } from '../overview/claims.ts';
import type { AskedQuestion } from '../questions/open-questions.ts';
import { loopStanding, type LoopStanding } from '../overview/loop-standing.ts';
import type { Doing, StatusTask } from './status.ts';
import type { About } from './task-status.ts';

type Looped = Pick<StatusTask, 'state' | 'doing' | 'question' | 'reason' | 'rounds' | 'commit'>;

const nothing: Omit<Looped, 'state'> = { doing: null, question: null, reason: null, rounds: null, commit: null };

/**
 * Where a task, a merge or a stage stands: by its result, by who holds its claim, by what is asked, and by its journal.
 * `asked`: what others ask for it, where it asks nothing itself.
 */
export async function loopStatus(
  { host, seen, known, questions }: About,
  about: {
    readonly stage: string;
    readonly isDone: boolean;
    readonly holder: SeenClaim | undefined;
    /** By which its journal is found, if not by what the stage would be known by. */
    readonly key?: string | undefined;
    readonly asked?: readonly AskedQuestion[];
  },
): Promise<Looped> {
  const { stage, isDone, holder, key = known.keys.get(stage) } = about;
  if (isDone) return { ...nothing, state: 'done' };
  const read = seen.bound && key !== undefined ? await loopStanding(host, seen.bound, { stage, key }) : undefined;
  const loop = read?.ok ? read.value : undefined;
  const told = loop && seen.bound ? toldBy(loop, seen.bound.phase.options) : {};
  const asked = about.asked ?? questions.filter((one) => one.question.stage === stage);
  const last = about.asked ? about.asked.at(-1)?.question.id : askedIn(loop);
  const question = asked.find(({ isOpen }) => isOpen)?.question.id ?? last;
  const isAnswered = asked.some((one) => one.question.id === question && !one.isOpen);
  if (holder && holder.standing !== 'dead')
    return { ...nothing, ...told, state: holder.standing === 'alive' ? 'at-work' : 'elsewhere' };
  if (read && !read.ok) return { ...nothing, state: 'stopped', reason: read.failure.message };
  if (question !== undefined && !isAnswered) return { ...nothing, ...told, state: 'waiting', question };
  const begun = loop !== undefined || holder !== undefined;
  const reason = isAnswered ? `${question} is answered; the next run goes on` : whyStopped(loop, holder, seen.isAtWork);
  return { ...nothing, ...told, state: begun ? 'stopped' : 'open', reason: begun ? reason : null };
}

function toldBy({ state, since, writer, reader, commits }: LoopStanding, options: Options): Partial<Looped> {
  const { round, attempt } = state.progress;
  const commit = commits.at(-1) ?? null;
  if (!('command' in state)) return { rounds: round, commit };
  const role = roleOf(state.command, { writer, reader });
  const agent = role === null ? undefined : agentOf(options, role);
  const doing: Doing = {
    do: state.command.do,
    role,
    agent: agent ? driverOf(agent).describe(agent) : null,
    round,
    attempt,
    since,
  };
  return { doing, rounds: round, commit };
}

function roleOf(command: Command, { writer, reader }: Pick<LoopStanding, 'writer' | 'reader'>): Role | null {
  const roles: Partial<Record<Command['do'], Role>> = { work: writer, review: reader, arbitrate: 'arbiter' };
  return roles[command.do] ?? null;
}

/** A run records what it asks when it ends; a loop that was ended before has asked all the same. */
function askedIn(loop: LoopStanding | undefined): string | undefined {
  return loop?.state.at === 'asking' ? loop.state.question.id : undefined;
}

function whyStopped(loop: LoopStanding | undefined, holder: SeenClaim | undefined, isAtWork: boolean): string {
  if (holder) return 'its run was killed; the next one goes on from here';
  if (loop?.state.at === 'stopped') return loop.state.failure.message;
  if (loop?.state.at === 'asking') return `an agent has tried: ${loop.state.question.text}`;
  if (loop?.state.at === 'abandoned') return `abandoned: ${loop.state.reason}`;
  if (isAtWork) return 'begun by a run before; its turn comes in this one';
  return 'its run ended before it did; the next one goes on from here';
}
