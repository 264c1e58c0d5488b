import type { ArbiterAnswer, ImplementerAnswer, ReviewerAnswer } from '../agent/answer.ts';
import type { Usage } from '../agent/usage.ts';
import type { Session } from '../agent/driver.ts';
import type { Role } from '../agent/role.ts';
import type { TurnRecord } from '../agent/turn-record.ts';
import type { Allowed, Sighting } from '../cheat/sighting.ts';
import type { Failure } from '../failure.ts';
import type { Verdict, Triaged } from '../result/records.ts';
import type { Deviation } from '../review/deviation.ts';
import type { Dispute, Unproven } from '../review/evidence.ts';
import type { Finding, Founded } from '../review/finding.ts';
import type { Unfounded } from '../review/look-up.ts';
import type { Decided } from '../review/triage.ts';
import type { Answer, Question } from './question.ts';
import type { Step } from './workflow.ts';

/** What is known about a loop, whatever it is doing. */
export interface Progress {
  readonly step: number;
  /** The commit that the step began from, and its first round. */
  readonly from: string;
  readonly firstRound: number;
  /** The steps that are done with, in order. */
  readonly passed: readonly PassedStep[];
  /** How often the step's writer was told to look again at what it had called a problem. */
  readonly secondLooks: number;
  /** The commit as the project's formatters have left it. */
  readonly formatted: string | null;
  /** How often in a row they have failed. */
  readonly formatTries: number;
  /** Review round, from 1. */
  readonly round: number;
  /** Turn of the writer within the round, from 1: more than one after red gates, work out of scope, or for further findings. */
  readonly attempt: number;
  /** How many of the round's attempts were fixes of further findings, and no tries at what had failed. */
  readonly fixTurns: number;
  readonly scopeTries: number;
  /** How often in a row the worktree was lost with its work. */
  readonly losses: number;
  /** How often in a row an agent failed by itself, not its provider. */
  readonly failures: number;
  /** Rounds that may be used up before a person is asked; grows when the person says to go on. */
  readonly roundLimit: number;
  /** The commit that is judged; at first the one that the loop started from. */
  readonly commit: string;
  /** The commit that the last review gave a verdict on: the next one is shown what came after it. */
  readonly reviewed: string | null;
  readonly verdict: Verdict | null;
  /** Findings that are being fixed. */
  readonly open: readonly Finding[];
  /** Of these, what is still to be given out in this round after what the agent works at now: one turn and commit for each. */
  readonly queue: readonly (readonly Finding[])[];
  /** Those that count. */
  readonly disputes: readonly Dispute[];
  readonly settled: readonly Triaged[];
  /** Wrong specs that a person is asked about, one after the other. */
  readonly defects: readonly Finding[];
  readonly decided: readonly Decided[];
  /** Ids of findings that came back on a line that an earlier review had let pass, one for each time. */
  readonly reopened: readonly string[];
  /** Places where the change does not keep to a norm, as implementers have named them. */
  readonly deviations: readonly Deviation[];
  /** Ids of backlog entries that implementers say to have mended. */
  readonly mended: readonly string[];
  /** What the last look at the change saw that may be honest: the reviewer is asked about each. */
  readonly flags: readonly Sighting[];
  /** What reviewers have said of flags, by their ids. */
  readonly flagAnswers: readonly FlagAnswer[];
  /** What looks like a cheat, and a person has allowed. */
  readonly allowed: readonly Allowed[];
  readonly agentCalls: number;
  readonly usage: Usage;
  /** Every turn of an agent, in order; a loop that was begun by an older release may lack its first ones. */
  readonly turns: readonly TurnRecord[];
  /** The conversations that writing roles go on with. */
  readonly sessions: Readonly<{ [role in Role]?: Session | undefined }>;
  /** The writer's conversation broke off in the middle; `commit` holds what it had written, if anything. */
  readonly interrupted: { readonly commit: string | null } | null;
  /** The model that each role was begun with: it stays until the loop is over. */
  readonly models: Readonly<Partial<Record<Role, string>>>;
}

/** A step that was approved: what it began from, and what came of it. */
export interface PassedStep {
  readonly role: Step['role'];
  readonly from: string;
  readonly commit: string;
  /** Gates whose runners have told of each test by its name, as `project:target`: they have to do so later as well. */
  readonly reporting: readonly string[];
}

/** Why the agent is called. */
export type Because = Cause & {
  /** The problem that the turn before ended with, in the agent's words: it looks again. */
  readonly notes?: string;
};

type Cause =
  | { readonly why: 'first' }
  | { readonly why: 'gates-red'; readonly verdict: Verdict }
  | {
      readonly why: 'out-of-scope';
      readonly paths: readonly string[];
      /** What no honest change does unless the plan asks for it. Journals of an older release have none. */
      readonly breaches?: readonly Sighting[];
    }
  | { readonly why: 'format-failed'; readonly failures: readonly FormatFailure[] }
  | {
      readonly why: 'findings';
      readonly findings: readonly Finding[];
      /** What a person has said about those of them that are wrong specs. Journals of an older release have none. */
      readonly decided?: readonly Decided[];
    }
  | {
      readonly why: 'guidance';
      readonly text: string;
      readonly findings: readonly Finding[];
      readonly decided?: readonly Decided[];
    };

