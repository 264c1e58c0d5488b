import type { Brief } from '../../brief/brief.ts';
import type { PhaseDocuments } from '../../brief/prompts/reader.ts';
import type { InstalledAgents } from '../../agent/find.ts';
import type { PhaseRefs } from '../../git/refs.ts';
import type { Repository } from '../../git/repository.ts';
import type { Options } from '../../options.ts';
import type { Forecast } from '../../forecast/record.ts';
import type { MilestoneNeeds } from '../../plan/choose-milestone.ts';
import type { Phase, Plan, Task } from '../../plan/plan.ts';
import type { Project } from '../../result/coverage.ts';
import type { BoundFile, EarlierRecord } from '../../result/entry.ts';
import type { BreakdownNeed } from '../specs/breakdown-need.ts';
import type { LandingPlace } from '../land/landing-place.ts';
import type { PhaseTask } from '../phase-record.ts';
import type { PolishNeed } from '../specs/polish-need.ts';
import type { Sharing } from './sharing.ts';
import type { SpecCommit } from '../specs/spec-commit.ts';

/** What somebody asked for, as written. */
export interface PhaseRequest {
  /** The user's checkout: absolute, the root of the Nx workspace. */
  readonly workspace: string;
  readonly project: string;
  readonly projectRoot: string;
  /** Plans that belong to the project. */
  readonly plans: readonly string[];
  readonly plan?: string | undefined;
  readonly phase?: string | undefined;
  /** Pin the base anew at HEAD, and with it do all work again. */
  readonly rebase: boolean;
  /** Begin although phases before have open tasks. */
  readonly skipEarlier?: boolean;
  /** Run the probes of the phases before, and begin only if they hold. */
  readonly proveEarlier?: boolean;
  /** The projects of the workspace, as Nx knows them in the checkout; only what runs side by side depends on them. */
  readonly projects?: readonly Project[];
  /** Targets of the project, to refuse a phase that nothing could judge. */
  readonly targets: readonly string[];
  /** Written options, the later layers stronger. */
  readonly options: readonly { readonly from: string; readonly written: unknown }[];
}

/** All that a phase run will do, decided before anything is touched: no ref, no file, no claim. */
export interface Decision {
  readonly request: PhaseRequest;
  readonly repository: Repository;
  readonly refs: PhaseRefs;
  readonly options: Options;
  readonly agents: InstalledAgents;
  readonly plan: Plan;
  readonly planId: string;
  readonly phase: Phase;
  readonly phaseSlug: string;
  readonly nextPhase: Phase | undefined;
  /** The milestone that was asked for. */
  readonly milestone: MilestoneNeeds | undefined;
  /** The phases before, and how far each is. */
  readonly earlier: readonly EarlierRecord[];
  readonly base: string;
  /** The base was pinned by an earlier run. */
  readonly isPinned: boolean;
  /** What was pinned when it was looked at, whether the phase starts from there or not. */
  readonly pinnedAt: string | undefined;
  /** Where claims and results are shared; `baseThere` is the base that the remote has, `note` why they are not. */
  readonly sharing: Sharing;
  /** What tasks start from, if the specs need no polish; else what is polished. */
  readonly polished: SpecCommit;
  readonly polish: PolishNeed;
  /** While it is not `none`, the phase has no tasks. */
  readonly breakdown: Exclude<BreakdownNeed, { state: 'accepted' }>;
  /** All files that the phase is bound to, as they are at the polished commit. */
  readonly bound: readonly BoundFile[];
  /** Specs that tasks cite. */
  readonly specs: readonly string[];
  readonly documents: PhaseDocuments;
  readonly tasks: readonly PhaseTask[];
  /** What of `tasks` will run side by side. */
  readonly forecast: Forecast;
  /** Ticked in the plan, so nothing is done about them; nothing proves them either. */
  readonly ticked: readonly Task[];
  readonly briefs: readonly Brief[];
  /** State of ours for this phase. */
  readonly state: string;
  readonly landing: LandingPlace;
}
