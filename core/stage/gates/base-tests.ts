import { join } from 'node:path';
import { mayChange } from '../../brief/may-change.ts';
import { recordedName } from '../../gate/option.ts';
import { changedBetween } from '../../git/changed-between.ts';
import { takeFiles } from '../../git/take-files.ts';
import type { Complaint } from '../../result/charges.ts';
import type { Gate } from '../../result/records.ts';
import { decidesTests } from '../../verdict/decides-tests.ts';
import { failingTests } from '../../verdict/same-failure.ts';
import { leftOut } from '../../verdict/test-counts.ts';
import { isTestGate } from '../../verdict/test-gates.ts';
import { baseGates, nameOf } from './base-gates.ts';
import type { StageContext } from '../context.ts';
import { judgeApart } from './judge-apart.ts';
import type { Change } from './known-verdicts.ts';
import { lookInto } from './look-into.ts';
import type { Run } from './run-contained.ts';

export interface ByBase {
  readonly complaints: readonly Complaint[];
  /** Why they could not judge. That is nothing the change has to answer for, and no leave to pass either. */
  readonly trouble?: string;
}

/**
 * The tests of the base judge the new source: those that the change has edited or removed, with their snapshots and the
 * settings of their runners, as they were. What the plan lets change is left out.
 */
export async function baseTests(context: StageContext, asked: Run, { files, start }: Change): Promise<ByBase> {
  const { host, repository, phase, emit } = context;
  const run = { ...asked, since: start ?? asked.since };
  const { stage, since, commit } = run;
  const edited = (await changedBetween(repository.git, since, commit, [], 'existing')).filter(decidesTests);
  const allowed = edited.filter((path) => mayChange(files, path));
  if (allowed.length > 0)
    emit({ type: 'note', stage, text: `the plan lets these change what tests say: ${allowed.join(', ')}` });
  const paths = edited.filter((path) => !mayChange(files, path));
  if (paths.length === 0) return { complaints: [] };
  const about = { commit, from: since, paths, parent: since, scratch: join(phase.state, 'scratch') };
  const judged = await judgeApart(context, {
    for: run,
    name: 'proof',
    commit: await takeFiles(host, repository.git, about),
    only: { targets: testTargets(phase.options.gates.map(recordedName)) },
    why: `the new source with ${paths.length} of the base's test files`,
    look: async (proof, verdict) => await lookInto(context, { ...proof, since }, verdict),
  });
  if (!judged.ok) return inTrouble(judged.failure.message);
  const { gates, trouble } = judged.value;
  if (trouble !== undefined) return inTrouble(trouble);
  const red = gates.filter(({ outcome, charge }) => outcome === 'failed' && charge === 'real');
  if (red.length === 0) return await notRun(context, run, gates, paths);
  const message = `these tests of the base fail on the new source. Tests that were there change only where the plan names their files: put back ${paths.join(', ')}, and make the source pass them; or stop, and say which one is wrong`;
  return { complaints: [{ kind: 'base-tests', message, tests: red.flatMap(testsOf) }] };
}

function inTrouble(why: string): ByBase {
  return { complaints: [], trouble: `The tests of the base could not judge the new source: ${why}` };
}

/** Tests that were put back, and that the change has told its runner to leave out. */
async function notRun(
  context: StageContext,
  run: Run,
  gates: readonly Gate[],
  paths: readonly string[],
): Promise<ByBase> {
  const counted = gates.filter(({ tests }) => tests?.names !== undefined);
  if (counted.length === 0) return { complaints: [] };
  const base = (await baseGates(context, run, counted)).gates;
  const tests = counted.flatMap((now) => {
    const before = base.get(nameOf(now));
    return before ? leftOut({ now, base: before }, paths) : [];
  });
  const message = 'these tests of the base do not run on the new source, though they are there';
  return { complaints: tests.length > 0 ? [{ kind: 'fewer-tests', message, tests }] : [] };
}

function testTargets(targets: readonly string[]): string[] {
  const own = targets.filter((target) => isTestGate({ target }));
  return own.length > 0 ? own : [...targets];
}

function testsOf(gate: Gate): string[] {
  const names = failingTests(gate) ?? [];
  return names.length > 0 ? names : [nameOf(gate)];
}
