import { join } from 'node:path';
import { fail, ok, type Result } from '../../core/failure.ts';
import type { Job } from './job.ts';

/** Where a job works. All absolute. */
export interface Place {
  /** The root of the Nx workspace, in the checkout. */
  readonly workspace: string;
  /** Of this job alone: the runner empties it before and after. */
  readonly folder: string;
  /** Where its bundle comes to lie. */
  readonly bundle: string;
}

export function placeOf({ env }: Pick<Job, 'env'>, workspace: string): Result<Place> {
  const temp = env['RUNNER_TEMP'];
  if (!temp)
    return fail(
      'bad-option',
      'Unexpected absence of RUNNER_TEMP in the environment. `phasewright ci` is what actions call; elsewhere run `nx run <project>:implement-phase`.',
    );
  const folder = join(temp, 'phasewright');
  return ok({ workspace, folder, bundle: join(folder, 'bundle') });
}
