import type { Host } from '../host/host.ts';
import { treeOf } from '../git/commit.ts';
import type { Git } from '../git/git.ts';
import { changedPaths, resetWorktree } from '../git/worktree.ts';
import type { Gate, Verdict } from '../result/records.ts';
import { removeSpecialFiles } from '../git/special-files.ts';
import { leavingNothing } from './leaving-nothing.ts';
import { callNx, type NxCall, type NxTask } from './nx.ts';
import { whatMatters } from './what-matters.ts';

/** What the gates are to judge. */
export interface GateRun {
  /** Holds exactly `commit`. */
  readonly worktree: Git;
  readonly commit: string;
  /** Projects that differ between this commit and `commit` are judged, and always `project`. */
  readonly since: string;
  readonly project: string;
  readonly targets: readonly string[];
  /** Those of them that `project` must have. */
  readonly required: readonly string[];
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
  const affected = await judge(host, run, {
    deadline,
    targets,
    selection: ['affected', `--base=${run.since}`, `--head=${commit}`],
  });
  // What was written may lie outside every project, and Nx may have run one gate of the plan's project only because
  // another project needs it: all that the project has are judged all the same.
  const unjudged = affected.trouble === undefined ? missing(run, affected.gates) : [];
  const own =
    unjudged.length === 0
      ? { gates: [] }
      : await judge(host, run, { deadline, targets: unjudged, selection: ['run-many', '--projects', project] });
  // One that others depend on may have run in both.
  const heard = new Set(affected.gates.map(nameOf));
  const judged = [...affected.gates, ...own.gates.filter((gate) => !heard.has(nameOf(gate)))];
  const changedFiles = [
    ...(await removeSpecialFiles(host, worktree.folder)),
    ...(await changedPaths(worktree, commit)),
  ];
  if (changedFiles.length > 0) await resetWorktree(host, worktree, commit);
  const allPassed = judged.every((gate) => gate.outcome === 'passed');
  const trouble = affected.trouble ?? own.trouble ?? (allPassed ? whyNotGreen(run, judged, changedFiles) : undefined);
  const green = trouble === undefined && allPassed;
  const gates = [...judged, ...missing(run, judged).map((target) => notRun(run, target, trouble))];
  const about = { commit, tree: await treeOf(worktree, commit), green, gates, changedFiles };
  return trouble === undefined ? about : { ...about, trouble };
}

/** The gates that the project had when the phase was bound and of which nothing was heard. */
function missing(run: GateRun, gates: readonly Gate[]): string[] {
  const heard = new Set(gates.filter((gate) => gate.project === run.project).map((gate) => gate.target));
  return run.required.filter((target) => !heard.has(target));
}

function whyNotGreen(run: GateRun, gates: readonly Gate[], changedFiles: readonly string[]): string | undefined {
  const gone = missing(run, gates);
  if (gone.length > 0)
    return `No gate ran for ${gone.join(', ')}: project ${run.project} had it when the phase was bound.`;
  if (gates.length === 0)
    return `No gate ran: project ${run.project} has none of the targets ${run.targets.join(', ')}.`;
  if (changedFiles.length === 0) return undefined;
  return `The gates changed files, so they did not judge what was committed: ${changedFiles.join(', ')}. A gate is a check that never changes files; ignore what it leaves behind.`;
}

function nameOf({ project, target }: Gate): string {
  return `${project}:${target}`;
}

/** Nx does not name what it did not start: a gate that was to run, and of which nothing was heard, has judged nothing. */
function notRun({ project }: GateRun, target: string, trouble: string | undefined): Gate {
  const [why = ''] = (trouble ?? skipped).split('\n');
  return { project, target, outcome: 'not-run', cached: false, durationMs: 0, output: why };
}

const skipped = 'Nx did not start it: what it depends on did not pass, or the project has it no longer.';

interface Judged {
  readonly gates: readonly Gate[];
  readonly trouble?: string;
}

async function judge(
  host: Host,
  run: GateRun,
  about: { deadline: number; targets: readonly string[]; selection: readonly string[] },
): Promise<Judged> {
  const [command, ...which] = about.selection;
  const { folder } = run.worktree;
  const args = [command!, '-t', ...about.targets, ...which, '--output-style=static'];
  const call = {
    ...run.nx,
    worktree: folder,
    args: run.fresh ? [...args, '--skip-nx-cache'] : args,
    timeLimit: Math.max(1, about.deadline - host.clock.monotonic()),
  };
  const { result, tasks } = await leavingNothing(host, folder, async (env) => await callNx(host, { ...call, env }));
  if (result.ended === 'time-limit')
    return { gates: [], trouble: `The gates did not end within ${run.timeLimit} s (option gateTimeLimit).` };
  if (result.ended === 'cancelled') return { gates: [], trouble: 'The gates were stopped with the run.' };
  const output = whatMatters(`${result.stdout}\n${result.stderr}`);
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

/** What Nx says of a task, as a gate. */
export async function asGate(task: NxTask): Promise<Gate> {
  const { project, target, passed, cached, durationMs } = task;
  const outcome = passed ? 'passed' : 'failed';
  return { project, target, outcome, cached, durationMs, output: passed ? '' : whatMatters(await task.output()) };
}
