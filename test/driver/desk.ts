import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { atDesk, type Desk } from '../../core/driver/desk.ts';
import { init, type InitRequest } from '../../core/driver/init.ts';
import { next } from '../../core/driver/next.ts';
import type { Action, Escalation } from '../../core/driver/protocol.ts';
import { report } from '../../core/driver/report.ts';
import { resume, type ResumeRequest } from '../../core/driver/resume.ts';
import { peek } from '../../core/driver/store.ts';
import type { StateFile } from '../../core/driver/state.ts';
import { ok, type Failure, type Result } from '../../core/failure.ts';
import { scratch, writeFiles, type Scratch, type Texts } from '../git/scratch.ts';
import { planPath, project, shapeOf, writtenBy } from './shapes.ts';

/** What came of a command: a turn, the end, or why there is neither. */
export type Heard = { readonly action: Action } | { readonly escalation: Escalation } | { readonly failure: Failure };

/** How an agent of a test performs a turn: what it writes, and what it answers. Without a word it does well. */
export type Agent = (action: Extract<Action, { action: 'spawn' }>, turn: number) => unknown;

/** A checkout with a plan, and the commands of the driver in it, as the command line calls them. */
export interface Bench extends Scratch {
  readonly state: string;
  write(texts: Texts): void;
  read(path: string): string;
  remove(path: string): void;
  begin(request?: Partial<InitRequest>): Promise<Result<object>>;
  next(): Promise<Heard>;
  report(answer: unknown): Promise<Result<object>>;
  resume(request?: Partial<ResumeRequest>): Promise<Heard>;
  status(): Promise<StateFile>;
  /** Goes on until it is done or escalates; answers with the kinds of turns, and the end. */
  walk(agents?: Readonly<Record<string, Agent>>): Promise<{ turns: string[]; end: Heard }>;
}

export async function bench(texts: Texts = {}): Promise<Bench> {
  return benchIn(await scratch({ ...project, ...texts }), 1);
}

/** For another commit, or in another worktree. */
export function benchIn(made: Scratch, id: number | string): Bench {
  const { host, root } = made;
  const state = join(root, `.ic/commit-${id}.json`);
  const heard = async (force: boolean, before: (desk: Desk) => Promise<Result<object>>): Promise<Heard> => {
    const came = await atDesk(host, state, force, async (desk) => {
      const done = await before(desk);
      return done.ok ? await next(desk) : done;
    });
    return came.ok ? came.value : { failure: came.failure };
  };
  const own: Bench = {
    ...made,
    state,
    write: (files) => writeFiles(root, files),
    read: (path) => readFileSync(join(root, path), 'utf8'),
    remove: (path) => rmSync(join(root, path), { force: true }),
    begin: async (request = {}) =>
      await init(host, {
        folder: root,
        plan: planPath,
        commit: String(id),
        state,
        force: false,
        done: [],
        acceptCommands: false,
        guides: [],
        timeLimit: 60,
        ...gates,
        ...request,
      }),
    next: async () => await heard(false, async () => ok({})),
    report: async (answer) => await atDesk(host, state, false, async (desk) => await report(desk, answer)),
    resume: async (request = {}) =>
      await heard(
        true,
        async (desk) => await resume(desk, { text: '', acceptCommands: false, acceptTests: false, ...request }),
      ),
    status: async () => {
      const found = await peek(host, state);
      if (!found.ok) throw new Error(found.failure.message);
      return found.value;
    },
    walk: async (agents = {}) => await walk(own, { ...wellBehaved(own, id), ...agents }),
  };
  return own;
}

/** Without npm in between they are quicker. */
export const gates = {
  designerGate: 'node check.mjs',
  testGate: 'node --test --test-reporter=spec',
  fmtCmd: 'node format.mjs',
  lintCmd: '',
} as const;

const mostTurns = 40;

async function walk(one: Bench, agents: Readonly<Record<string, Agent>>): Promise<{ turns: string[]; end: Heard }> {
  const turns: string[] = [];
  for (;;) {
    const heard = await one.next();
    if (!('action' in heard) || heard.action.action === 'done') return { turns, end: heard };
    const kind = kindOf(heard.action);
    turns.push(kind);
    if (turns.length > mostTurns) throw new Error(`more than ${mostTurns} turns: ${turns.join(', ')}`);
    const turn = turns.filter((before) => before === kind).length;
    const agent = agents[kind];
    if (!agent) throw new Error(`nobody is there for ${kind}`);
    const answer = agent(heard.action, turn);
    const taken = await one.report(answer);
    if (!taken.ok) return { turns, end: await one.next() };
  }
}

export function kindOf(action: Extract<Action, { action: 'spawn' }>): string {
  if (action.arbiter) return 'arbiter';
  if (action.scope_review) return 'scope';
  if (action.style_review) return `${action.phase} style`;
  return action.phase ?? action.response_schema;
}

export const good = { status: 'ok', files_created: [], files_modified: [], notes: null };
export const fine = { status: 'accept', violations: [] };

const accept: Agent = () => fine;

function wellBehaved(one: Bench, id: number | string): Record<string, Agent> {
  const write: Agent = (action) => {
    one.write(writtenBy(action.phase ?? '', shapeOf(id)));
    return good;
  };
  return {
    designer: write,
    tester: write,
    implementor: write,
    'designer style': accept,
    'tester style': accept,
    'implementor style': accept,
    scope: accept,
    arbiter: () => ({ proceed: true, reasoning: 'It is a matter of looks.' }),
  };
}

export function errorIn(heard: Heard): string {
  if ('escalation' in heard) return heard.escalation.error;
  return 'failure' in heard ? heard.failure.message : `an action: ${heard.action.action}`;
}
