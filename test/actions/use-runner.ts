import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { LegResult } from './runner/run-leg.ts';
import type { RunOptions } from './runner/options.ts';
import { runWorkflow, type RunResult } from './runner/run-workflow.ts';

/** A push to main, for workflows whose event is not the point. */
export const push: RunOptions['event'] = {
  name: 'push',
  payload: { ref: 'refs/heads/main', after: 'a'.repeat(40), repository: { default_branch: 'main' } },
};

/** A folder that goes with the test, and a function that runs workflows in it, given as their text. */
export function useRunner(): {
  readonly folder: string;
  /** Writes files below the folder, path → content, and returns where `name` is. */
  readonly write: (name: string, files: Readonly<Record<string, string>>) => string;
  readonly run: (workflow: string, options?: Partial<RunOptions>) => Promise<RunResult>;
} {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'actions-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  let count = 0;
  return {
    folder,
    write(name, files) {
      for (const [path, content] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name, path)), { recursive: true });
        writeFileSync(join(folder, name, path), content);
      }
      return join(folder, name);
    },
    async run(workflow, options = {}) {
      count += 1;
      const path = join(folder, `workflow-${count}.yml`);
      writeFileSync(path, workflow);
      return await runWorkflow(path, { event: push, folder, ...options });
    },
  };
}

/** A workflow with one job, `job`, that has these steps; they are written at the left margin. */
export function jobOf(steps: string, more = ''): string {
  const indented = steps.trim().replaceAll(/^(?=.)/gm, '      ');
  return `on: push\njobs:\n  job:\n    runs-on: ubuntu-latest\n${more.replaceAll(/^(?=.)/gm, '    ')}\n    steps:\n${indented}\n`;
}

/** The only leg of a job. */
export function legOf(result: RunResult, id = 'job'): LegResult {
  const job = result.jobs[id];
  const [leg] = job?.legs ?? [];
  if (leg === undefined) throw new Error(`No leg of job ${id}: ${job?.result} ${job?.error ?? ''}`);
  return leg;
}

/** What a job printed, line by line. */
export function linesOf(result: RunResult, id = 'job'): string[] {
  return legOf(result, id).log.map(({ line }) => line);
}

/** Outcomes of the steps of a job, in their order. */
export function outcomesOf(result: RunResult, id = 'job'): string[] {
  return legOf(result, id).steps.map(({ outcome }) => outcome);
}

/** What all jobs of a run have printed, for the reader of a failed test. */
export function logOf({ jobs }: RunResult): string {
  return Object.values(jobs)
    .flatMap(({ legs }) => legs)
    .flatMap(({ log }) => log.map(({ step, line }) => `${step} │ ${line}`))
    .join('\n');
}
