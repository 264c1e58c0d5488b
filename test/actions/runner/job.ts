import type { CommandReader } from './commands.ts';
import type { Event } from './event.ts';
import type { Value } from './expression.ts';
import type { Permissions } from './permissions.ts';

export type Outcome = 'success' | 'failure' | 'cancelled' | 'skipped';

export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly message: string;
  /** Of the command that made it: `file`, `line`, `title`, … */
  readonly properties: Readonly<Record<string, string>>;
  /** Of the step that printed it, in the form `job/step/inner step`. */
  readonly step: string;
}

/** What a run is about, by the names of the context `github`. */
export type GitHub = Readonly<Record<string, string>> &
  Readonly<Record<'ref' | 'sha' | 'repository' | 'run_id' | 'server_url', string>>;

/** A job on its machine, or one leg of a matrix: what its steps share, and what is left of it for the test. */
export interface Job {
  readonly id: string;
  readonly matrix: Readonly<Record<string, Value>>;
  /** The context `github`, without the event. */
  readonly github: GitHub & { readonly token: string; readonly workspace: string };
  readonly event: Event;
  readonly runner: Readonly<Record<string, string>> & { readonly temp: string };
  readonly permissions: Permissions;
  readonly secrets: Readonly<Record<string, string>>;
  /** Where `owner/repo/path@ref` is laid out, as the real runner does. */
  readonly actionsFolder: string;
  /** What a step sees beside its own: PATH, HOME, LANG, RUNNER_*. */
  readonly machine: Readonly<Record<string, string>>;
  /** `env` of workflow and job, and what steps wrote to `$GITHUB_ENV`. */
  readonly env: Record<string, string>;
  /** What steps wrote to `$GITHUB_PATH`, the latest first. */
  readonly path: string[];
  readonly masks: Set<string>;
  readonly commands: CommandReader;
  /** Aborted when the job is cancelled; its running step is ended then. */
  readonly signal: AbortSignal;
  /** Process groups that were started; whatever is left of them ends with the job. */
  readonly groups: number[];
  /** What is to be done after the steps, in this order. */
  readonly posts: { readonly step: string; run(): Promise<boolean> }[];
  readonly annotations: Annotation[];
  readonly log: { readonly step: string; readonly line: string }[];
  readonly summaries: { readonly step: string; readonly markdown: string }[];
  readonly steps: { readonly step: string; readonly outcome: Outcome; readonly conclusion: Outcome }[];
}

/** What is the same for all jobs of a run. */
export interface Surroundings {
  /** `owner/repo` → folder that holds it, for `uses: owner/repo/path@ref` and `$/`. */
  readonly actions: Readonly<Record<string, string>>;
  /** `owner/repo` or `owner/repo/path` → what this runner does in place of the action. */
  readonly standIns: Readonly<Record<string, StandIn>>;
  /** `owner/repo` → folder of a git repository that checkout clones. */
  readonly remotes: Readonly<Record<string, string>>;
  /** Artifacts and caches; may be shared by several runs. */
  readonly store: string;
  /** Length of a minute in milliseconds, for limits of time. */
  readonly minute: number;
}

/** A small local form of somebody else's action. */
export interface StandIn {
  /** All inputs of the action, with their defaults. Others are refused, though GitHub would only warn. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Returns the outputs. Throws what the action would fail with. */
  run(call: StandInCall): Record<string, string> | Promise<Record<string, string>>;
}

export interface StandInCall {
  /** All inputs, with defaults. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly job: Job;
  readonly surroundings: Surroundings;
  readonly step: string;
  /** Adds a line to the log. */
  readonly print: (line: string) => void;
  /** Runs after the steps of the job. */
  readonly after: (run: () => void | Promise<void>) => void;
  /** Refuses a use that this stand-in does not do, and so ends the run. */
  readonly refuse: (what: string) => Error;
}

/** A line of the log, with secrets taken out. */
export function print(job: Job, step: string, line: string): void {
  job.log.push({ step, line: masked(job, line) });
}

export function annotate(
  job: Job,
  step: string,
  level: Annotation['level'],
  message: string,
  properties: Readonly<Record<string, string>> = {},
): void {
  job.annotations.push({ level, message: masked(job, message), properties, step });
  print(job, step, `##[${level}]${message}`);
}

export function masked(job: Job, text: string): string {
  // The longest first, so that a secret within another leaves nothing of it.
  const secrets = [...job.masks].toSorted((one, other) => other.length - one.length);
  return secrets.reduce((current, secret) => current.replaceAll(secret, '***'), text);
}

/** Adds a secret, and each of its lines, since logs are masked by line. */
export function mask(job: Pick<Job, 'masks'>, secret: string): void {
  for (const part of [secret, ...secret.split(/[\r\n]/).map((line) => line.trim())]) {
    if (part.trim() !== '') job.masks.add(part);
  }
}
