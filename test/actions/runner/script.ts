import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { shellCommand } from './shell.ts';
import { runStepProgram } from './step-program.ts';
import type { StepEnd, StepsOf } from './steps.ts';

/** A `run` with everything evaluated. */
interface Script {
  readonly label: string;
  readonly script: string;
  readonly shell: string | undefined;
  /** Below the workspace, or absolute. */
  readonly directory: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly limitMs: number | undefined;
}

/** Runs a script as the runner does: from a file, by its shell, in the workspace. */
export async function runScript({ job, github }: StepsOf, script: Script): Promise<StepEnd> {
  const named = join(job.runner.temp, randomUUID());
  const { ending } = shellCommand(script.shell, named);
  const { argv } = shellCommand(script.shell, named + ending);
  writeFileSync(named + ending, `${script.script}\n`);
  return await runStepProgram(job, script.label, {
    argv,
    cwd: resolve(job.github.workspace, script.directory ?? '.'),
    env: script.env,
    github: { action: '__run', ...github },
    limitMs: script.limitMs,
  });
}
