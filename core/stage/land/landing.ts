import { fail, type Failure, type Result } from '../../failure.ts';
import type { Push, Pushed } from '../../git/push.ts';
import type { CommitsRecord, HookRun, LandRecord, MergeRecord } from '../../result/records.ts';
import type { Question } from '../../workflow/question.ts';

/** What the user's hooks said on the way, and which said nothing. */
export interface HooksTold {
  readonly ran: readonly HookRun[];
  readonly leftOut: readonly { readonly hook: string; readonly reason: string }[];
}

/** A commit that may land. */
export interface Landable {
  readonly commit: string;
  /** All commits of this work that may have landed from here before, itself among them: first as it was judged, then signed. */
  readonly names: readonly string[];
  readonly told: Pick<Landed, 'hooks' | 'commits'>;
}

/** Where a finished phase is to be seen from now on. */
export interface Landed {
  readonly to: 'branch' | 'pull-request' | 'main';
  /** The branch, as people call it: `phase/1`, `main of origin`. */
  readonly branch: string;
  readonly commit: string;
  readonly tree: string;
  /** What the user types next. */
  readonly merge: string;
  /** Of the pull request. */
  readonly url?: string;
  /** Why it is here and not where one might look for it first. */
  readonly note?: string;
  /** What was judged anew, where main had moved. */
  readonly combined?: LandRecord;
  readonly hooks?: HooksTold;
  /** Which commits have landed in place of those that were judged, where they had to be made anew. */
  readonly commits?: CommitsRecord['commits'];
}

/** What came of landing. */
export interface Landing {
  /** Undefined when nothing was moved. */
  readonly landed?: Landed;
  /** Why the phase is not where it was to be. */
  readonly failure?: Failure;
  /** Where nothing was moved: what hooks said. */
  readonly hooks?: HooksTold;
  /** Conflicts with main that were not resolved. */
  readonly merge?: MergeRecord;
  readonly questions?: readonly Question[];
}

/** What landing needs and a stage does not know. */
export interface LandingHelp {
  /** Whether the claim on the phase is still this run's: whoever has lost it moves nothing. */
  isStillOurs(): Promise<boolean>;
  /** Pushes a branch together with the claim on the phase, where that is on a remote. */
  readonly push?: (push: Push) => Promise<Pushed>;
  /** The head of the phase's report, for people on a forge. Markdown that mentions nobody. */
  describe(landed: Landed): Promise<string>;
  readonly forge: Forge;
}

/** Where pull requests are. The one thing of landing that is no git. */
export interface Forge {
  /** Whether its settings can be read, told before any work is done. */
  check(): Result<'usable'>;
  /** Opens one, or updates the one that was opened for this phase. `noToken` says where a person can open it. */
  open(request: PullRequest): Promise<Result<Opened>>;
}

export interface PullRequest {
  /** The remote's address, as it is configured. */
  readonly remote: string;
  /** Branch with the work, and the one to merge into. */
  readonly head: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
  /** Tells the pull request of this phase from all others; stands in its body where nobody sees it. */
  readonly marker: string;
}

export type Opened =
  | { readonly how: 'opened' | 'updated' | 'theirs'; readonly url: string }
  /** Nobody is logged in, or the address is of no known forge: a page or a command for a person. */
  | { readonly how: 'by-hand'; readonly next: string };

export const noHooks: HooksTold = { ran: [], leftOut: [] };

/** Adds what other hooks have said. */
export function withHooks<T extends { readonly hooks?: HooksTold }>(before: T, more: HooksTold = noHooks): T {
  if (more.ran.length + more.leftOut.length === 0) return before;
  const { ran, leftOut } = before.hooks ?? noHooks;
  const news = more.leftOut.filter(({ hook }) => !leftOut.some((one) => one.hook === hook));
  return { ...before, hooks: { ran: [...ran, ...more.ran], leftOut: [...leftOut, ...news] } };
}

/** Somebody else lands the phase now. */
export function lostClaim(soFar = 'Nothing was moved.'): { readonly failure: Failure } {
  return fail('claimed', `The claim on the phase was taken over by another run while this one was at work. ${soFar}`);
}
