import { isDeepStrictEqual } from 'node:util';
import type { Effects } from '../../core/workflow/drive.ts';
import type { Answer, Question } from '../../core/workflow/question.ts';
import type { Command, Event, Progress } from '../../core/workflow/state.ts';
import { stepOf, type Workflow } from '../../core/workflow/workflow.ts';
import { happens } from './happens.ts';
import { mayCrash, type Mishaps } from './memory-journal.ts';
import { Tries } from './tries.ts';

/**
 * The world of one simulated loop: it does what it is told, breaks off in the middle of it when its process is killed, and
 * remembers what really happened.
 */
export class SimulatedWorld implements Effects {
  workflow: Workflow;
  readonly problems: string[] = [];
  /** What was recorded, in order. */
  readonly recorded: Event[] = [];
  /** Calls of agents, whether their results were recorded or not. */
  agentCalls = 0;
  readonly tries = new Tries();
  readonly trace: string[] = [];
  readonly #mishaps: Mishaps;
  readonly #happening = { trouble: mostTrouble, commits: 0 };
  readonly #answers = new Map<string, Answer>();
  /** What was begun, and is neither recorded as done nor cleared away. */
  #half: Command | undefined;
  #carriedOut = 0;

  constructor(workflow: Workflow, mishaps: Mishaps) {
    this.workflow = workflow;
    this.#mishaps = mishaps;
  }

  async carryOut(command: Command, progress: Progress): Promise<Event> {
    const { chance } = this.#mishaps;
    if (this.#half) this.problems.push(`${inWords(command)} was begun over what ${inWords(this.#half)} has left`);
    this.#carriedOut += 1;
    if (this.#carriedOut > mostEffects) throw new Error(`no end after ${mostEffects} effects`);
    this.#half = command;
    mayCrash(this.#mishaps);
    this.tries.begun(command, progress);
    if (this.problems.length === 0) this.problems.push(...this.tries.tooMany());
    if (command.do === 'work' || command.do === 'review' || command.do === 'arbitrate') this.agentCalls += 1;
    const { expect: expectation } = stepOf(this.workflow, progress.step).gate;
    const about = Object.assign(this.#happening, { chance, expectation });
    const event = happens(command, about);
    this.trace.push(`${inWords(command)}: ${eventInWords(event)}`);
    mayCrash(this.#mishaps);
    return event;
  }

  async recover(command: Command): Promise<void> {
    this.trace.push(`recover ${inWords(command)}`);
    if (this.#half && !isDeepStrictEqual(plain(this.#half), plain(command)))
      this.problems.push(`${inWords(command)} was recovered where ${inWords(this.#half)} was begun`);
    mayCrash(this.#mishaps);
    this.#half = undefined;
  }

  async answerTo(question: Question): Promise<Answer | undefined> {
    const known = this.#answers.get(question.id);
    if (known) return known;
    const { chance } = this.#mishaps;
    if (chance.is(0.3)) return undefined;
    const names = question.options.map(({ name }) => name);
    const givesUp = this.#answers.size >= mostQuestions;
    const choice = givesUp ? names.find((name) => name === 'abandon' || name === 'skip')! : chance.pick(names);
    const answer = { question: question.id, choice, text: 'go on', by: 'ada', at: '2026-05-01T10:00:00.000Z' };
    this.#answers.set(question.id, answer);
    this.trace.push(`asked ${question.reason}: ${choice}`);
    return answer;
  }

  /** The journal has it, so it counts. */
  isRecorded(event: Event): void {
    this.recorded.push(event);
    this.tries.happened(event);
    if (event.type !== 'answered') this.#half = undefined;
  }
}

/** What may go wrong in one loop without being anybody's decision: failures, lost worktrees, "done" without a change. */
const mostTrouble = 6;
const mostQuestions = 4;
const mostEffects = 3000;

/** As a journal gives it back. */
function plain(command: Command): unknown {
  return JSON.parse(JSON.stringify(command));
}

function inWords(command: Command): string {
  return command.do === 'work'
    ? `work ${command.round}.${command.attempt} for ${command.because.why}`
    : command.do === 'commit'
      ? `commit onto ${command.onto}`
      : `${command.do} ${command.commit}`;
}

function eventInWords(event: Event): string {
  switch (event.type) {
    case 'worked':
      return event.answer.status;
    case 'committed':
      return event.changed.length > 0 ? event.commit : 'no change';
    case 'scoped':
      return event.outside.length + (event.breaches ?? []).length > 0 ? 'no' : 'in scope';
    case 'gated':
      return event.verdict.red ? `red ${event.verdict.red.isRight}` : event.verdict.green ? 'green' : 'red';
    case 'reviewed':
      return [event.answer.verdict, ...event.answer.findings.map(({ severity, title }) => severity + title)].join(' ');
    case 'arbitrated':
      return String(event.answer.proceed);
    case 'formatted':
      return event.failures.length > 0 ? 'failed' : event.commit;
    case 'failed':
      return event.failure.reason;
    case 'work-lost':
    case 'answered':
    case 'resumed':
      return event.type;
  }
}
