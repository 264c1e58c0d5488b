import { z } from 'zod';
import { fail, ok, type Result } from './failure.ts';

const commandAgentSchema = z.strictObject({
  driver: z.literal('command'),
  /** Program and arguments; no shell. Runs in the task's worktree; `{phaseWorktree}` stands for the phase worktree. */
  command: z.array(z.string().min(1)).min(1),
  /** Names of variables of the user's environment that the agent may see, beside the few that every program needs. */
  env: z.array(z.string().min(1)).default([]),
});
const scriptedAgentSchema = z.strictObject({
  driver: z.literal('scripted'),
  /** The script, relative to the workspace, read at the commit the phase starts from; or absolute. */
  script: z.string().min(1),
});
const agentSchema = z.discriminatedUnion('driver', [commandAgentSchema, scriptedAgentSchema], {
  error:
    'expected an agent: { "driver": "command", "command": ["program", "argument"] } or { "driver": "scripted", "script": "path" }',
});
export type AgentOption = z.infer<typeof agentSchema>;

const seconds = z.number().positive();

const optionsSchema = z.strictObject({
  implementer: agentSchema,
  reviewer: agentSchema,
  /** Nx targets that judge a tree; of the affected projects, and always of the project that the plan belongs to. */
  gates: z.array(z.string().min(1)).min(1).default(['typecheck', 'lint', 'build', 'test']),
  /** Seconds for one run of all gates. */
  gateTimeLimit: seconds.default(300),
  /** How often an implementer may try again after red gates within one round. */
  gateRetries: z.number().int().min(0).max(10).default(2),
  maxReviewRounds: z.number().int().min(1).max(10).default(5),
  /** Tasks that run side by side. */
  parallel: z.number().int().min(1).max(64).default(3),
  /** Seconds for one agent call, and without a sign of life. */
  agentTimeLimit: seconds.default(3600),
  agentSilenceLimit: seconds.default(600),
  /** The one file of deferred findings, relative to the workspace. Default: beside the plan. */
  backlog: z.string().min(1).optional(),
  /** Checklist specs that are plans, relative to the workspace. */
  checklists: z.array(z.string().min(1)).default([]),
});

/** Options as people write them: in `nx.json` under the plugin, or in a project's `implement-phase` target. */
export type WrittenOptions = z.input<typeof optionsSchema>;
/** Options as the code uses them: nothing is missing. */
export type Options = z.infer<typeof optionsSchema>;

/** Layers of written options, the later ones stronger, made into one that is complete. Names what is wrong and where. */
export function resolveOptions(
  layers: readonly { readonly from: string; readonly written: unknown }[],
): Result<Options> {
  for (const { from, written } of layers) {
    const checked = optionsSchema.partial().safeParse(written);
    if (!checked.success) return fail('bad-option', describeIssues(from, checked.error, written));
  }
  const merged: Record<string, unknown> = Object.assign({}, ...layers.map((layer) => layer.written as object));
  for (const role of ['implementer', 'reviewer'] as const) {
    if (merged[role] === undefined)
      return fail(
        'missing-agent',
        `Unexpected absence of option "${role}", expected an agent. Name one in nx.json under the plugin, for instance "${role}": { "driver": "command", "command": ["my-agent"] }.`,
      );
  }
  const resolved = optionsSchema.safeParse(merged);
  return resolved.success ? ok(resolved.data) : fail('bad-option', describeIssues('options', resolved.error, merged));
}

/** Names of all options, for those who must tell them from flags. */
export const optionNames: readonly string[] = Object.keys(optionsSchema.shape);

function describeIssues(from: string, error: z.ZodError, written: unknown): string {
  const sentences = error.issues.map((issue) => {
    if (issue.code === 'unrecognized_keys') {
      const known = issue.path.length === 0 ? `, expected one of ${optionNames.join(', ')}` : '';
      return `Unexpected option ${issue.keys.map((key) => `"${[...issue.path, key].join('.')}"`).join(', ')}${known}.`;
    }
    return `Unexpected value ${JSON.stringify(valueAt(written, issue.path)) ?? 'nothing'} of option "${issue.path.join('.')}": ${issue.message}.`;
  });
  return `${from}: ${sentences.join(' ')}`;
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<PropertyKey, unknown> | undefined)?.[key], value);
}
