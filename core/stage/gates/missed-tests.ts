import { join } from 'node:path';
import { changedBetween } from '../../git/changed-between.ts';
import { takeFiles } from '../../git/take-files.ts';
import type { Complaint } from '../../result/charges.ts';
import type { Gate, Verdict } from '../../result/records.ts';
import { decidesTests } from '../../verdict/decides-tests.ts';
import { isSomehowAllowed, mayBeFewer, mayDiffer, type TestName } from '../../verdict/leave.ts';
import { areNamed, fewerTests } from '../../verdict/test-counts.ts';
import { mayTest } from '../../verdict/test-gates.ts';
import { baseGates, nameOf, type BaseGates } from './base-gates.ts';
import type { StageContext } from '../context.ts';
import { judgeApart } from './judge-apart.ts';
import type { Change } from './known-verdicts.ts';
import type { Run } from './run-contained.ts';

/**
 * Tests that ran on the base, and do not run on the change. Nobody can list all that makes a runner leave tests out, so
 * the base is always judged for it: once, for all that stand on it.
 */
export async function missedTests(
  context: StageContext,
  run: Run,
  judged: Verdict,
  leave: Change,
): Promise<Complaint[]> {
  const changed = await changedBetween(context.repository.git, run.since, run.commit);
  if (changed.length === 0) return [];
  const ran = judged.gates.filter((gate) => gate.outcome !== 'not-run' && mayTest(gate));
  const base = await baseGates(context, run, ran);
  const heard: Gate[] = [];
  for (const one of ran) heard.push(await heardAlike(context, run, { head: one, base: base.gates.get(nameOf(one)) }));
  const about = {
    mayDiffer: (test: TestName) => mayDiffer(leave, test),
    hasChanged: (file: string) => changed.includes(file),
  };
  const held = (one: Gate, before: Gate | undefined): Complaint[] => {
    const mayBe = { ...about, mayBeFewer: mayBeFewer(leave, nameOf(one)) };
    const missed = before && fewerTests({ head: one, base: before }, mayBe);
    return missed ? [missed] : [];
  };
  const onBase = (one: Gate): Gate | undefined => base.gates.get(nameOf(one));
  const allowed = changed.filter((path) => decidesTests(path) && isSomehowAllowed(leave, path));
  // Where no test has a name nobody knows whose they are that are fewer: those of files that may change, or others.
  const unnamed = heard.filter((one) => one.tests && !areNamed(one, onBase(one)) && held(one, onBase(one)).length > 0);
  const withAllowed =
    allowed.length > 0 && unnamed.length > 0
      ? await allowedOnBase(context, run, { paths: allowed, gates: unnamed })
      : nothingHeard;
  return [
    ...heard.flatMap((one) => held(one, withAllowed.gates.get(nameOf(one)) ?? onBase(one))),
    ...[...new Set([...base.trouble, ...withAllowed.trouble])].map(unproven),
  ];
}

const nothingHeard: BaseGates = { gates: new Map(), trouble: [] };

/**
 * JUnit reports are a gate's own where it tests alone, and runs at all: beside another, or where a build tool finds all as
 * it was, nobody counts by them. Where the base was counted so, the head is as well, by itself and in a new worktree.
 */
async function heardAlike(
  context: StageContext,
  run: Run,
  { head, base }: { readonly head: Gate; readonly base: Gate | undefined },
): Promise<Gate> {
  if (base?.tests?.by !== 'junit' || head.tests?.by === 'junit') return head;
  const { project, target } = head;
  const only = { projects: [project], targets: [target] };
  const { commit } = run;
  const why = `${project} by itself, to count its tests as on the base`;
  const judged = await judgeApart(context, { for: run, name: 'proof', commit, only, fresh: true, why });
  const again = judged.ok ? judged.value.gates.find((gate) => nameOf(gate) === nameOf(head)) : undefined;
  return again?.tests ? again : head;
}

/**
 * What gates say of the base with those files that may change as the change has them: as many tests have to run with it.
 * Only those that pass say how many that are. Tests of what is not there yet do not even compile, or end the run early: then
 * it is the base itself that counts.
 */
async function allowedOnBase(
  context: StageContext,
  run: Run,
  { paths, gates }: { readonly paths: readonly string[]; readonly gates: readonly Gate[] },
): Promise<BaseGates> {
  const { host, repository, phase } = context;
  const { since, commit } = run;
  const about = { commit: since, from: commit, paths, parent: since, scratch: join(phase.state, 'scratch') };
  const judged = await judgeApart(context, {
    for: run,
    name: 'proof',
    commit: await takeFiles(host, repository.git, about),
    only: { targets: [...new Set(gates.map(({ target }) => target))] },
    why: `the base with ${paths.join(', ')}`,
  });
  if (!judged.ok) return { ...nothingHeard, trouble: [judged.failure.message] };
  const { trouble } = judged.value;
  const counted = judged.value.gates.filter(({ outcome, tests }) => outcome === 'passed' && tests !== undefined);
  return {
    gates: new Map(counted.map((gate) => [nameOf(gate), gate])),
    trouble: trouble === undefined || counted.length > 0 ? [] : [trouble],
  };
}

function unproven(why: string): Complaint {
  return { kind: 'unproven', message: `nobody knows whether all tests of the base still run: ${why}`, tests: [] };
}
