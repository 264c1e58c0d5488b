import { fail, type Failure, type Result } from '../failure.ts';
import type { LandRecord } from '../result/records.ts';
import type { Question } from '../workflow/question.ts';

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
}

/** What came of landing. */
export interface Landing {
  /** Undefined when nothing was moved. */
  readonly landed?: Landed;
  /** Why the phase is not where it was to be. */
  readonly failure?: Failure;
  readonly questions?: readonly Question[];
}

/** What landing needs and a stage does not know. */
export interface LandingHelp {
  /** Whether the claim on the phase is still this run's: whoever has lost it moves nothing. */
  isStillOurs(): Promise<boolean>;
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

/** Somebody else lands the phase now. */
export function lostClaim(soFar = 'Nothing was moved.'): { readonly failure: Failure } {
  return fail('claimed', `The claim on the phase was taken over by another run while this one was at work. ${soFar}`);
}
