import type { Host, RunResult } from '../host/host.ts';
import type { Git } from '../git/git.ts';
import type { Result } from '../failure.ts';
import { acpDriver } from './acp.ts';
import { claudeDriver } from './claude.ts';
import { codexDriver } from './codex.ts';
import { commandDriver } from './command.ts';
import type { AgentOption } from './option.ts';
import type { Role } from './role.ts';
import { scriptedDriver } from './scripted.ts';
import type { Trouble } from './trouble.ts';
import type { Usage } from './usage.ts';

/**
 * How one kind of agent is found, started and read. Starting and watching is the same for all, in `turn.ts`; so all but
 * `detect` and `recall` is pure.
 */
export interface AgentDriver<Option extends AgentOption = AgentOption> {
  /** For people: `claude`, `claude opus`, `command my-agent`, `scripted demo/script.json`. */
  describe(option: Option): string;
  /** Whose usage limits it runs into: `anthropic`, `openai`, `command my-agent`. */
  provider(option: Option): string;
  capabilities(option: Option): Capabilities;
  /** Finds the program and its version, before anything is touched. */
  detect(host: Host, option: Option, at: Surroundings): Promise<Result<Installed>>;
  /** The program and its arguments for one turn; the prompt goes to its standard input, never here. */
  argv(option: Option, turn: Turn): readonly [program: string, ...args: string[]];
  /** Names of the user's variables with keys that `env` looks for. */
  keys?(): readonly string[];
  /** Variables beside those that every agent gets. Those that are undefined are left out. */
  env(option: Option, turn: Turn): Readonly<Record<string, string | undefined>>;
  /** Files that have to lie in `turn.home` before it starts, by their names there. */
  files?(option: Option, turn: Turn): Readonly<Record<string, string>>;
  /** What a line of standard output says; a line may say several things, or nothing. */
  parse(line: string): readonly AgentEvent[];
  /** What the agent keeps of a session in files of its own and does not print; asked for when a turn is over. */
  recall?(host: Host, option: Option, turn: Turn, session: string): Promise<readonly AgentEvent[]>;
  /** What an end means that the agent brought about itself. Undefined when all is well, as far as can be seen. */
  finish(seen: Seen, end: AgentEnd): Trouble | undefined;
}

/** What an agent of a kind can do. A workflow or an option that needs more is refused before anything starts. */
export interface Capabilities {
  /** How the shape of the answer is asked for: by a schema of the agent's own, by our last line, or by words alone. */
  readonly schema: 'native' | 'line' | 'text';
  /** What keeps a reader from writing, beside our look at the content afterwards. */
  readonly readOnly: 'sandbox' | 'tools' | 'none';
  /** It ends by itself when a call has cost too much: what option `maxCostUsd` needs. Option `budget` is kept by us. */
  readonly budget: boolean;
  /** It tells of its steps, or may do so: what option `maxSteps` needs. */
  readonly turns: boolean;
  /** It goes on with a session of its own, once it has told one: else each call tells everything anew. */
  readonly resume: boolean;
  /** What it says of its usage. */
  readonly usage: 'cost' | 'tokens' | 'told' | 'none';
}

/** Where programs and files of the workspace are looked for: the commit that the phase starts from. */
export interface Surroundings {
  readonly git: Git;
  readonly commit: string;
}

export interface Installed {
  /** What to start: a path, or the name as it is written where it is not looked up. */
  readonly program: string;
  /** Null where the program does not say. */
  readonly version: string | null;
  /** Whether commands of this agent can run in a sandbox here. `off`: its option wants none. Undefined: it has none. */
  readonly sandbox?: boolean | 'off' | undefined;
  /** What a person can do where the sandbox does not work. */
  readonly remedy?: string | undefined;
}

/** One turn: a process of the agent from its prompt to its end. */
export interface Turn {
  readonly role: Role;
  readonly access: 'write' | 'read';
  readonly installed: Installed;
  /** JSON schema of the answer, in the strict form: every property required, none beside. */
  readonly schema: object;
  readonly worktree: string;
  /** The checkout that relative paths of the agent's option are meant in. */
  readonly workspace: string;
  /** Folder of ours, for this stage's agents alone: their home, settings, sessions and temporary files. */
  readonly home: string;
  /** The session to go on with; undefined for a new one. */
  readonly session: Session | undefined;
  /** A fresh UUID, for agents that let us name a new session. */
  readonly newSession: string;
  /** The model that the task was begun with, else the option's. Undefined: the agent's default. */
  readonly model: string | undefined;
  /** The user's environment, for what a driver passes on of it. */
  readonly userEnv: Readonly<Record<string, string | undefined>>;
  /** `NAME=value` that marks everything the turn starts. */
  readonly marker: readonly [name: string, value: string];
  /** Id of the run, which marks it as well. */
  readonly run: string;
  /** US dollars that the turn may cost, for an agent that can see to it by itself. */
  readonly mostUsd: number | undefined;
  /** The Node that runs us. */
  readonly node: string;
}

/** A conversation with an agent that can be gone on with. */
export interface Session {
  readonly id: string;
  /** The agent that has it, as `describe` names it: another agent cannot go on with it. */
  readonly agent: string;
  readonly model: string | undefined;
  /** What the agent has reported so far, where it counts a session from its beginning. */
  readonly reported: Usage;
}

export type AgentEvent =
  | { readonly type: 'say'; readonly text: string }
  | { readonly type: 'session'; readonly id: string; readonly model?: string | undefined }
  /**
   * The model has answered once: with words, or by calling tools. An answer that is told of in pieces has an `id`, and
   * counts once. What it is believed to have cost goes for as long as the agent has not said it.
   */
  | { readonly type: 'step'; readonly id?: string; readonly estimate?: Usage }
  /** `more` adds to this turn; `session` counts the session from its beginning. */
  | { readonly type: 'usage'; readonly usage: Usage; readonly counts: 'more' | 'session' }
  /** The last one counts. */
  | { readonly type: 'answer'; readonly answer: unknown }
  /** Something that the agent wanted to do and was not allowed to. */
  | { readonly type: 'denied'; readonly what: string }
  /** The last one counts, if the turn does not end well after it. */
  | { readonly type: 'trouble'; readonly trouble: Trouble }
  /** Trouble that the agent tries to get over by itself: it is why a limit ended the turn, if nothing came after it. */
  | { readonly type: 'waiting'; readonly trouble: Trouble }
  /** The agent says that its turn is over, and whether it takes it for a good end. */
  | { readonly type: 'end'; readonly well: boolean };

/** What a turn's events said, taken together. Bounded, however much an agent prints. */
export interface Seen {
  readonly session: { readonly id: string; readonly model: string | undefined } | undefined;
  readonly answer: { readonly value: unknown } | undefined;
  readonly steps: number;
  readonly denied: readonly string[];
  readonly trouble: Trouble | undefined;
  /** What it has been waiting for since its last step. */
  readonly waiting: Trouble | undefined;
  readonly end: { readonly well: boolean } | undefined;
}

/** How the process ended: by itself, or by a signal that was not ours. */
export type AgentEnd = Pick<RunResult, 'code' | 'signal' | 'stdout' | 'stderr'> & {
  readonly ended: 'exit' | 'signal';
  /** When, in milliseconds since the epoch. */
  readonly at: number;
};

export function driverOf<Option extends AgentOption>(option: Option): AgentDriver<Option> {
  return drivers[option.driver] as unknown as AgentDriver<Option>;
}

const drivers = {
  claude: claudeDriver,
  codex: codexDriver,
  acp: acpDriver,
  command: commandDriver,
  scripted: scriptedDriver,
};
