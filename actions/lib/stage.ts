import type { Failure, Result } from '../../core/failure.ts';
import type { Host } from '../../core/host/host.ts';
import type { Job } from './job.ts';

/** What a stage of a job ends with. */
export interface StageEnd {
  /** Name → text, each described in the `action.yml`. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Why the job is red although the stage has done all that it could; its outputs are set all the same. */
  readonly failure?: Failure;
}

/** What `phasewright ci <name>` does: `workspace` is the root of the Nx workspace, absolute. */
export type Stage = (host: Host, job: Job, workspace: string) => Promise<Result<StageEnd>>;
