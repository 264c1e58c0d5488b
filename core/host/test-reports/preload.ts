import { realpathSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';
import { testReportsVariable } from '../variables.ts';
import { forget } from './forget.ts';

/*
 * Node loads this before each program of a gate. In one that is vitest or jest, or that loads one of them, it asks for a
 * report, beside those that the project asks for; in all others it does nothing. The place and the key are gone from the
 * environment before a line of the project's code runs there: a test must not be able to write the report itself.
 */

/** The programs themselves, however they were called. */
const runnerOf = /[\\/]node_modules[\\/](vitest|jest|jest-cli)[\\/](?:vitest\.mjs|dist[\\/]cli\.js|bin[\\/]jest\.js)$/;

/** Nx itself runs no tests, though its plugins may load what does; its tasks are programs of their own. */
const isNx = /[\\/]node_modules[\\/]nx[\\/](?:.*[\\/])?bin[\\/]nx\.js$/;

const given = process.env[testReportsVariable];
if (given !== undefined && isMainThread) await askForReport(given);

async function askForReport(place: string): Promise<void> {
  const program = programPath();
  const [, runner] = runnerOf.exec(program) ?? [];
  if (runner === undefined) {
    if (isNx.test(program)) return;
    const { reportLibraries } = await import('./library.ts');
    return reportLibraries(place);
  }
  forget();
  if (runner === 'vitest') {
    const { reportVitest } = await import('./vitest.ts');
    await reportVitest(place, program);
  } else {
    const { reportJest } = await import('./jest.ts');
    reportJest(place);
  }
}

function programPath(): string {
  try {
    return realpathSync(process.argv[1] ?? '');
  } catch {
    return '';
  }
}
