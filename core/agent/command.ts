import { isAbsolute, posix } from 'node:path';
import { z } from 'zod';
import { fail, ok, type Result } from '../failure.ts';
import { fileAt } from '../git/repository.ts';
import type { Host } from '../host/host.ts';
import type { AgentDriver, AgentEnd, AgentEvent, Installed, Seen, Surroundings } from './driver.ts';
import type { AgentOf } from './option.ts';
import { findOnPath } from './on-path.ts';
import { troubles, type Trouble } from './trouble.ts';
import { usageSchema } from './usage.ts';

/**
 * Any program: the prompt comes on standard input, and standard output is read line by line. A line that is a JSON
 * object of a known `type` counts as that; any other line is shown as progress. The last answer counts, and only when
 * the program ends with 0. The contract for authors is in docs/agents.md.
 */
export const commandDriver: AgentDriver<AgentOf<'command'>> = {
  describe: (option) => `command ${option.command.join(' ')}`,
  provider: (option) => `command ${option.command.join(' ')}`,
  capabilities: () => lineCapabilities,
  detect: async (host, option, at) => await detectCommand(host, option.command, at),
  argv: ({ command }, { workspace }) => {
    const [file = '', ...args] = command.map((part) => part.replaceAll(phaseWorktreeToken, workspace));
    return [file, ...args];
  },
  env: (_, { session }) => ({ PHASEWRIGHT_SESSION: session?.id }),
  parse: parseLine,
  finish: finishLines,
};

/** What programs can do that keep to the contract of lines. */
export const lineCapabilities = {
  schema: 'line',
  readOnly: 'none',
  budget: false,
  turns: true,
  resume: true,
  usage: 'told',
} as const;

/**
 * Stands for the phase worktree, which no agent works in: a program of the workspace is named with it, so that no task
 * can change the agent that judges it. Not Nx's own `{workspaceRoot}`, which Nx would replace by the checkout.
 */
export const phaseWorktreeToken = '{phaseWorktree}';

const lineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('say'), text: z.string() }),
  z.object({ type: z.literal('session'), id: z.string().min(1), model: z.string().optional() }),
  z.object({ type: z.literal('step') }),
  usageSchema.extend({ type: z.literal('usage'), counts: z.enum(['more', 'session']).default('more') }),
  z.object({ type: z.literal('answer'), answer: z.unknown() }),
  z.object({ type: z.literal('denied'), what: z.string() }),
  z.object({
    type: z.literal('trouble'),
    kind: z.enum(troubles).exclude(['cancelled', 'violation']),
    text: z.string(),
    resetsAt: z.number().optional(),
    retryAfter: z.number().optional(),
  }),
]);

export function parseLine(line: string): AgentEvent[] {
  const parsed = line.startsWith('{') ? lineSchema.safeParse(json(line)) : undefined;
  if (!parsed?.success) return [{ type: 'say', text: line }];
  const { data } = parsed;
  if (data.type === 'usage') {
    const { type, counts, ...usage } = data;
    return [{ type, usage, counts }];
  }
  if (data.type === 'trouble') {
    const { type, ...trouble } = data;
    return [{ type, trouble }];
  }
  return [data];
}

/** The exit code decides; what the program said of its trouble says which it is. */
export function finishLines(seen: Seen, end: AgentEnd): Trouble | undefined {
  if (end.ended === 'exit' && end.code === 0) return undefined;
  if (seen.trouble) return seen.trouble;
  const how = end.ended === 'signal' ? `it was ended by ${end.signal}` : `it ended with exit code ${end.code}`;
  return { kind: 'agent-error', text: `${how}: ${lastLines(end.stderr || end.stdout)}` };
}

export function lastLines(text: string): string {
  return text.trim().split('\n').slice(-3).join('\n').slice(-2000) || 'it printed nothing';
}

/**
 * Files of the workspace are looked for at the commit that the phase starts from, since that is where they are run.
 */
export async function detectCommand(
  host: Host,
  command: readonly string[],
  { git, commit }: Surroundings,
): Promise<Result<Installed>> {
  const [program = '', ...args] = command;
  for (const path of args.map(pathIn)) {
    const isOfWorkspace = (await fileAt(git, commit, posix.normalize(path))) !== undefined;
    if (isOfWorkspace) return changeable(path);
  }
  for (const part of command.filter((one) => one.startsWith(`${phaseWorktreeToken}/`))) {
    const path = part.slice(phaseWorktreeToken.length + 1);
    if ((await fileAt(git, commit, path.replace(/^\.\//, ''))) === undefined)
      return fail(
        'missing-agent',
        `\`${part}\` is not a file at ${commit.slice(0, 10)}, the commit that the phase starts from.`,
      );
  }
  const found: Result<Installed> = ok({ program, version: null });
  if (program.startsWith(phaseWorktreeToken)) return found;
  if (isAbsolute(program))
    return (await host.files.exists(program)) ? found : fail('missing-agent', `there is no program \`${program}\`.`);
  if (/[\\/]/.test(program)) return changeable(program);
  return (await findOnPath(host, program))
    ? found
    : fail('missing-agent', `the program \`${program}\` is not on PATH.`);
}

/** An agent is not started from where others, or itself, can change it. */
function changeable(path: string): Result<never> {
  return fail(
    'missing-agent',
    `\`${path}\` would be looked for in the worktree of each task, which agents change; write \`${phaseWorktreeToken}/${posix.normalize(path)}\`.`,
  );
}

/** Of `--import=tools/agent.mjs` what stands behind the sign. */
function pathIn(argument: string): string {
  return /^-[^=]*=(.*)$/s.exec(argument)?.[1] ?? argument;
}

function json(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
