import { z } from 'zod';
import type { AgentOption } from '../options.ts';
import { usageSchema } from './answer.ts';
import type { AgentDriver, AgentEvent } from './driver.ts';

/**
 * Any program: the prompt comes on standard input, and standard output is read line by line. A line that is a JSON
 * object with a `type` of `say`, `usage` or `answer` counts as that; any other line is shown as progress. The last
 * answer counts, and only when the program ends with 0. The contract for authors is in docs/agents.md.
 */
export const commandDriver: AgentDriver<Extract<AgentOption, { driver: 'command' }>> = {
  describe: (option) => `command ${option.command.join(' ')}`,
  launch: ({ command, env }, { workspace }) => {
    const [file, ...args] = command.map((part) => part.replaceAll(phaseWorktreeToken, workspace));
    return { file: file!, args, env };
  },
  parse: parseLine,
};

/**
 * Stands for the phase worktree, which no agent works in: a program of the workspace is named with it, so that no task
 * can change the agent that judges it. Not Nx's own `{workspaceRoot}`, which Nx would replace by the checkout.
 */
export const phaseWorktreeToken = '{phaseWorktree}';

const lineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('say'), text: z.string() }),
  usageSchema.extend({ type: z.literal('usage') }),
  z.object({ type: z.literal('answer'), answer: z.unknown() }),
]);

export function parseLine(line: string): AgentEvent {
  const parsed = line.startsWith('{') ? lineSchema.safeParse(json(line)) : undefined;
  if (!parsed?.success) return { type: 'say', text: line };
  if (parsed.data.type !== 'usage') return parsed.data;
  const { type, ...usage } = parsed.data;
  return { type, usage };
}

function json(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
