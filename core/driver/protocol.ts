import { z } from 'zod';

/*
 * What an outside orchestrator and the driver say to each other. Names and values are those of `ic-driver.py`, so that
 * its orchestrators can switch over; what is new has a default, or is a field that they ignore.
 */

export const phases = ['designer', 'tester', 'implementor'] as const;
export type Phase = (typeof phases)[number];

export const stateNames = [
  'explore_gates',
  'explore_formatters',
  'designer_phase',
  'designer_gate',
  'designer_style',
  'tester_phase',
  'tester_gate',
  'tester_style',
  'implementor_phase',
  'implementor_gate',
  'implementor_style',
  'scope_review',
  'format',
  'commit',
  'done',
  'needs_llm',
] as const;
export type StateName = (typeof stateNames)[number];

/** A list that an answer may leave out. */
const texts = z
  .array(z.string())
  .nullish()
  .transform((list) => list ?? []);

/** Ends without the work, in the words of the prompts. */
export const stops = ['spec-wrong', 'gate-wrong', 'person-needed'] as const;

export const phaseResultSchema = z.object({
  status: z
    .enum(['ok', 'problems', 'done', ...stops])
    .describe('ok or done: all of it is done. Any other: it is not; the notes say why.'),
  files_created: texts.describe('Ignored: what was changed is taken from git.'),
  files_modified: texts.describe('Ignored: what was changed is taken from git.'),
  notes: z
    .string()
    .nullish()
    .transform((text) => text ?? '')
    .describe('The summary; and what stands in the way, with the question to a person.'),
  disputes: z
    .array(
      z.object({
        violation: z.string().min(1).describe('Its id, as it was given.'),
        reason: z.string().min(1).describe('Why it is none, by the words of the guide.'),
        evidence: z.string().nullish().describe('The line of a guide, a spec, the code or a test that shows it.'),
      }),
    )
    .nullish()
    .transform((list) => list ?? [])
    .describe('Violations that you hold to be none and have left as they are. All others count as fixed.'),
});
export type PhaseResult = z.infer<typeof phaseResultSchema>;

const command = z.string().trim().min(1);

export const gateDiscoverySchema = z.object({
  designer_gate: command.describe('Checks that all compiles, tests as well, and runs nothing.'),
  test_gate: command.describe('Runs the tests and names each of them with its outcome.'),
});

export const formatterDiscoverySchema = z.object({
  fmt_cmd: z.string().trim().describe('Formats. Empty: the project has none.'),
  lint_cmd: z.string().trim().describe('Mends what a linter can mend. Empty: the project has none.'),
});

export const styleResultSchema = z
  .object({ status: z.enum(['accept', 'violations']), violations: texts })
  .refine(({ status, violations }) => (status === 'violations') === violations.length > 0, {
    error: 'expected violations with the status violations, and none with accept',
  });

export const arbiterResultSchema = z.object({ proceed: z.boolean(), reasoning: z.string().min(1) });

/** One agent turn that the orchestrator is to perform; its answer goes to `report`. */
export interface SpawnAction {
  readonly action: 'spawn';
  readonly prompt: string;
  readonly phase?: Phase;
  readonly style_review?: true;
  readonly scope_review?: true;
  readonly arbiter?: true;
  readonly response_schema: AnswerName;
  /** The same as a JSON schema. */
  readonly answer: object;
  /** Whether the agent may change nothing. */
  readonly read_only: boolean;
  /** Where the agent works, absolute. */
  readonly workspace: string;
}

export interface DoneAction {
  readonly action: 'done';
  readonly commit_id: number | string;
  readonly commit: string;
  readonly files: readonly string[];
  /** Paths with edits that are not of this commit; they are as they were. */
  readonly left: readonly string[];
  /** What a person should know: steps that were left out, tests that failed before. */
  readonly notes: readonly string[];
}

export type Action = SpawnAction | DoneAction;

/** Told on standard error, with exit code 1. */
export interface Escalation {
  readonly error: string;
  readonly state_path: string;
  readonly reason: string;
  /** Where `resume` goes on; empty where it cannot. */
  readonly resume_state: string;
  /** What `resume --choice` can be given, and what each does. */
  readonly options?: Readonly<Record<string, string>>;
  /** The whole output of the command that failed. */
  readonly log?: string;
  /** Commands that an agent has proposed and nobody has accepted. */
  readonly proposal?: Readonly<Record<string, string>>;
}

const answerSchemas = {
  PhaseResult: phaseResultSchema,
  GateDiscovery: gateDiscoverySchema,
  FormatterDiscovery: formatterDiscoverySchema,
  StyleResult: styleResultSchema,
  ScopeResult: styleResultSchema,
  ArbiterResult: arbiterResultSchema,
};
export type AnswerName = keyof typeof answerSchemas;

export function answerSchema(name: AnswerName): object {
  return z.toJSONSchema(answerSchemas[name], { io: 'input' });
}
