import { changedBetween } from '../../git/changed-between.ts';
import type { Complaint } from '../../result/charges.ts';
import type { Gate, Verdict } from '../../result/records.ts';
import { mayBeFewer, mayDiffer, type TestName } from '../../verdict/leave.ts';
import { fewerTests } from '../../verdict/test-counts.ts';
import { baseGates, nameOf } from './base-gates.ts';
import type { StageContext } from '../context.ts';
import { judgeApart } from './judge-apart.ts';
import type { Change } from './known-verdicts.ts';
import { byNamedFiles, type Pair } from './named-files.ts';
import type { Run } from './run-contained.ts';

/**
 * Tests that ran on the base, and do not run on the change. Nobody can list all that makes a runner leave tests out, nor
 * tell by its name that a gate tests nothing: so the base is always judged for it, once, for all that stand on it.
 */
export async function missedTests(
  context: StageContext,
  run: Run,
  judged: Verdict,
  leave: Change,
): Promise<Complaint[]> {
  const changed = await changedBetween(context.repository.git, run.since, run.commit);
  if (changed.length === 0) return [];
  const ran = judged.gates.filter(({ outcome }) => outcome !== 'not-run');
  const base = await baseGates(context, run, ran);
  const about = {
    mayDiffer: (test: TestName) => mayDiffer(leave, test),
    hasChanged: (file: string) => changed.includes(file),
  };
  const held = (pair: Pair): Complaint | undefined =>
    fewerTests(pair, { ...about, mayBeFewer: mayBeFewer(leave, nameOf(pair.head)) });
  const pairs: Pair[] = [];
  const trouble = [...base.trouble];
  for (const first of ran) {
    const before = base.gates.get(nameOf(first));
    if (!before?.tests) continue;
    const pair = { head: first, base: before };
    const head = held(pair) ? await heardAlike(context, run, pair) : first;
    if (typeof head === 'string') trouble.push(head);
    else pairs.push({ head, base: before });
  }
  const named = await byNamedFiles(context, run, { pairs, changed, leave, held });
  return [
    ...pairs.flatMap((pair) => named.complaints.get(nameOf(pair.head)) ?? held(pair) ?? []),
    ...[...new Set([...trouble, ...named.trouble])].map(unproven),
  ];
}

/**
 * JUnit reports are a gate's own where it tests alone, and runs at all: beside another, or where a build tool finds all as
 * it was, nobody counts by them. Where the base was counted so, the head is as well, by itself and in a new worktree. Text:
 * why it could not be.
 */
async function heardAlike(context: StageContext, run: Run, { head, base }: Pair): Promise<Gate | string> {
  if (base.tests?.by !== 'junit' || head.tests?.by === 'junit') return head;
  const { project, target } = head;
  const only = { projects: [project], targets: [target] };
  const { commit } = run;
  const why = `${project} by itself, to count its tests as on the base`;
  const judged = await judgeApart(context, { for: run, name: 'proof', commit, only, fresh: true, why });
  if (!judged.ok) return judged.failure.message;
  const again = judged.value.gates.find((gate) => nameOf(gate) === nameOf(head));
  return again?.tests ? again : (judged.value.trouble ?? head);
}

function unproven(why: string): Complaint {
  return { kind: 'unproven', message: `nobody knows whether all tests of the base still run: ${why}`, tests: [] };
}
