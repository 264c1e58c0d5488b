import { z } from 'zod';

/*
 * How an agent is named in the options, one schema for each driver.
 */

const seconds = z.number().positive();

/**
 * Names of variables of the user's environment that the agent may see, beside the few that every program needs.
 * Some are never passed on: they would lead an agent, or the git that it starts, beyond its worktree.
 */
const variables = z
  .array(
    z
      .string()
      .min(1)
      .refine((name) => !neverPassed.test(name), { error: 'expected a variable that an agent may have' }),
  )
  .default([]);
const neverPassed =
  /^(?:GIT_.*|GITHUB_(?:ENTERPRISE_)?TOKEN|GITHUB_PAT|GH_(?:ENTERPRISE_)?TOKEN|GITLAB_TOKEN|CI_JOB_TOKEN|NPM_TOKEN|NODE_AUTH_TOKEN|ACTIONS_.*|NODE_OPTIONS|LD_.*|DYLD_.*|BASH_ENV|BASH_FUNC_.*|ENV|PHASEWRIGHT_.*)$/i;

/** Limits of one call, beside those of the options `agentTimeLimit` and `agentSilenceLimit`. */
const limits = {
  timeLimit: seconds.optional(),
  silenceLimit: seconds.optional(),
  /** Answers of the model within one call; an agent that goes round in circles is ended. */
  maxSteps: z.number().int().positive().optional(),
  /** US dollars for one call. Refused for an agent that does not keep to that by itself: for all there is `budget`. */
  maxCostUsd: z.number().positive().optional(),
};

const model = {
  /** As the agent itself names its models; without it, the agent's default, which then stays the same for a task. */
  model: z.string().min(1).optional(),
  /** How much the model thinks, in the agent's own words. */
  effort: z.string().min(1).optional(),
};

/** Path or name of the agent's program; found on PATH when it is not given. */
const program = z.string().min(1).optional();

const claudeSchema = z.strictObject({
  driver: z.literal('claude'),
  program,
  ...model,
  /** Permission rules of what may be run without asking, such as `Bash(npm test *)`. Nobody is asked: all else is denied. */
  allow: z.array(z.string().min(1)).default([]),
  /** Commands run in the operating system's sandbox. `auto`: where it works; without it only what `allow` names is run. */
  sandbox: z.union([z.boolean(), z.literal('auto')]).default('auto'),
  env: variables,
  ...limits,
});

const codexSchema = z.strictObject({
  driver: z.literal('codex'),
  program,
  ...model,
  /** Further settings, as `codex -c` takes them: `{ "model_provider": "\"azure\"" }`. */
  config: z.record(z.string().min(1), z.string()).default({}),
  env: variables,
  ...limits,
  maxCostUsd: z
    .undefined({ error: 'expected none: codex does not say what it costs; use the option budget' })
    .optional(),
});

/**
 * Kinds of tool calls that an agent of the Agent Client Protocol may be allowed. Not single commands: the protocol shows
 * a command as words for people, so a rule about them would promise what it cannot keep.
 */
export const acpKinds = ['execute', 'fetch', 'other'] as const;
export type AcpKind = (typeof acpKinds)[number];

const acpSchema = z.strictObject({
  driver: z.literal('acp'),
  /** The agent and its arguments, such as `["gemini", "--acp"]`; no shell. */
  command: z.array(z.string().min(1)).min(1),
  ...model,
  /** What may be done without asking, beside reading and, for roles that write, editing in the worktree. */
  allow: z.array(z.enum(acpKinds)).default([]),
  env: variables,
  ...limits,
});

const commandSchema = z.strictObject({
  driver: z.literal('command'),
  /** Program and arguments; no shell. Runs in the task's worktree; `{phaseWorktree}` stands for the phase worktree. */
  command: z.array(z.string().min(1)).min(1),
  env: variables,
  ...limits,
});

const scriptedSchema = z.strictObject({
  driver: z.literal('scripted'),
  /** The script, relative to the workspace, read at the commit the phase starts from; or absolute. */
  script: z.string().min(1),
  ...limits,
});

const objectSchema = z.discriminatedUnion(
  'driver',
  [claudeSchema, codexSchema, acpSchema, commandSchema, scriptedSchema],
  {
    error:
      'expected an agent: "claude", "codex", or an object with a driver (claude, codex, acp, command, scripted), for instance { "driver": "command", "command": ["program", "argument"] }',
  },
);

/** An agent as it is written: its name alone stands for it with its defaults. */
export const agentSchema = z.preprocess(
  (written) => (written === 'claude' || written === 'codex' ? { driver: written } : written),
  objectSchema,
);
/** Answers of the model within one call, where the option does not say. */
export const defaultMaxSteps = 300;

export type WrittenAgent = 'claude' | 'codex' | z.input<typeof objectSchema>;
export type AgentOption = z.infer<typeof objectSchema>;

/** What of an agent's option shapes its work: a result is not made again because a limit was raised. */
export function identityOf(agent: AgentOption): object {
  const {
    env: _env,
    timeLimit: _time,
    silenceLimit: _silence,
    maxSteps: _steps,
    maxCostUsd: _cost,
    ...identity
  } = {
    env: undefined,
    ...agent,
  };
  return identity;
}

/** The option of one driver. */
export type AgentOf<Driver extends AgentOption['driver']> = Extract<AgentOption, { driver: Driver }>;
