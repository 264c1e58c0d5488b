import type { Entry } from '../journal/journal.ts';
import type { Finding } from '../review/finding.ts';
import { findingId } from '../review/finding.ts';
import { walked } from '../workflow/drive.ts';
import type { Answer, Question } from '../workflow/question.ts';
import type { Command, Event, Progress } from '../workflow/state.ts';
import type { Workflow } from '../workflow/workflow.ts';
import type { Round, Step } from './story.ts';

/** What the journal of one loop tells. */
export interface LoopStory {
  readonly steps: readonly Step[];
  readonly rounds: readonly Round[];
  /** Raised, and neither fixed, deferred nor rejected so far. */
  readonly open: readonly Finding[];
  readonly answered: readonly { readonly question: Question; readonly answer: Answer }[];
}

/** Reads a journal as a story. */
export function loopStory(entries: readonly Entry[], about: { stage: string; workflow: Workflow }): LoopStory {
  return { steps: stepsOf(entries), rounds: roundsOf(entries, about.stage), ...openAndAnswered(entries, about) };
}

/** The round in which each finding was raised first, by its id. */
export function raisedIn(rounds: readonly Round[]): Map<string, number> {
  const first = new Map<string, number>();
  for (const { round, findings } of rounds) {
    for (const finding of findings) if (!first.has(findingId(finding))) first.set(findingId(finding), round);
  }
  return first;
}

/** Each command with the event that ended it. A command that a kill cut short has no end that anybody knows of. */
function stepsOf(entries: readonly Entry[]): Step[] {
  const steps: Step[] = [];
  let begun: Entry | undefined;
  let round = 1;
  for (const entry of entries) {
    if (entry.kind === 'intent') begun = entry;
    if (entry.kind !== 'result' || !begun) continue;
    const command = begun.data as Command;
    if ('round' in command) round = command.round;
    const event = entry.data as Event;
    const doing = doings[command.do] ?? 'other';
    steps.push({
      doing,
      round,
      role: roleIn(command, event),
      started: begun.at,
      ended: entry.at,
      outcome: wordFor(event),
    });
    begun = undefined;
  }
  return steps;
}

const doings: Partial<Record<Command['do'], Step['doing']>> = { work: 'work', gate: 'gates', review: 'review' };

function roleIn(command: Command, event: Event): Step['role'] {
  const told = 'turns' in event ? event.turns?.at(-1)?.role : undefined;
  return told ?? (command.do === 'work' ? 'implementer' : command.do === 'review' ? 'reviewer' : null);
}

function wordFor(event: Event): string {
  if (event.type === 'worked') return event.answer.status;
  if (event.type === 'gated') return event.verdict.green ? 'green' : 'red';
  if (event.type === 'reviewed') return event.answer.verdict;
  return event.type === 'failed' ? event.failure.reason : 'done';
}

function roundsOf(entries: readonly Entry[], stage: string): Round[] {
  const rounds = new Map<number, Round>();
  let now = 1;
  const update = (about: (round: Round) => Partial<Round>): void => {
    const round = rounds.get(now) ?? emptyRound(stage, now);
    rounds.set(now, { ...round, ...about(round) });
  };
  for (const entry of entries) {
    if (entry.kind === 'intent') {
      const command = entry.data as Command;
      if ('round' in command) now = command.round;
      if (command.do === 'work') update(({ attempts }) => ({ attempts: attempts + 1 }));
    }
    if (entry.kind !== 'result') continue;
    const event = entry.data as Event;
    if (event.type === 'worked') update(() => ({ implementer: event.answer.summary }));
    if (event.type === 'gated') update(() => ({ commit: event.verdict.commit, gates: gatesOf(event.verdict) }));
    if (event.type === 'reviewed') {
      const { verdict, summary, findings } = event.answer;
      update(() => ({ verdict, reviewer: summary || null, findings: [...findings] }));
    }
  }
  return [...rounds.values()];
}

function emptyRound(stage: string, round: number): Round {
  return {
    stage,
    round,
    commit: null,
    attempts: 0,
    gates: null,
    verdict: null,
    implementer: null,
    reviewer: null,
    findings: [],
  };
}

function gatesOf(verdict: Extract<Event, { type: 'gated' }>['verdict']): Round['gates'] {
  const of = (outcome: string): number => verdict.gates.filter((gate) => gate.outcome === outcome).length;
  return { passed: of('passed'), failed: of('failed'), green: verdict.green, trouble: verdict.trouble ?? null };
}

/** What only the loop itself can tell: what was asked, and which findings are open. */
function openAndAnswered(
  entries: readonly Entry[],
  about: { stage: string; workflow: Workflow },
): Pick<LoopStory, 'open' | 'answered'> {
  const answered: { question: Question; answer: Answer }[] = [];
  let progress: Progress | undefined;
  try {
    const walk = walked({ ...about, start: '', journal: { entries } });
    let step = walk.next();
    for (; !step.done; step = walk.next()) {
      const { state, event } = step.value;
      progress = state.progress;
      if (state.at === 'asking' && event.type === 'answered')
        answered.push({ question: state.question, answer: event.answer });
    }
    progress = step.value.state.progress;
  } catch {
    // A journal that leads nowhere is the loop's own error, and told as such; the report is written all the same.
  }
  return { open: progress ? [...progress.open, ...progress.defects] : [], answered };
}
