import { appendFileSync, statSync } from 'node:fs';
import type { Job } from './job.ts';
import { mostOfSummary } from './phase-summary.ts';

/**
 * Adds Markdown to the summary of the step that this runs in. `write` is told how many bytes GitHub still takes: more than that,
 * and it would show nothing of the step. Outside of a step it does nothing.
 */
export function writeSummary({ env }: Pick<Job, 'env'>, write: (mostBytes: number) => string): void {
  const path = env['GITHUB_STEP_SUMMARY'];
  if (!path) return;
  const written = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  // A blank line stands before each part, so that what was there ends no sooner and no later than it did.
  const room = Math.max(0, mostOfSummary - written - 3);
  const markdown = write(room).toWellFormed();
  const bytes = Buffer.byteLength(markdown);
  if (bytes > room) throw new Error(`Internal error: a summary of ${bytes} bytes, with room for ${room}`);
  appendFileSync(path, written === 0 ? markdown : `\n\n${markdown}`);
}
