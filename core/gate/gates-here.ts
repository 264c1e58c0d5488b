import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import type { Gate, Verdict } from '../result/records.ts';
import { runCommandGate } from './command-gate.ts';
import { asGate, type Judged } from './judge-targets.ts';
import { callNx, type NxCall } from './nx.ts';
import { isTarget, type GateSpec } from './option.ts';
import { openReports } from './test-reports.ts';
import { whatMatters } from './what-matters.ts';

interface GatesHere {
  readonly project: string;
  readonly gates: readonly GateSpec[];
  /** Seconds. */
  readonly timeLimit: number;
}

/**
 * The gates of one project on a checkout as it is, all of them, since there is no change. Nothing is replayed, and nothing is
 * put back: the files are the user's.
 */
export async function gatesHere(
  host: Host,
  about: GatesHere,
  nx: Pick<NxCall, 'worktree' | 'cache' | 'run'>,
): Promise<Pick<Verdict, 'gates' | 'green' | 'trouble'>> {
  const { project, gates: asked } = about;
  if (asked.length === 0) return { gates: [], green: false, trouble: `Project ${project} has no gate.` };
  const targets = asked.filter(isTarget).map((gate) => gate.run.target);
  const gates: Gate[] = [];
  if (targets.length > 0) {
    const judged = await targetsHere(host, { ...about, targets }, nx);
    gates.push(...judged.gates);
    if (judged.trouble !== undefined) return { gates, green: false, trouble: judged.trouble };
  }
  for (const gate of asked) {
    if (!('command' in gate.run)) continue;
    const run = {
      ...about,
      gate,
      command: gate.run.command,
      worktree: { folder: nx.worktree },
      nx: { ...nx, checkout: '' },
    };
    const judged = await runCommandGate(host, run);
    gates.push(...judged.gates);
    if (judged.trouble !== undefined) return { gates, green: false, trouble: judged.trouble };
  }
  return { gates, green: gates.every((gate) => gate.outcome === 'passed') };
}

async function targetsHere(
  host: Host,
  { project, targets, timeLimit }: GatesHere & { readonly targets: readonly string[] },
  nx: Pick<NxCall, 'worktree' | 'cache' | 'run'>,
): Promise<Judged> {
  const args = ['run-many', '-t', ...targets, '--projects', project, '--output-style=static', '--skip-nx-cache'];
  const reports = await openReports(host, join(nx.cache, 'tests'));
  const call = { ...nx, checkout: '', args, timeLimit: timeLimit * 1000, env: reports.env };
  const { result, tasks } = await callNx(host, call);
  const said = whatMatters(`${result.stdout}\n${result.stderr}`);
  if (tasks === undefined) return { gates: [], trouble: `Nx itself failed:\n${said}` };
  const place = { counts: join(nx.cache, 'tests', 'counts'), worktree: nx.worktree, reports };
  const own = tasks.filter(({ target }) => targets.includes(target));
  const gates = await Promise.all(own.map(async (task) => await asGate(host, task, place)));
  await reports.remove();
  const missed = targets.filter((target) => !gates.some((gate) => gate.project === project && gate.target === target));
  if (missed.length > 0) return { gates, trouble: `No gate ran for ${missed.join(', ')}.` };
  const isOdd = result.code !== 0 && tasks.every((task) => task.passed);
  return isOdd ? { gates, trouble: `Nx ended with exit code ${result.code}:\n${said}` } : { gates };
}
