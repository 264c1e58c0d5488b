import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a program of ours leaves that tells this: its log, and the file of outputs where it is given one. */
export function told(
  given: object,
  { withOutputs = true }: { readonly withOutputs?: boolean } = {},
): { readonly log: string; readonly outputs: string } {
  const folder = mkdtempSync(join(tmpdir(), 'told-'));
  try {
    const path = join(folder, 'outputs');
    writeFileSync(path, '');
    const env = { PATH: process.env['PATH'], ...(withOutputs ? { GITHUB_OUTPUT: path } : {}) };
    const log = execFileSync(process.execPath, [join(import.meta.dirname, 'programs/told.ts')], {
      // As it is in a job: standard output is a pipe.
      input: JSON.stringify(given),
      encoding: 'utf8',
      env,
      maxBuffer: 64 * 1024 * 1024,
    });
    return { log, outputs: readFileSync(path, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
