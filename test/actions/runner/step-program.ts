import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { FileCommandError, readFileCommand } from './file-commands.ts';
import { annotate, mask, masked, print, type Job } from './job.ts';
import { runProgram } from './program.ts';
import { githubEnvironment } from './github-environment.ts';

/** A program that a step starts, with what is its own. */
export interface StepProgram {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Contexts of `github` that differ from the job's: `action`, `action_path`, … */
  readonly github: Readonly<Record<string, string>>;
  readonly limitMs?: number | undefined;
}

export interface StepResult {
  readonly ok: boolean;
  readonly outputs: Readonly<Record<string, string>>;
  readonly state: Readonly<Record<string, string>>;
}

/** Runs a program of a step in its clean environment, follows the commands in its output and reads the files it wrote. */
export async function runStepProgram(job: Job, step: string, program: StepProgram): Promise<StepResult> {
  const folder = mkdtempSync(join(job.runner.temp, '_runner_file_commands_'));
  const files = new Map(fileNames.map((name) => [name, join(folder, name)]));
  for (const file of files.values()) writeFileSync(file, '');
  const follower = { failed: false, outputs: {} as Record<string, string>, state: {} as Record<string, string> };
  const env: Record<string, string> = {
    ...job.machine,
    ...job.env,
    ...program.env,
    ...githubEnvironment({ ...job.github, ...program.github }),
    ...Object.fromEntries([...files].map(([name, file]) => [`GITHUB_${name.toUpperCase()}`, file])),
  };
  env['PATH'] = [...job.path, env['PATH'] ?? ''].join(delimiter);
  const ending = await runProgram(job, {
    ...program,
    env,
    limitMs: program.limitMs,
    onLine: (line) => follow(job, step, line, follower),
  });
  if (ending.by === 'timed-out') annotate(job, step, 'error', `The step '${step}' has timed out.`);
  if (ending.by === 'cancelled') annotate(job, step, 'error', 'The operation was canceled.');
  if (ending.by === 'itself' && ending.code !== 0) {
    annotate(job, step, 'error', `Process completed with exit code ${ending.code}.`);
  }
  const read = fileReader(job, step, files);
  read('env', (pairs) => setEnvironment(job, step, pairs));
  read('output', (pairs) => void Object.assign(follower.outputs, pairs));
  read('state', (pairs) => void Object.assign(follower.state, pairs));
  for (const line of contentOf(files, 'path').split(/\r\n|\n|\r/)) {
    if (line !== '') job.path.unshift(line);
  }
  addSummary(job, step, contentOf(files, 'step_summary'));
  const ok = ending.by === 'itself' && ending.code === 0 && !follower.failed && !read.failed();
  return { ok, outputs: follower.outputs, state: follower.state };
}

const fileNames = ['output', 'env', 'path', 'state', 'step_summary'] as const;
type Files = ReadonlyMap<string, string>;

function contentOf(files: Files, name: (typeof fileNames)[number]): string {
  return readFileSync(files.get(name) ?? '', 'utf8');
}

function fileReader(job: Job, step: string, files: Files) {
  let failed = false;
  const read = (name: (typeof fileNames)[number], use: (pairs: Readonly<Record<string, string>>) => void) => {
    try {
      use(readFileCommand(contentOf(files, name)));
    } catch (error) {
      if (!(error instanceof FileCommandError)) throw error;
      use(error.pairs);
      annotate(job, step, 'error', `Unable to process file command '${name}' successfully.`);
      annotate(job, step, 'error', error.message);
      failed = true;
    }
  };
  return Object.assign(read, { failed: () => failed });
}

function setEnvironment(job: Job, step: string, pairs: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(pairs)) {
    if (name.toUpperCase() === 'NODE_OPTIONS') {
      annotate(job, step, 'error', `Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command.`);
    } else {
      job.env[name] = value;
    }
  }
}

function addSummary(job: Job, step: string, markdown: string): void {
  const kilobytes = Buffer.byteLength(markdown) / 1024;
  if (kilobytes > 1024) {
    const what = `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k, got ${Math.trunc(kilobytes)}k.`;
    annotate(job, step, 'error', what);
  } else if (markdown !== '') {
    job.summaries.push({ step, markdown: masked(job, markdown) });
  }
}

/** What a line of output does, beside being printed. */
function follow(
  job: Job,
  step: string,
  line: string,
  into: { failed: boolean; outputs: Record<string, string>; state: Record<string, string> },
): void {
  const { command, error } = job.commands.read(line);
  if (command === undefined) return print(job, step, line);
  const name = command.name.toLowerCase();
  const given = command.properties['name'] ?? '';
  const refuse = (why: string) => {
    into.failed = true;
    annotate(job, step, 'error', `Unable to process command '${line}' successfully.`);
    annotate(job, step, 'error', why);
  };
  if (error !== undefined) return refuse(error);
  if (name === 'error' || name === 'warning' || name === 'notice') {
    annotate(job, step, name, command.data, command.properties);
  } else if (name === 'add-mask') mask(job, command.data);
  else if (name === 'set-env' || name === 'add-path') refuse(`The \`${name}\` command is disabled.`);
  else if ((name === 'set-output' || name === 'save-state') && given === '') {
    refuse(`Required field 'name' is missing in ##[${name}] command.`);
  } else if (name === 'set-output' || name === 'save-state') {
    annotate(job, step, 'warning', `The \`${name}\` command is deprecated and will be disabled soon.`);
    (name === 'set-output' ? into.outputs : into.state)[given] = command.data;
  } else if (name === 'group' || name === 'endgroup') {
    print(job, step, `##[${name}]${name === 'group' ? command.data : ''}`);
  } else if (name === 'stop-commands') print(job, step, line);
  else if (name === 'add-matcher' || name === 'remove-matcher' || name === 'echo') {
    refuse(`This runner does not do ::${name}::.`);
  } else if (name !== 'debug') print(job, step, line); // The token that lets commands go on.
}
