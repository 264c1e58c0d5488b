import type { ImplementerAnswer, ReaderAnswer, ReviewerAnswer } from '../../core/agent/answer.ts';
import type { Finding } from '../../core/review/finding.ts';
import { actionsOf, type Actions } from './actions.ts';
import type { Child } from './child.ts';
import type { AgentHello } from './wire.ts';

/** One call of an agent: what it was told, and what it is to do. It ends with an answer or an exit, or is held. */
export interface AgentCall extends AgentHello, Actions {
  /** Progress for people. */
  say(text: string): Promise<void>;
  /** Any answer at all, also a wrong one; then ends well. */
  answer(answer: unknown): Promise<void>;
  /** An implementer is done. */
  done(about?: Partial<ImplementerAnswer>): Promise<void>;
  /** An implementer stops: the spec or a gate is wrong, or a person must decide. */
  stop(status: 'spec-wrong' | 'gate-wrong' | 'person-needed', question: string): Promise<void>;
  /** A reviewer approves; findings that come with it are for the backlog. */
  approve(...findings: Partial<Finding>[]): Promise<void>;
  /** A reviewer found issues. */
  reject(...findings: Partial<Finding>[]): Promise<void>;
  /** A reader could build the phase. */
  ready(): Promise<void>;
  /** A reader could not, for these gaps. */
  gaps(...gaps: Partial<ReaderAnswer['gaps'][number]>[]): Promise<void>;
  /** A verdict for the commit and with the nonce that the reviewer was given, unless it says otherwise. */
  verdict(verdict: Partial<ReviewerAnswer>): Promise<void>;
}

export function agentCall(child: Child, hello: AgentHello): AgentCall {
  const actions = actionsOf(child);
  const { commit, nonce } = hello;
  const answer = async (given: unknown): Promise<void> => {
    await actions.print(`${JSON.stringify({ type: 'answer', answer: given })}\n`);
    await actions.exit(0);
  };
  const verdict = async (given: Partial<ReviewerAnswer>): Promise<void> =>
    await answer({ commit, nonce, summary: '', findings: [], ...given });
  return {
    ...hello,
    ...actions,
    answer,
    verdict,
    say: async (text) => await actions.print(`${JSON.stringify({ type: 'say', text })}\n`),
    done: async (about) => await answer({ status: 'done', summary: 'done', ...about }),
    stop: async (status, question) => await answer({ status, question, summary: question }),
    approve: async (...findings) => await verdict({ verdict: 'APPROVED', findings: findings.map(finding) }),
    ready: async () => await answer({ commit, nonce, summary: '', ready: true, gaps: [] }),
    gaps: async (...gaps) => await answer({ commit, nonce, summary: '', ready: false, gaps: gaps.map(gap) }),
    reject: async (...findings) => await verdict({ verdict: 'ISSUES_FOUND', findings: findings.map(finding) }),
  };
}

/** `1.1 implementer`, `phase reviewer 2`, `1.2 implementer 1.3`: task and role, and round and attempt where not the first. */
export function callName(call: AgentHello): string {
  const { task, role, round, attempt } = call;
  const which = attempt > 1 ? ` ${round}.${attempt}` : round > 1 ? ` ${round}` : '';
  return `${task} ${role}${which}`;
}

/** An agent that does what it should: a file of its own for each task, a review without findings, specs that are ready. */
export async function diligent(call: AgentCall): Promise<void> {
  if (call.role === 'reviewer') return await call.approve();
  if (call.role === 'reader') return await call.ready();
  await call.write({ [taskFile(call.task)]: `task ${call.task}, round ${call.round}, attempt ${call.attempt}\n` });
  await call.done();
}

/** The file that a diligent agent writes for a task, relative to the workspace. */
export function taskFile(task: string): string {
  return `demo/src/${task}.txt`;
}

function finding(about: Partial<Finding>): Finding {
  return {
    severity: 'P1',
    path: 'demo/src/index.ts',
    line: 1,
    quote: 'export {};',
    title: 'Something is wrong',
    fix: 'Make it right',
    ...about,
  };
}

function gap(about: Partial<ReaderAnswer['gaps'][number]>): ReaderAnswer['gaps'][number] {
  return {
    path: 'demo/specs/10-data.md',
    line: 1,
    missing: 'Nothing says what a part holds',
    fix: 'Say it',
    decision: false,
    ...about,
  };
}
