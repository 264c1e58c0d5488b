import { z } from 'zod';
import { allowedSchema } from '../cheat/sighting.ts';
import { testsSchema } from '../result/tests.ts';
import type { Event } from '../workflow/state.ts';
import { phases, type StateName } from './protocol.ts';

/** Raised when the shape of what is stored changes; a newer one is refused. */
export const stateVersion = 1;

const sha = z.string().regex(/^[0-9a-f]{40,64}$/);

const commandsFrom = z.enum(['option', 'repository', 'agent']);
export type CommandsFrom = z.infer<typeof commandsFrom>;

export const gatesSchema = z.object({ designer_gate: z.string(), test_gate: z.string() });
export const formattersSchema = z.object({ fmt_cmd: z.string(), lint_cmd: z.string() });

/** What one commit in work was begun with. It never changes. */
export const workSchema = z.object({
  version: z.literal(stateVersion),
  /** The folder that `init` was called in, absolute: the plan and the workspace are relative to it. */
  folder: z.string(),
  /** The root of the checkout, absolute. */
  checkout: z.string(),
  plan_path: z.string(),
  /** The same from the root of the checkout. */
  plan: z.string(),
  /** SHA-256 of the plan's text. */
  plan_digest: z.string(),
  commit_id: z.union([z.number().int(), z.string()]),
  workspace: z.string(),
  commit_title: z.string(),
  commit_message: z.string(),
  commit_files: z.array(z.string()),
  commit_tests: z.array(z.string()),
  /** Phases that this commit goes through. */
  phases: z.array(z.enum(phases)),
  /** The commit that HEAD is at until we commit. */
  base: sha,
  /** What lay in the checkout when the work began, as a commit on `base`. */
  start: sha,
  /** Where there were tests of the commit by then: commits with all but these, with nothing but these, and with both. */
  begun: z.object({ code: sha, tests: sha, all: sha, from: z.enum(['tester', 'implementor']) }).optional(),
  /** What lay there with the work that counted as the commit's own, where there was some: nobody else has it. */
  draft: sha.optional(),
  /** Paths that differed from `base` by then: somebody else's edits. */
  unrelated: z.array(z.string()),
  /** Files of rules that style is judged by. */
  guides: z.array(z.string()),
  /** Seconds for one command. */
  time_limit: z.number().positive(),
});
export type Work = z.infer<typeof workSchema>;

/**
 * What happened to it, in order. `loop` is an event of the workflow; the rest is what the protocol has around it: which
 * commands there are, what an outside orchestrator can do wrong, the commit.
 */
export const factSchema = z.discriminatedUnion('fact', [
  z.object({
    fact: z.literal('commands'),
    from: commandsFrom,
    gates: gatesSchema.optional(),
    formatters: formattersSchema.optional(),
  }),
  /** Somebody has said that commands which an agent has proposed may be run. */
  z.object({ fact: z.literal('commands-accepted') }),
  /** Somebody has said that tests are right which are not as the tester has left them. */
  z.object({ fact: z.literal('tests-accepted'), allowed: z.array(allowedSchema) }),
  /** Tests that failed before the work began, and files that a gate leaves behind. */
  z.object({
    fact: z.literal('baseline'),
    failing: z.array(z.string()),
    exit: z.number().nullable(),
    /** The file with the whole output; empty where it excuses nothing. */
    log: z.string(),
    /** As a runner has reported them, with their names; earlier releases kept only those that failed. Absent where none has. */
    tests: testsSchema.optional(),
  }),
  z.object({ fact: z.literal('left-behind'), paths: z.array(z.string()) }),
  z.object({ fact: z.literal('loop'), event: z.custom<Event>() }),
  /** Paths outside of the commit that differed after a turn, and what gates have rewritten. */
  z.object({ fact: z.literal('touched'), paths: z.array(z.string()) }),
  z.object({ fact: z.literal('formatted'), commit: sha }),
  z.object({ fact: z.literal('scope-accepted'), commit: sha }),
  /** What was changed while no agent was to write is judged like all else. */
  z.object({ fact: z.literal('retaken') }),
  z.object({ fact: z.literal('bad-answer'), problems: z.string() }),
  z.object({ fact: z.literal('note'), text: z.string() }),
  /** What no agent of the workflow can mend; `resume` goes on where it came up. */
  z.object({
    fact: z.literal('trouble'),
    reason: z.string(),
    text: z.string(),
    log: z.string(),
    /** What a command of ours, or whoever was only to read, has changed. */
    paths: z.array(z.string()).optional(),
  }),
  z.object({ fact: z.literal('resumed') }),
  /** Somebody has had the checkout put back as it was; `kept` is what was there. `isOver`: and has given the commit up. */
  z.object({
    fact: z.literal('put-back'),
    kept: sha,
    /** The draft that it was put back to; absent where there was none, and in earlier releases, which put none back. */
    draft: sha.optional(),
    paths: z.array(z.string()),
    isOver: z.boolean(),
  }),
  z.object({ fact: z.literal('log'), path: z.string() }),
  z.object({ fact: z.literal('committed'), commit: sha, files: z.array(z.string()), left: z.array(z.string()) }),
]);
export type Fact = z.infer<typeof factSchema>;

/** The state file: the fields of `ic-driver.py` under its names, then ours. It is a view; what counts is our journal. */
export interface StateFile {
  readonly plan_path: string;
  readonly commit_id: number | string;
  readonly workspace: string;
  readonly state: StateName;
  readonly designer_gate: string;
  readonly test_gate: string;
  readonly fmt_cmd: string;
  readonly lint_cmd: string;
  readonly commit_title: string;
  readonly commit_message: string;
  readonly commit_files: readonly string[];
  readonly commit_tests: readonly string[];
  /** From git, each once. */
  readonly files_touched: readonly string[];
  readonly gate_retries: number;
  readonly style_cycles: number;
  /** What of the output tells why it failed; all of it is in the file `last_gate_log`. */
  readonly last_gate_error: string;
  readonly last_style_violations: readonly string[];
  readonly escalation_context: string;
  readonly version: number;
  readonly base: string;
  readonly start: string;
  readonly commit: string;
  /** Commits behind refs of ours with what lay in the checkout, by what they were made for. */
  readonly snapshots: Readonly<Record<string, string>>;
  readonly phases: readonly string[];
  readonly gates_from: string;
  readonly formatters_from: string;
  /** Where `resume` goes on. */
  readonly resume_state: string;
  readonly unrelated: readonly string[];
  readonly failing_before: readonly string[];
  readonly last_gate_log: string;
  readonly notes: readonly string[];
  /** Number of records in our journal, and the hash of the last. */
  readonly records: number;
  readonly digest: string;
}
