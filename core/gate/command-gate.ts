import { join } from 'node:path';
import { runVariable } from '../host/variables.ts';
import type { Host } from '../host/host.ts';
import { countTests, isAboutTests } from './count-tests.ts';
import { cleanEnvironment } from './environment.ts';
import type { Turns } from './judge-in-turn.ts';
import { gateOf, turned, type Judged } from './judge-targets.ts';
import { leavingNothing } from './leaving-nothing.ts';
import { watchJunit } from './junit-files.ts';
import { mostOutput } from './nx.ts';
import type { GateSpec } from './option.ts';
import { openReports } from './test-reports.ts';
import { withLog } from './with-log.ts';

/** What a command needs that is a gate. */
export interface CommandGate extends Pick<Turns, 'project' | 'timeLimit' | 'nx' | 'keepLog'> {
  readonly worktree: { readonly folder: string };
  readonly gate: GateSpec;
  readonly command: readonly string[];
}

/** Runs a program in the worktree, and what it leaves running is ended. In the user's own checkout that may be theirs. */
export async function runCommandGate(host: Host, about: CommandGate): Promise<Judged> {
  const { gate, command, project, nx } = about;
  const [file = '', ...args] = command;
  const { folder } = about.worktree;
  const seconds = gate.timeLimit ?? about.timeLimit;
  const reports = await openReports(host, join(nx.cache, 'tests'));
  const testing = { name: gate.name, command };
  const junit = isAboutTests(testing) ? await watchJunit(host, folder) : undefined;
  const environment = { ...cleanEnvironment(host, folder, nx.checkout), [runVariable]: nx.run, ...reports.env };
  const result = await leavingNothing(
    host,
    nx.checkout === '' ? undefined : folder,
    async (marker) =>
      await host.processes.run({
        file,
        args,
        cwd: join(folder, gate.folder ?? ''),
        env: { ...environment, ...marker },
        timeLimit: seconds * 1000,
        keep: mostOutput,
      }),
  );
  const said = await reports.read();
  await reports.remove();
  const { ended, code, durationMs } = result;
  if (ended === 'cancelled') return { gates: [], trouble: 'The gates were stopped with the run.' };
  const output = [result.stdout, result.stderr].filter(Boolean).join('\n');
  const counted = countTests(testing, { reports: said, junit: await junit?.(), output, worktree: folder });
  const passed = ended === 'exit' && code === 0;
  const end = { project, target: gate.name, cached: false, durationMs: Math.round(durationMs), passed };
  const judged = { ...gateOf(end, counted, `${output}\n${howEnded()}`.trim()), command: [...command] };
  // Only what came to an end by itself has failed as it was meant to.
  const asExpected = gate.expect === 'fail' && ended === 'exit' ? turned(judged) : judged;
  return { gates: [await withLog(about, asExpected, output)] };

  function howEnded(): string {
    if (ended === 'exit') return code === 0 ? '' : `${gate.name} ended with exit code ${code}.`;
    if (ended === 'time-limit') return `${gate.name} did not end within ${seconds} s, and was ended.`;
    if (ended === 'not-found') return `${file} was not found.`;
    return `${gate.name} was ended by ${result.signal ?? ended}.`;
  }
}
