import type { Host } from '../host/host.ts';
import type { Gate } from '../result/records.ts';
import { runCommandGate } from './command-gate.ts';
import { judgeTargets, type Judged } from './judge-targets.ts';
import type { NxCall } from './nx.ts';
import { isTarget, type GateSpec } from './option.ts';
import { holding } from './resource.ts';

/** What gates are run on, and how. It is the same for a worktree of ours and for the checkout of a person. */
export interface Turns {
  readonly worktree: { readonly folder: string };
  readonly project: string;
  /** Other projects whose targets are judged by name. */
  readonly beside?: readonly string[];
  /** Projects that differ between these commits are judged as well. */
  readonly affected?: { readonly since: string; readonly commit: string };
  readonly gates: readonly GateSpec[];
  /** Names of those of them that `project` must have. */
  readonly required: readonly string[];
  /** Seconds for all targets that have no limit of their own, and for a command that has none. */
  readonly timeLimit: number;
  /** From scratch: nothing is replayed from Nx's cache. */
  readonly fresh: boolean;
  /** Without `checkout` it is the checkout itself. */
  readonly nx: Pick<NxCall, 'cache' | 'checkout' | 'run'>;
  /** Keeps all that a gate has printed that did not pass, or whose tests nobody names; answers with what it is found by. */
  readonly keepLog?: (output: string) => Promise<string>;
  /** Says what people who watch should know, such as that a resource is waited for. */
  readonly note?: (text: string) => void;
}

/** All plain targets at once, then one after the other what has a limit or a resource of its own, and commands. */
export async function judgeInTurn(host: Host, run: Turns, due: readonly GateSpec[]): Promise<Judged> {
  const targets = due.filter(isTarget);
  const together = targets.filter(({ timeLimit, resource }) => timeLimit === undefined && resource === undefined);
  const turns = [together, ...targets.filter((gate) => !together.includes(gate)).map((gate) => [gate])];
  const gates: Gate[] = [];
  for (const turn of turns.filter((one) => one.length > 0)) {
    const judged = await held(host, run, turn[0], async () => await judgeTargets(host, run, turn));
    // One that others depend on may have run in both.
    const heard = new Set(gates.map(nameOf));
    gates.push(...judged.gates.filter((gate) => !heard.has(nameOf(gate))));
    if (judged.trouble !== undefined) return { gates, trouble: judged.trouble };
  }
  for (const gate of due) {
    const { run: how } = gate;
    if (!('command' in how)) continue;
    const about = { ...run, gate, command: how.command };
    const judged = await held(host, run, gate, async () => await runCommandGate(host, about));
    gates.push(...judged.gates);
    if (judged.trouble !== undefined) return { gates, trouble: judged.trouble };
  }
  return { gates };
}

async function held(host: Host, run: Turns, gate: GateSpec | undefined, judge: () => Promise<Judged>): Promise<Judged> {
  if (gate?.resource === undefined) return await judge();
  const judged = await holding(
    host,
    gate.resource,
    { for: `gate ${gate.name}`, note: run.note ?? (() => undefined) },
    judge,
  );
  return judged ?? { gates: [], trouble: 'The gates were stopped with the run.' };
}

function nameOf({ project, target }: Gate): string {
  return `${project}:${target}`;
}
