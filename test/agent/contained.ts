import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { callAgent, type AgentOutcome } from '../../core/agent/call.ts';
import { implementerAnswerSchema, type ImplementerAnswer } from '../../core/agent/answer.ts';
import type { AgentOption } from '../../core/agent/option.ts';
import { notePackages } from '../../core/git/known-packages.ts';
import { phaseRefs, setRef } from '../../core/git/refs.ts';
import { ensureWorktree, ownPath } from '../../core/git/worktree.ts';
import { resolveOptions } from '../../core/options.ts';
import { json, type StageContext } from '../../core/stage/context.ts';
import { packagesPlace } from '../../core/stage/packages.ts';
import { guardTurn } from '../../core/stage/loop/guard-turn.ts';
import { markerPath } from '../../core/stage/phase-record.ts';
import { scratch, type Scratch } from '../git/scratch.ts';
import { limits, neverOpen, unlimited } from './call-parts.ts';

/** A phase with two tasks, bound in a scratch repository, and an agent that works on the first of them. */
export interface Contained extends Scratch {
  readonly context: StageContext;
  /** The worktrees: of the task, of its sibling, of the phase. */
  readonly worktree: string;
  readonly sibling: string;
  readonly phase: string;
  readonly notes: string[];
  /** Calls an agent that is a few lines of JavaScript; `run` is there to start programs. */
  agent(code: string, own?: Own): Promise<AgentOutcome<ImplementerAnswer>>;
}

interface Own {
  readonly role?: 'implementer' | 'reviewer';
  readonly env?: string[];
  readonly silence?: number;
}

export async function contained(): Promise<Contained> {
  const made = await scratch({ 'a.txt': 'one\n', 'b.txt': 'two\n', '.gitignore': 'dist/\n.phasewright\n' });
  const { host, root, repository } = made;
  const at = (name: string): string => join(root, '.worktrees', name);
  for (const name of ['phase', 'task', 'sibling'])
    await ensureWorktree(host, repository, await ownPath(host, at(name), name), repository.head);
  const context = await contextOf(made, at('phase'));
  await host.files.write(join(at('phase'), markerPath), json(context.phase));
  await setRef(repository.git, context.refs.work('task-1.2'), repository.head);
  const notes: string[] = [];
  const agent = async (code: string, { role = 'implementer', env = [], silence = 60 }: Own = {}) => {
    const access = role === 'implementer' ? 'write' : 'read';
    return await callAgent(host, {
      agent: program(code, env),
      installed: { program: process.execPath, version: null },
      role,
      facts: { task: '1.1', role, round: '1', attempt: '1', commit: repository.head, nonce: 'n' },
      prompt: { full: 'do it', resumed: 'go on' },
      session: undefined,
      isInterrupted: false,
      model: undefined,
      answer: implementerAnswerSchema,
      worktree: at('task'),
      workspace: at('phase'),
      home: join(host.stateFolder, 'home'),
      run: 'run-1',
      limits: { ...limits, silence },
      retries: { times: 0, delaySeconds: 0 },
      spending: unlimited,
      breaker: neverOpen,
      guard: guardTurn(
        { ...context, emit: (event) => event.type === 'note' && notes.push(event.text) },
        { stage: 'task-1.1', path: at('task'), access, commit: repository.head, name: 'task-1.1' },
      ),
      say: () => undefined,
      note: () => undefined,
      pulse: { every: 60_000, beat: () => undefined },
      transcript: async () => undefined,
    });
  };
  return { ...made, context, worktree: at('task'), sibling: at('sibling'), phase: at('phase'), notes, agent };
}

/** Says that it is done at the end, whatever it did before. */
function program(code: string, env: string[]): AgentOption {
  const all = `
    const { execFileSync, spawn } = require('node:child_process');
    const fs = require('node:fs');
    const run = (file, ...args) => execFileSync(file, args, { encoding: 'utf8' }).trimEnd();
    const git = (...args) => run('git', '-c', 'user.name=A', '-c', 'user.email=a@example.com', ...args);
    ${code};
    process.stdout.write('\\n' + JSON.stringify({ type: 'answer', answer: { status: 'done', summary: 'did it' } }) + '\\n');
  `;
  return { driver: 'command', command: [process.execPath, '-e', all], env };
}

/** A phase as it is bound there, with agents that do nothing. */
export async function contextOf({ host, root, repository }: Scratch, phaseWorktree: string): Promise<StageContext> {
  const agent = { driver: 'command', command: ['true'] };
  const options = resolveOptions([{ from: 'test', written: { implementer: agent, reviewer: agent } }]);
  if (!options.ok) throw new Error(options.failure.message);
  const state = join(host.stateFolder, 'demo');
  mkdirSync(state, { recursive: true });
  const packages = await notePackages(host, packagesPlace(repository, root), 'run-1', ['']);
  const phase: StageContext['phase'] = {
    version: 1,
    run: 'run-1',
    project: 'demo',
    checkout: root,
    projectRoot: '',
    plan: { id: 'demo', path: 'specs/91-impl-plan.md' },
    phase: { id: '1', slug: '1', title: 'Start' },
    base: repository.head,
    polished: repository.head,
    state,
    standIn: repository.standIn,
    packages,
    briefs: {},
    earlier: [],
    bound: [],
    gates: [],
    formatters: [],
    tasks: [],
    options: options.value,
    agents: {},
  };
  const inPhase = { ...repository, git: repository.git.in(phaseWorktree), root: phaseWorktree };
  return { host, repository: inPhase, phase, refs: phaseRefs('demo', '1'), root: phaseWorktree, emit: () => undefined };
}