/** What is to be done next. Carried out by `drive`, never by `transition`. */
export type Command =
  | {
      readonly do: 'work';
      readonly because: Because;
      readonly round: number;
      readonly attempt: number;
      readonly from: string;
    }
  | { readonly do: 'commit'; readonly onto: string; readonly round: number; readonly because: Because }
  | { readonly do: 'scope'; readonly commit: string }
  | { readonly do: 'gate'; readonly commit: string }
  | ReviewCommand
  | ArbitrateCommand
  | { readonly do: 'format'; readonly commit: string };

export interface ReviewCommand {
  readonly do: 'review';
  readonly commit: string;
  readonly round: number;
  readonly since: string | null;
  readonly verdict: Verdict | null;
  /** The open findings that the reviewer is shown: what it says nothing of is closed, and nothing else. */
  readonly open: readonly Finding[];
  readonly disputes: Progress['disputes'];
  /** What was rejected or deferred in earlier rounds. Journals of an older release do not tell. */
  readonly settled?: readonly Triaged[];
  /** What may be honest: the reviewer answers each. Absent where there is none. */
  readonly flags?: readonly Sighting[];
  /** Ids of flags that earlier reviews of this commit have answered. Journals of an older release have none. */
  readonly answered?: readonly string[];
  readonly allowed?: readonly Allowed[];
  /** What a person answered to the reviewer's questions. */
  readonly clarification: string | null;
  /** Ids of the findings that had come with these questions, new or said again. */
  readonly unsure?: readonly string[];
  /** Ids of open findings that earlier reviews of this commit have spoken about. Journals of an older release have none. */
  readonly judged?: readonly string[];
  /** Ids of rejections that earlier reviews of this commit have raised again, with nothing else. Journals of an older release have none. */
  readonly insisted?: readonly string[];
}

/** Has somebody else decide whether the step goes on with what its writer and its reviewer do not agree on. */
export interface ArbitrateCommand {
  readonly do: 'arbitrate';
  readonly commit: string;
  readonly round: number;
  /** How often the step was reviewed. */
  readonly rounds: number;
  /** What the reviewer holds against it, and what the writer says to that. */
  readonly open: readonly Finding[];
  readonly disputes: Progress['disputes'];
  /** Ids of those that the writer was told of before the last review. Journals of an older release do not tell. */
  readonly answered?: readonly string[];
}

/** A formatter or fixer that did not succeed, and what it printed. */
export interface FormatFailure {
  readonly name: string;
  readonly output: string;
}

/** What an agent call has cost, and the conversation that it was. Journals of an older release have the usage alone. */
export interface Called {
  readonly usage: Usage;
  readonly turns?: readonly TurnRecord[];
  readonly session?: Session | undefined;
}

/** What a reviewer says of a flag, by its id. */
export interface FlagAnswer {
  readonly id: string;
  readonly answer: 'honest' | 'not';
  readonly why: string;
}

/** A reviewer's answer with the findings that stand where they say, and beside them those that do not. */
export type CheckedReview = Omit<ReviewerAnswer, 'findings'> & {
  readonly findings: readonly Founded[];
  readonly unfounded?: readonly Unfounded[];
  readonly flags?: readonly FlagAnswer[] | undefined;
  /** How many flags did not fit, and are still to be asked about. Journals of an older release do not tell. */
  readonly unasked?: number;
};

/** What happened. */
export type Event =
  | ({
      readonly type: 'worked';
      readonly answer: ImplementerAnswer;
      /** Disputes that do not count. Journals of an older release have none: there each counted. */
      readonly unproven?: readonly Unproven[];
    } & Called)
  /** The worktree was gone or foreign when its work was to be committed. */
  | { readonly type: 'work-lost' }
  | { readonly type: 'committed'; readonly commit: string; readonly changed: readonly string[] }
  | {
      readonly type: 'scoped';
      readonly outside: readonly string[];
      /** Journals of an older release have neither. */
      readonly breaches?: readonly Sighting[];
      readonly flags?: readonly Sighting[];
    }
  | { readonly type: 'gated'; readonly verdict: Verdict }
  | ({ readonly type: 'reviewed'; readonly answer: CheckedReview } & Called)
  | ({ readonly type: 'arbitrated'; readonly answer: Pick<ArbiterAnswer, 'proceed' | 'reasoning'> } & Called)
  | {
      readonly type: 'formatted';
      /** The same commit where nothing was changed, or somebody failed. */
      readonly commit: string;
      readonly failures: readonly FormatFailure[];
    }
  | ({ readonly type: 'failed'; readonly failure: Failure; readonly agentCalls: number } & Partial<Called> & {
        /** The agent's session can be gone on with; the commit holds what it had written. */
        readonly interrupted?: { readonly commit: string | null };
      })
  | { readonly type: 'answered'; readonly answer: Answer }
  | { readonly type: 'resumed' };

export type State =
  | { readonly at: 'running'; readonly progress: Progress; readonly command: Command }
  | { readonly at: 'asking'; readonly progress: Progress; readonly question: Question; readonly command: Command }
  | { readonly at: 'stopped'; readonly progress: Progress; readonly failure: Failure; readonly command: Command }
  | { readonly at: 'approved'; readonly progress: Progress }
  | { readonly at: 'abandoned'; readonly progress: Progress; readonly reason: string };
