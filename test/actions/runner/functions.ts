import { createHash } from 'node:crypto';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { asText, expressionFunction, type Scope } from './expression.ts';
import type { Job } from './job.ts';

type Status = 'success' | 'failure' | 'cancelled' | 'skipped';

/** `success()` and its like, for jobs; of steps, `hashFiles()` comes with them. */
export function jobStatusFunctions(status: () => Status): Scope['functions'] {
  return [
    expressionFunction('success', [0, 255], () => status() === 'success'),
    expressionFunction('failure', [0, 255], () => status() === 'failure'),
    expressionFunction('cancelled', [0, 0], () => status() === 'cancelled'),
    expressionFunction('always', [0, 0], () => true),
  ];
}

export function statusFunctions(job: Job, status: () => Status): Scope['functions'] {
  return [
    ...jobStatusFunctions(status),
    expressionFunction('hashFiles', [1, 255], (...patterns) => hashFiles(job.github.workspace, patterns.map(asText))),
  ];
}

/** The hash of the hashes of all files of the workspace that a pattern matches, by path; empty where none does. */
function hashFiles(workspace: string, patterns: readonly string[]): string {
  const files = globSync([...patterns], { cwd: workspace })
    .filter((path) => statSync(join(workspace, path)).isFile())
    .toSorted();
  if (files.length === 0) return '';
  const whole = createHash('sha256');
  for (const path of files)
    whole.update(
      createHash('sha256')
        .update(readFileSync(join(workspace, path)))
        .digest(),
    );
  return whole.digest('hex');
}
