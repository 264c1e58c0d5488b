import type { Host } from '../host/host.ts';
import { treeOf } from '../git/commit.ts';
import type { Git } from '../git/git.ts';
import { changedPaths, resetWorktree } from '../git/worktree.ts';
import type { Gate, Verdict } from '../result/records.ts';
import { callNx, lastLines, type NxCall, type NxTask } from './nx.ts';

/** What the gates are to judge. */
export interface GateRun {
  /** Holds exactly `commit`. */
  readonly worktree: Git;
  readonly commit: string;
  /** Projects that differ between this commit and `commit` are judged, and always `project`. */
  readonly since: string;
  readonly project: string;
  readonly targets: readonly string[];
  /** Seconds for all of it. */
  readonly timeLimit: number;
  /** From scratch: nothing is replayed from Nx's cache. */
  readonly fresh: boolean;
  readonly nx: Pick<NxCall, 'cache' | 'checkout' | 'run'>;
}

/**
 * Runs the gate targets with an Nx of their own in the worktree. That Nx hashes what is on the disk when it starts, and
 * nothing but gates runs in it; so its verdict is about this tree and no other.
 */
export async function runGates(host: Host, run: GateRun): Promise<Verdict> {
  const { worktree, commit, project, targets } = run;
  const deadline = host.clock.monotonic() + run.timeLimit * 1000;
  const parts = [await judge(host, run, deadline, ['affected', `--base=${run.since}`, `--head=${commit}`])];
  // What was written may lie outside every project; the project of the plan is judged all the same.
  const isCovered = parts[0]!.trouble !== undefined || parts[0]!.gates.some((gate) => gate.project === project);
  if (!isCovered) parts.push(await judge(host, run, deadline, ['run-many', '--projects', project]));
  const gates = parts.flatMap((part) => part.gates);
  const changedFiles = await changedPaths(worktree);
  if (changedFiles.length > 0) await resetWorktree(host, worktree, commit);
  const collectedNothing =
    gates.length === 0 ? `No gate ran: project ${project} has none of the targets ${targets.join(', ')}.` : undefined;
  const trouble = parts.map((part) => part.trouble).find((text) => text !== undefined) ?? collectedNothing;
  const green = trouble === undefined && gates.every((gate) => gate.outcome === 'passed');
  return {
    commit,
    tree: await treeOf(worktree, commit),
    green,
    gates,
    changedFiles,
    ...(trouble === undefined ? {} : { trouble }),
  };
}

interface Judged {
  readonly gates: readonly Gate[];
  readonly trouble?: string;
}

async function judge(host: Host, run: GateRun, deadline: number, selection: readonly string[]): Promise<Judged> {
  const [command, ...which] = selection;
  const { result, tasks } = await callNx(host, {
    ...run.nx,
    worktree: run.worktree.folder,
    args: [
      command!,
      '-t',
      ...run.targets,
      ...which,
      '--output-style=static',
      ...(run.fresh ? ['--skip-nx-cache'] : []),
    ],
    timeLimit: Math.max(1, deadline - host.clock.monotonic()),
  });
  if (result.ended === 'time-limit')
    return { gates: [], trouble: `The gates did not end within ${run.timeLimit} s (option gateTimeLimit).` };
  if (result.ended === 'cancelled') return { gates: [], trouble: 'The gates were stopped with the run.' };
  const output = lastLines(`${result.stdout}\n${result.stderr}`);
  // Where nothing is affected Nx ends well and records nothing.
  if (tasks === undefined)
    return result.code === 0 ? { gates: [] } : { gates: [], trouble: `Nx itself failed:\n${output}` };
  const gates = await Promise.all(tasks.filter((task) => run.targets.includes(task.target)).map(asGate));
  const needed = tasks.filter((task) => !task.passed && !run.targets.includes(task.target));
  if (needed.length > 0)
    return {
      gates,
      trouble: `What the gates need did not succeed: ${needed.map((task) => `${task.project}:${task.target}`).join(', ')}.\n${output}`,
    };
  const allPassed = gates.every((gate) => gate.outcome === 'passed');
  return result.code !== 0 && allPassed
    ? { gates, trouble: `Nx ended with exit code ${result.code}:\n${output}` }
    : { gates };
}

async function asGate(task: NxTask): Promise<Gate> {
  const { project, target, passed, cached, durationMs } = task;
  const outcome = passed ? 'passed' : 'failed';
  return { project, target, outcome, cached, durationMs, output: passed ? '' : lastLines(await task.output()) };
}
