import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import type { Gate } from '../result/records.ts';
import { countTests, isAboutTests, type Counted } from './count-tests.ts';
import type { Turns } from './judge-in-turn.ts';
import { watchJunit } from './junit-files.ts';
import { junitOf, type OwnJunit } from './junit-of.ts';
import { leavingNothing } from './leaving-nothing.ts';
import { callNx, type NxTask } from './nx.ts';
import type { GateSpec } from './option.ts';
import { noteTask, seenBefore } from './seen-tasks.ts';
import { openReports, type ReportFolder } from './test-reports.ts';
import { whatMatters } from './what-matters.ts';
import { withLog } from './with-log.ts';

export interface Judged {
  readonly gates: readonly Gate[];
  /** Why what was heard is no verdict. */
  readonly trouble?: string;
}

type TargetGate = GateSpec & { readonly run: { readonly target: string } };

/** Some targets in one Nx, of all projects that the change affects and always of the one that the plan belongs to. */
export async function judgeTargets(host: Host, run: Turns, gates: readonly TargetGate[]): Promise<Judged> {
  const seconds = gates[0]?.timeLimit ?? run.timeLimit;
  const limit = { seconds, deadline: host.clock.monotonic() + seconds * 1000 };
  const own = { limit, gates, selection: ['run-many', '--projects', [run.project, ...(run.beside ?? [])].join(',')] };
  if (!run.affected) return await judge(host, run, own);
  const { since, commit } = run.affected;
  const affected = await judge(host, run, {
    limit,
    gates,
    selection: ['affected', `--base=${since}`, `--head=${commit}`],
  });
  if (affected.trouble !== undefined) return affected;
  // What was written may lie outside every project, and Nx may have run one gate of the plan's project only because
  // another project needs it: all that the project has are judged all the same.
  const heard = new Set(affected.gates.filter((gate) => gate.project === run.project).map(({ target }) => target));
  const unjudged = gates.filter(({ run: { target } }) => run.required.includes(target) && !heard.has(target));
  if (unjudged.length === 0) return affected;
  const others = await judge(host, run, { ...own, gates: unjudged });
  const known = new Set(affected.gates.map(({ project, target }) => `${project}:${target}`));
  const more = others.gates.filter(({ project, target }) => !known.has(`${project}:${target}`));
  return { ...others, gates: [...affected.gates, ...more] };
}

function isTarget({ run }: GateSpec, target: string): boolean {
  return 'target' in run && run.target === target;
}

interface Asked {
  readonly limit: { readonly seconds: number; readonly deadline: number };
  readonly gates: readonly TargetGate[];
  readonly selection: readonly string[];
}

