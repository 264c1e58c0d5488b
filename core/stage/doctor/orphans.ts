import { basename, join } from 'node:path';
import type { Carrier } from '../../host/running.ts';
import { ownerFromText } from '../../host/owner-text.ts';
import { ownerVariable, runVariable } from '../../host/variables.ts';
import type { Finding } from './finding.ts';
import type { Look, LookedAt } from './look.ts';

/**
 * Processes that a run has started and that have outlived it: each carries the run's name in its environment. A run is dead
 * if the owner of one of its claims is, or the owner that one of its processes names, and none of these lives. Where nobody
 * names an owner nothing is said, and so it is of runs of other repositories.
 */
export async function orphanedProcesses({ host, phases }: Look): Promise<Finding[]> {
  const carriers = await host.processes.carriersOf(runVariable);
  const byRun = Map.groupBy(carriers, ({ env }) => env[runVariable] ?? '');
  const findings: Finding[] = [];
  for (const [run, processes] of byRun) {
    const phase = await phaseOf(run);
    if (!phase) continue;
    const standings = [...standingsIn(run), ...(await ownersOf(processes))];
    if (!standings.includes('dead') || standings.some((one) => one !== 'dead')) continue;
    const named = processes.map(({ pid, command }) => `${pid} (${command.slice(0, 60)})`);
    findings.push({
      kind: 'orphaned-process',
      of: { plan: phase.plan, phase: phase.slug },
      name: `run ${run}`,
      says: `Its process is dead, and what it had started still runs: ${named.join(', ')}.`,
      repair: {
        does: `ends ${processes.length === 1 ? 'it' : 'them'} (SIGKILL), as the next run would`,
        carryOut: async () => {
          const count = await host.processes.sweep(`${runVariable}=${run}`);
          return { done: true, says: `${count} ended` };
        },
      },
    });
  }
  return findings;

  function standingsIn(run: string): string[] {
    return phases.flatMap(({ claims }) => claims.filter((claim) => claim.run === run).map(({ standing }) => standing));
  }

  async function ownersOf(processes: readonly Carrier[]): Promise<string[]> {
    const texts = new Set(processes.flatMap(({ env }) => env[ownerVariable] ?? []));
    const owners = [...texts].map(ownerFromText).filter((owner) => owner !== undefined);
    return await Promise.all(owners.map(async (owner) => ((await host.processes.isAlive(owner)) ? 'alive' : 'dead')));
  }

  /** The phase that a run was of, by its claims and by what it has told; undefined for a run of another repository. */
  async function phaseOf(run: string): Promise<LookedAt | undefined> {
    const claimed = phases.find(({ claims }) => claims.some((claim) => claim.run === run));
    if (claimed) return claimed;
    for (const phase of phases) {
      if (phase.bound?.phase.run === run) return phase;
      const events = phase.state === undefined ? [] : await host.files.list(join(phase.state, 'events'));
      if (events.some(({ name }) => basename(name, '.jsonl') === run)) return phase;
    }
    return undefined;
  }
}
