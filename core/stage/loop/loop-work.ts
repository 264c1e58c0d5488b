import type { ArbiterAnswer } from '../../agent/answer.ts';
import type { AgentCall, AgentOutcome } from '../../agent/call.ts';
import type { Prompt } from '../../agent/prompt.ts';
import type { Role } from '../../agent/role.ts';
import type { Permission } from '../../cheat/honesty.ts';
import type { Sighting } from '../../cheat/sighting.ts';
import type { Git } from '../../git/git.ts';
import type { Verdict } from '../../result/records.ts';
import type { Scope } from '../../review/scope.ts';
import type { ArbitrateCommand, Because, CheckedReview, Command, Event, Progress } from '../../workflow/state.ts';
import type { Workflow } from '../../workflow/workflow.ts';
import type { z } from 'zod';

/** What one loop is about: a task, the review of the phase, the polish of its specs. */
export interface LoopWork {
  /** `task-1.1`, `review`: names the journal and the lines of progress. */
  readonly stage: string;
  /** Of the result that the loop is to make: names its transcripts. */
  readonly key: string;
  /** Aborted once the claim that it works under is somebody else's: an agent at work is ended, as by a stop of the run. */
  readonly lost?: AbortSignal | undefined;
  /** The rest of the worktree's name, after the plan's id. */
  readonly worktree: string;
  readonly workflow: Workflow;
  /** What the agents are told the task is: its id, or `phase`. */
  readonly taskName: string;
  /** The commit that the change is measured from. */
  readonly start: string;
  readonly scope: Scope;
  /** How the change came to look done is judged from here on, with this permission; absent where nothing is built. */
  readonly honest?: Permission & {
    readonly since: string;
    /** The paths that the loop answers for; all of them where nothing is said. */
    readonly only?: readonly string[];
  };
  /** Whether a line of the file can show what is asked for: the plan, the specs, the rules. Nothing: what is protected. */
  readonly isSpec?: (path: string) => boolean;
  readonly message: (because: Because, round: number) => string;
  /** What the writer is told. */
  readonly prompt: (because: Because, mark: string, role: Role) => Prompt;
  /** What is known of a commit without a worktree of it. */
  readonly recall?: (commit: string, progress: Progress) => Promise<Verdict | undefined>;
  /** What of the commit is the task's to change, and not the step's. */
  readonly outsideStep?: (commit: string, progress: Progress) => Promise<Sighting[]>;
  /** What is found out about a commit before anybody is asked to look at it. */
  readonly judge: (worktree: Git, commit: string, progress: Progress) => Promise<Verdict>;
  /** Asks the reading role about a commit; its answer as that of a reviewer. */
  readonly review: (look: Look, ask: AskReader) => Promise<AgentOutcome<CheckedReview>>;
  readonly ends?: LoopEnds;
}

/** What only a workflow with an arbiter, or with formatters, has. */
export interface LoopEnds {
  readonly arbitrate: (look: ArbiterLook, ask: AskReader) => Promise<AgentOutcome<ArbiterAnswer>>;
  /** The worktree holds exactly the commit. */
  readonly format: (worktree: Git, commit: string, progress: Progress) => Promise<Event>;
}

/** What an arbiter is to look at. */
export interface ArbiterLook {
  readonly command: ArbitrateCommand;
  readonly progress: Progress;
  readonly worktree: Git;
  readonly nonce: string;
}

/** A commit that somebody is to look at, checked out in a worktree. */
export interface Look {
  readonly command: ReviewCommand;
  readonly worktree: Git;
  readonly nonce: string;
}

/** One call of the reading role. */
export type AskReader = <Answer>(
  prompt: Prompt,
  answer: z.ZodType<Answer>,
  doubts?: AgentCall<Answer>['doubts'],
) => Promise<AgentOutcome<Answer>>;

/** The command to review, and where the loop stands. */
export type ReviewCommand = Extract<Command, { do: 'review' }> & { readonly progress: Progress };

/** What a workflow with an arbiter, or with formatters, has. */
export function endsOf({ ends, workflow }: LoopWork): LoopEnds {
  if (!ends) throw new Error(`Internal error: workflow ${workflow.name} has neither an arbiter nor formatters`);
  return ends;
}
