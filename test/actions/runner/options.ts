import type { Event } from './event.ts';
import type { Job, StandIn } from './job.ts';
import type { Permissions } from './permissions.ts';

/** How a workflow is run; all but the event and the folder have a default. */
export interface RunOptions {
  readonly event: Event;
  /** A folder of the test's own: work folders, artifacts, caches. Runs that share it see each other's artifacts and caches. */
  readonly folder: string;
  /** `owner/repo`, where the workflow lies. */
  readonly repository?: string;
  /** The tip of the default branch. */
  readonly head?: { readonly branch: string; readonly sha: string };
  readonly actor?: string;
  readonly secrets?: Readonly<Record<string, string>>;
  readonly vars?: Readonly<Record<string, string>>;
  /** `owner/repo` → folder, for `uses: owner/repo/path@ref` and `$/`. */
  readonly actions?: Readonly<Record<string, string>>;
  /** `owner/repo[/path]` → what stands in for the action; see `standIns`. */
  readonly standIns?: Readonly<Record<string, StandIn>>;
  /** `owner/repo` → git repository for checkout. */
  readonly remotes?: Readonly<Record<string, string>>;
  readonly apiUrl?: string;
  readonly serverUrl?: string;
  /** Makes the token of a job. Without it, it is `token-of-<job>`. */
  readonly issueToken?: (job: { readonly label: string; readonly permissions: Permissions }) => string;
  readonly runId?: string;
  readonly runAttempt?: string;
  /** Jobs and legs at a time. */
  readonly parallel?: number;
  /** Milliseconds of a minute, for `timeout-minutes`. */
  readonly minute?: number;
  /** Cancels the run, as the button on GitHub does. */
  readonly signal?: AbortSignal;
  /** Called with each job before its first step; may place files in its workspace. */
  readonly beforeJob?: (job: Job) => void | Promise<void>;
}
