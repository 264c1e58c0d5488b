import { spawnSync } from 'node:child_process';
import { openSync, readFileSync, rmSync } from 'node:fs';
import { isatty } from 'node:tty';
import { extname } from 'node:path';
import { begin, type ReportedTest } from './report.ts';

/**
 * Node reads before anything else which reporters its runner of tests is to have: so this process, which is that runner,
 * starts it again with one more, and ends as it ends. The report goes to a file without a name, which no test finds by its
 * path.
 */
export function runAgain(place: string): void {
  const flags = process.execArgv;
  if (process.platform === 'win32' || flags.some((flag) => flag.startsWith('--watch'))) return;
  const { scratch, start, leave } = begin(place, 'node:test');
  start();
  const report = openSync(scratch, 'wx+');
  rmSync(scratch);
  const reporter = new URL(`./node-test-reporter${extname(import.meta.url)}`, import.meta.url).href;
  const args = [...flags, ...missing(flags), `--test-reporter=${reporter}`, '--test-reporter-destination=/dev/fd/3'];
  const stdio = ['inherit', 'inherit', 'inherit', report] as const;
  const { status, signal } = spawnSync(process.execPath, [...args, ...process.argv.slice(1)], { stdio: [...stdio] });
  const lines = readFileSync(report, 'utf8').trimEnd().split('\n');
  // Its last line says that it came to its end.
  if (lines.at(-1) === 'end') leave(lines.slice(0, -1).map((line) => JSON.parse(line) as ReportedTest));
  if (signal) process.kill(process.pid, signal);
  process.exit(status ?? 1);
}

/** What goes where without a word has to be said once there is another. */
function missing(flags: readonly string[]): string[] {
  const named = (name: string): number => flags.filter((flag) => flag === name || flag.startsWith(`${name}=`)).length;
  const [reporters, destinations] = [named('--test-reporter'), named('--test-reporter-destination')];
  const isSpec = isatty(1) || Number(process.versions.node.split('.', 1)[0]) >= 23;
  if (reporters === 0) return [`--test-reporter=${isSpec ? 'spec' : 'tap'}`, '--test-reporter-destination=stdout'];
  return destinations < reporters ? ['--test-reporter-destination=stdout'] : [];
}
