import type { Complaint } from '../../result/charges.ts';
import type { Gate, Verdict } from '../../result/records.ts';
import { tookTooLong } from '../../verdict/environment-trouble.ts';
import { triage, type Triaged } from '../../verdict/triage.ts';
import { baseGates, nameOf } from './base-gates.ts';
import type { StageContext } from '../context.ts';
import { judgeApart } from './judge-apart.ts';
import { runContained, type Run } from './run-contained.ts';

/**
 * Looks into a red verdict: each gate that failed is repeated in a fresh process, and replayed on the base. What is not of
 * the change is charged to nobody. A tree that is to land has to be green all the same.
 */
export async function lookInto(context: StageContext, run: Run, verdict: Verdict): Promise<Verdict> {
  if (verdict.green || (await context.host.stopsWithin(signalOrder))) return verdict;
  if (tookTooLong(verdict.trouble)) return await lookIntoTime(context, run, verdict);
  if (verdict.trouble !== undefined) return verdict;
  const failed = verdict.gates.filter(({ outcome }) => outcome === 'failed');
  const again = await repeated(context, run, failed);
  // A run that is stopped has judged nothing more.
  if (context.host.stop.aborted) return verdict;
  const steady = failed.filter((gate) => again.get(nameOf(gate))?.every(({ outcome }) => outcome === 'failed'));
  const base = isOfBase(run) ? new Map<string, Gate>() : (await baseGates(context, run, steady)).gates;
  const triaged = new Map(
    failed.map((first) => {
      const name = nameOf(first);
      return [name, triage({ first, again: again.get(name) ?? [], base: base.get(name) })];
    }),
  );
  const gates = verdict.gates.map((gate) => triaged.get(nameOf(gate))?.gate ?? gate);
  const complaints = [...triaged.values()].flatMap((one) => complaintOf(one, again.get(nameOf(one.gate)) ?? []));
  const isGreen = gates.every((gate) => countsAsGreen(gate, run.fresh)) && verdict.changedFiles.length === 0;
  return { ...verdict, green: isGreen, gates, ...(complaints.length > 0 ? { complaints } : {}) };
}

/** Where the base itself is judged there is nothing before it to ask. */
function isOfBase({ commit, since }: Run): boolean {
  return commit === since;
}

/** Milliseconds. When a run is stopped its gates may be ended a moment before it hears of that itself. */
const signalOrder = 1000;

/** What was red before is not worse now. */
function countsAsGreen({ outcome, charge }: Gate, isFinal: boolean): boolean {
  return outcome === 'passed' || (outcome === 'failed' && charge === 'pre-existing' && !isFinal);
}

function complaintOf({ charge, gate, lacks }: Triaged, again: readonly Gate[]): Complaint[] {
  const name = nameOf(gate);
  const passed = again.filter(({ outcome }) => outcome === 'passed').length;
  switch (charge) {
    case 'real':
      return [];
    case 'pre-existing':
      return [{ kind: charge, message: `${name} was red before the change, in the same way`, tests: [name] }];
    case 'flaky': {
      const message = `${name} failed on this tree, and passed ${passed} of ${again.length} times when it was repeated`;
      return [{ kind: charge, message, tests: [name] }];
    }
    case 'environment':
      return [{ kind: charge, message: `${name} cannot judge here: ${lacks}, on the base as well`, tests: [name] }];
  }
}

/** Once more each; and a third time what then passed. */
async function repeated(
  context: StageContext,
  run: Run,
  failed: readonly Gate[],
): Promise<ReadonlyMap<string, readonly Gate[]>> {
  const again = new Map<string, Gate[]>();
  const repeat = async (gates: readonly Gate[]): Promise<void> => {
    for (const project of new Set(gates.map((gate) => gate.project))) {
      const targets = gates.filter((gate) => gate.project === project).map(({ target }) => target);
      context.emit({ type: 'note', stage: run.stage, text: `gates: ${project}:${targets.join(', ')} once more` });
      const judged = await runContained(context, { ...run, fresh: true, only: { projects: [project], targets } });
      for (const gate of judged.trouble === undefined ? judged.gates : [])
        again.set(nameOf(gate), [...(again.get(nameOf(gate)) ?? []), gate]);
    }
  };
  await repeat(failed);
  await repeat(failed.filter((gate) => again.get(nameOf(gate))?.some(({ outcome }) => outcome === 'passed')));
  return again;
}

/** What takes too long on the base as well is nothing that the change has done. */
async function lookIntoTime(context: StageContext, run: Run, verdict: Verdict): Promise<Verdict> {
  if (isOfBase(run)) return verdict;
  const { project, gates: targets } = context.phase;
  const about = {
    for: run,
    name: 'base',
    commit: run.since,
    only: { projects: [project], targets },
    why: 'the base',
  } as const;
  const base = await judgeApart(context, about);
  if (!base.ok || !tookTooLong(base.value.trouble)) return verdict;
  const message = `The gates take too long here, on the base as well: ${verdict.trouble}`;
  return { ...verdict, complaints: [{ kind: 'environment', message, tests: [] }] };
}
