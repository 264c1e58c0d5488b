import { z } from 'zod';
import { budgetSchema } from './agent/budget.ts';
import { agentSchema, type WrittenAgent } from './agent/option.ts';
import type { Role } from './agent/role.ts';
import { fail, ok, type Result } from './failure.ts';
import { placedFormats } from './plan/find.ts';
import { gatesSchema, targetGate, type WrittenGate } from './gate/option.ts';
import { usualGates } from './gate/usual.ts';
import { hookNames } from './git/hooks.ts';
import { standingAnswersSchema } from './workflow/standing-answers.ts';

const seconds = z.number().positive();

const optionsSchema = z.strictObject({
  /** Who does what. A role that nobody is named for is done by the implementer, if it writes, else by the reviewer. */
  implementer: agentSchema.prefault('claude'),
  reviewer: agentSchema.prefault('claude'),
  styleReviewer: agentSchema.optional(),
  arbiter: agentSchema.optional(),
  polisher: agentSchema.optional(),
  reader: agentSchema.optional(),
  designer: agentSchema.optional(),
  tester: agentSchema.optional(),
  /**
   * What is done about the specs before any task. `full`: lint and a fresh reader look, an agent edits until both are
   * content. `lint`: an agent edits only where the lint complains. `off`: they are taken as they are.
   */
  polish: z.enum(['full', 'lint', 'off']).default('full'),
  /** Takes the tasks that an agent proposes for a phase without any, and asks nobody. */
  autoApproveBreakdown: z.boolean().default(false),
  /** What judges a tree: Nx targets by their names, and gates of which there is more to say. */
  gates: gatesSchema.default(usualGates.map(targetGate)),
  /** Seconds for one run of all targets that have no limit of their own, for a command that has none, and for a hook. */
  gateTimeLimit: seconds.default(300),
  /** How often an implementer may try again after red gates within one round. */
  gateRetries: z.number().int().min(0).max(10).default(2),
  maxReviewRounds: z.number().int().min(1).max(10).default(5),
  /** How a task is done. `auto`: test first where the plan is an `implementation-plan.toml`, else in rounds of review. */
  workflow: z.enum(['auto', 'iterative', 'tdd']).default('auto'),
  /** Test first: gates that have to pass as soon as there are interfaces, and gates whose tests are red before they pass. */
  compileGates: z.array(z.string().min(1)).default(['typecheck', 'type-check', 'types', 'tsc', 'compile', 'build']),
  testGates: z.array(z.string().min(1)).min(1).default(['test', 'unit', 'unit-test', 'vitest', 'jest', 'pytest']),
  /** Test first: paths and globs of the written guides that style is judged by, as they are at the base. */
  styleGuides: z.array(z.string().min(1)).default(['docs/style/**/*.md']),
  /** Test first: reviews of style in each step before an arbiter decides. */
  maxStyleRounds: z.number().int().min(1).max(10).default(3),
  /** Test first: Nx targets of the project that format and fix what was written. Default: `format` and `lint-fix`, where it has them. */
  format: z.array(z.string().min(1)).optional(),
  /**
   * Where claims and results count beside this repository: nowhere, or in `refs` of its remote, so that several machines
   * work on one phase. `auto`: as `refs` where there is a remote that has the base and takes them, else nowhere.
   * `plan`: as `refs`, and claims on tasks stand in the plan on main of the remote as well.
   */
  claims: z.enum(['auto', 'refs', 'plan', 'off']).default('off'),
  /** Tasks that one run claims at once, so that others get some as well. Default: `parallel`. */
  maxClaims: z.number().int().min(1).max(64).optional(),
  /** Tasks that run side by side. */
  parallel: z.number().int().min(1).max(64).default(3),
  /** Seconds for one agent call, and without a sign of life. */
  agentTimeLimit: seconds.default(3600),
  agentSilenceLimit: seconds.default(600),
  /** Further tries after trouble of a provider or the network, and seconds before the first; three times as long each. */
  agentRetries: z.number().int().min(0).max(10).default(3),
  agentRetryDelay: z.number().nonnegative().default(5),
  /** When a provider's usage limit is reached: end the run with its tasks as they are, or wait for the stated time. */
  onQuota: z.enum(['park', 'wait']).default('park'),
  budget: budgetSchema.default({}),
  /** What becomes of a question that no person answers. */
  questions: z
    .strictObject({
      /** Seconds since it was first asked. Without it questions wait. */
      deadline: seconds.optional(),
      /** What the first run after the deadline does: take the question's default, or go on waiting. */
      whenPassed: z.enum(['default', 'wait']).default('default'),
      /** Answers by the reason of the question, for runs that nobody watches. */
      answers: standingAnswersSchema.default({}),
    })
    .prefault({}),
  /** Files of the project with rules for agents; those that there are go into every brief, as they are at the base. */
  rules: z.array(z.string().min(1)).default(['AGENTS.md', 'CLAUDE.md']),
  /** The one file of deferred findings, relative to the workspace. Default: beside the plan. */
  backlog: z.string().min(1).optional(),
  /** Where a finished phase goes: a branch of its own, a pull request from it, or the remote's main branch. */
  land: z.enum(['branch', 'pull-request', 'main']).default('branch'),
  /** Hooks of the user's that judge what lands, where there are such. One that is not named is left out. */
  hooks: z.array(z.enum(hookNames)).default([...hookNames]),
  /** Keep the worktrees of phases that are handed over; they are removed otherwise, where nothing is lost with them. */
  keepWorktrees: z.boolean().default(false),
  /** Checklist specs that are plans, relative to the workspace. */
  checklists: z.array(z.string().min(1)).default([]),
  /** Other systems whose plans are found at their usual places. */
  formats: z.array(z.enum(placedFormats)).default([]),
});

/** Options as people write them: in `nx.json` under the plugin, or in a project's `implement-phase` target. */
export type WrittenOptions = Omit<z.input<typeof optionsSchema>, Role | 'gates'> & {
  readonly [role in Role]?: WrittenAgent;
} & { readonly gates?: readonly WrittenGate[] };
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
