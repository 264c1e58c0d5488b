import type { Report } from '../../report/report.ts';
import { recordedName } from '../../gate/option.ts';
import type { Gate, Verdict } from '../../result/records.ts';
import type { HooksTold } from '../land/landing.ts';
import type { Left } from './left.ts';
import type { PhaseRecord } from '../phase-record.ts';

type LeftOut = Report['gatesLeftOut'][number];

/** Gates and hooks that did not judge something, each with the reason: nothing is left out in silence. */
export function gatesLeftOut(
  phase: Pick<PhaseRecord, 'options' | 'gates' | 'project'>,
  left: Left,
  hooks: Pick<HooksTold, 'leftOut'> = { leftOut: [] },
): LeftOut[] {
  const { project, options } = phase;
  const last = left.land?.verdict ?? left.gates?.verdict;
  const absent = options.gates.filter((gate) => !phase.gates.includes(recordedName(gate)));
  return [
    ...absent.map(({ name: gate }) => ({
      gate,
      on: `project ${project}`,
      reason: 'the project has no target of that name',
    })),
    ...onTheCombination(left),
    ...(last && last.trouble === undefined ? onOtherProjects(last.gates) : []),
    ...[...left.tasks.values()].flatMap((task) => [
      ...notRun(task.gates, `task ${task.id}`),
      ...notDue(task.gatesLeftOut, `task ${task.id}`),
    ]),
    ...notRun(last?.gates ?? [], 'the final tree'),
    ...notDue(last?.leftOut, 'the final tree'),
    ...hooks.leftOut.map(({ hook, reason }) => ({ gate: `hook ${hook}`, on: 'what lands', reason })),
    ...(last ? [] : [{ gate: 'all gates', on: 'the final tree', reason: whyNoVerdict(left) }]),
  ];
}

function whyNoVerdict({ gates, crashes }: Left): string {
  return gates?.failure?.message ?? crashes.get('gates') ?? 'the phase did not come this far';
}

function onTheCombination({ squash }: Left): LeftOut[] {
  if (squash?.provenBy === undefined) return [];
  const reason = `they judged exactly this tree already, for task ${squash.provenBy}`;
  return [{ gate: 'all gates', on: 'the combination of the tasks', reason }];
}

function onOtherProjects(gates: readonly Gate[]): LeftOut[] {
  if (gates.length === 0) return [];
  const judged = [...new Set(gates.map((gate) => gate.project))].join(', ');
  const reason = 'Nx finds nothing in them that the change affects';
  return [{ gate: 'all gates', on: `projects other than ${judged}`, reason }];
}

function notRun(gates: readonly Gate[], on: string): LeftOut[] {
  return gates
    .filter((gate) => gate.outcome === 'not-run')
    .map((gate) => ({ gate: `${gate.project}:${gate.target}`, on, reason: gate.output }));
}

function notDue(leftOut: Verdict['leftOut'], on: string): LeftOut[] {
  return (leftOut ?? []).map(({ gate, reason }) => ({ gate, on, reason }));
}
