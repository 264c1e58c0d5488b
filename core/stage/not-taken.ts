import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { StageContext } from './context.ts';

/** A result by its ref, and the commit that was to be brought there. */
interface Untaken {
  readonly ref: string;
  readonly to: string;
}

/** Whether a remote that answers has not taken a result in this run: whichever process finds that out, none of them tries again. */
export async function wasNotTaken({ host, phase }: StageContext, result: Untaken): Promise<boolean> {
  return (await host.files.read(pathOf(phase, result))) !== undefined;
}

/** Notes, and tells, that a remote does not take a result; the next run tries it once more. */
export async function noteNotTaken(
  { host, phase, emit }: StageContext,
  result: Untaken & { readonly stage: string },
  why: string,
): Promise<void> {
  await host.files.write(pathOf(phase, result), `${why}\n`);
  const text = `the result that was made here goes on counting here alone, and the next run tries again to bring it to ${phase.shared}: ${why}`;
  emit({ type: 'note', stage: result.stage, text });
}

function pathOf({ state, run }: StageContext['phase'], { ref, to }: Untaken): string {
  const name = createHash('sha256').update(`${ref} ${to}`).digest('hex').slice(0, 16);
  return join(state, 'runs', run, 'not-taken', `${name}.txt`);
}
