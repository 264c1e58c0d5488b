import { createHmac, randomUUID } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

/** One test, as its runner tells of it. */
export interface ReportedTest {
  readonly name: string;
  readonly file?: string | undefined;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  /** The first words of what it failed with, with the name of the error. */
  readonly message?: string;
}

/** What a file is called in place of its tests, where it could not be loaded: as Node's own runner calls it. */
export function fileName(path: string): string {
  return relative(process.cwd(), path);
}

/** The part of a test's report that says what it failed with, if that is known: one line, and no long one. */
export function failure(error: unknown): Pick<ReportedTest, 'message'> {
  const { name, message } = typeof error === 'object' && error !== null ? (error as Partial<Error>) : {};
  const told = message ?? (typeof error === 'string' ? error : '');
  const named = name === undefined || told.startsWith(name) ? told : `${name}: ${told}`;
  const [line = ''] = stripVTControlCharacters(named).trim().split('\n', 1);
  return line === '' ? {} : { message: line.slice(0, 300) };
}

/** What lies in a report's file: `seal` is of `body` and a key that no test is given. */
export interface SealedReport {
  readonly seal: string;
  /** JSON: the runner, and its tests. */
  readonly body: string;
}

/** Leaves the report of one run. */
export interface ReportPlace {
  /** A path for a file that the runner itself writes. */
  readonly scratch: string;
  /** Notes that tests are about to run: from here on a report is missed where there is none. */
  readonly start: () => void;
  readonly leave: (tests: readonly ReportedTest[]) => void;
}

/** Notes that a runner is there: from here on something is to be heard of its tests, if only by what it prints. */
export function begin(given: string, runner: string): ReportPlace {
  const at = given.indexOf(':');
  const [key, root] = [given.slice(0, at), given.slice(at + 1)];
  // Nx names the task that a process is part of; a command that we have started ourselves has none.
  const folder = join(root, process.env['NX_TASK_HASH'] ?? 'command');
  const name = join(folder, `${runner.replace(':', '-')}-${process.pid}-${randomUUID()}`);
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${name}.begun`, '', { flag: 'wx' });
  const start = (): void => writeFileSync(`${name}.started`, '', { flag: 'wx' });
  const leave = (tests: readonly ReportedTest[]): void => {
    const body = JSON.stringify({ runner, tests });
    const report: SealedReport = { seal: sealOf(key, body), body };
    writeFileSync(`${name}.json`, JSON.stringify(report), { flag: 'wx' });
  };
  return { scratch: `${name}.own`, start, leave };
}

export function sealOf(key: string, body: string): string {
  return createHmac('sha256', key).update(body).digest('hex');
}