async function judge(host: Host, run: Turns, about: Asked): Promise<Judged> {
  const { limit, gates: asked, selection } = about;
  const [command, ...which] = selection;
  const { folder } = run.worktree;
  const targets = asked.map((gate) => gate.run.target);
  const args = [command!, '-t', ...targets, ...which, '--output-style=static'];
  const reports = await openReports(host, join(run.nx.cache, 'tests'));
  const isTesting = targets.some((name) => isAboutTests({ name }));
  const junit = isTesting ? await watchJunit(host, folder) : undefined;
  const call = {
    ...run.nx,
    worktree: folder,
    args: run.fresh ? [...args, '--skip-nx-cache'] : args,
    timeLimit: Math.max(1, limit.deadline - host.clock.monotonic()),
  };
  const { result, tasks } = await leavingNothing(
    host,
    // In the checkout of a person what runs may be theirs.
    run.nx.checkout === '' ? undefined : folder,
    async (marker) => await callNx(host, { ...call, env: { ...reports.env, ...marker } }),
  );
  try {
    if (result.ended === 'time-limit')
      return {
        gates: [],
        trouble: `The gates ${targets.join(', ')} did not end within ${limit.seconds} s (option gateTimeLimit, or their own timeLimit).`,
      };
    if (result.ended === 'cancelled') return { gates: [], trouble: 'The gates were stopped with the run.' };
    const output = whatMatters(`${result.stdout}\n${result.stderr}`);
    // Where nothing is affected Nx ends well and records nothing.
    if (tasks === undefined)
      return result.code === 0 ? { gates: [] } : { gates: [], trouble: `Nx itself failed:\n${output}` };
    const { cache } = run.nx;
    const replayed = tasks.filter(({ cached }) => cached);
    const seen = await Promise.all(replayed.map(async (task) => await seenBefore(host, cache, task)));
    if (seen.includes(undefined)) {
      run.note?.(`gates: what Nx has replayed is not what it ran for us, so ${targets.join(', ')} run anew`);
      await host.files.remove(join(cache, 'cache'));
      await host.files.remove(join(cache, 'workspace-data'));
      return await judge(host, { ...run, fresh: true }, { limit, gates: asked, selection });
    }
    const place = { cache, worktree: folder, reports, junit: junit && (await junitOf(host, { cache, tasks, junit })) };
    // Of all of them it is noted how they ended: what a gate needs is replayed as well.
    const all = await Promise.all(
      tasks.map(async (task) => {
        const gate = expected(await asGate(host, task, place), asked);
        return targets.includes(task.target) ? [await withLog(run, gate, await task.output())] : [];
      }),
    );
    const gates = all.flat();
    // Another gate that this one needs is judged by itself.
    const needed = tasks.filter((task) => !task.passed && !run.gates.some((gate) => isTarget(gate, task.target)));
    if (needed.length > 0)
      return {
        gates,
        trouble: `What the gates need did not succeed: ${needed.map((task) => `${task.project}:${task.target}`).join(', ')}.\n${output}`,
      };
    return result.code !== 0 && tasks.every((task) => task.passed)
      ? { gates, trouble: `Nx ended with exit code ${result.code}:\n${output}` }
      : { gates };
  } finally {
    await reports.remove();
  }
}

/** What Nx says of a task, as a gate. What was counted is kept by the task's hash: a replay has tested the same. */
async function asGate(
  host: Host,
  task: NxTask,
  place: {
    /** Ours, for Nx and for counts. */
    readonly cache: string;
    readonly worktree: string;
    readonly reports: ReportFolder;
    readonly junit: OwnJunit | undefined;
  },
): Promise<Gate> {
  const { project, target, passed, cached, durationMs, hash } = task;
  const output = await task.output();
  const counted: Counted =
    (cached ? await seenBefore(host, place.cache, task) : undefined) ??
    countTests(
      { name: target },
      {
        reports: await place.reports.read(hash),
        junit: hash === undefined ? undefined : await place.junit?.(hash),
        output,
        worktree: place.worktree,
      },
    );
  if (!cached) await noteTask(host, place.cache, task, counted);
  return gateOf({ project, target, passed, cached, durationMs }, counted, output);
}

/** A gate that ended well is red all the same where it has tested nothing. */
export function gateOf(
  ended: Pick<Gate, 'project' | 'target' | 'cached' | 'durationMs'> & { readonly passed: boolean },
  { tests, notice, red }: Counted,
  output: string,
): Gate {
  const { passed, ...about } = ended;
  const isGreen = passed && red === undefined;
  return {
    ...about,
    outcome: isGreen ? 'passed' : 'failed',
    output: isGreen ? '' : [passed ? red : undefined, whatMatters(output)].filter(Boolean).join('\n'),
    ...(tests ? { tests } : {}),
    ...(notice === undefined ? {} : { notice }),
  };
}

/** As the gates are expected to end. */
function expected(gate: Gate, asked: readonly TargetGate[]): Gate {
  const spec = asked.find(({ run }) => run.target === gate.target);
  return spec?.expect === 'fail' ? turned(gate) : gate;
}

/** Of a gate that is expected to fail. One that has run tests has to have some that failed. */
export function turned(gate: Gate): Gate {
  const failed = gate.outcome === 'failed' && (gate.tests === undefined || gate.tests.failed > 0);
  if (failed) return { ...gate, outcome: 'passed', output: '', notice: 'It failed, as it is expected to.' };
  return {
    ...gate,
    outcome: 'failed',
    output: ['It is expected to fail, and did not.', gate.output].filter(Boolean).join('\n'),
  };
}
