import { namedNotPassed, redForTheRightReason } from '../../gate/red-for-the-right-reason.ts';
import type { Git } from '../../git/git.ts';
import { treeOf } from '../../git/commit.ts';
import type { Verdict } from '../../result/records.ts';
import type { Progress } from '../../workflow/state.ts';
import { stepOf, type Workflow } from '../../workflow/workflow.ts';
import { baseGates } from './base-gates.ts';
import type { StageContext } from '../context.ts';
import { judge } from './judge.ts';
import { tellGates, withAllowed, type Change } from './known-verdicts.ts';
import { lookInto } from './look-into.ts';
import { runContained, type Run } from './run-contained.ts';

interface About {
  readonly stage: string;
  readonly workflow: Workflow;
  /** The commit that the task began from. */
  readonly start: string;
  readonly change: Change;
  /** Names of the tests that the plan wants. */
  readonly tests: readonly string[];
}

/** What a step of a task has to show before it is reviewed: that it compiles, that its tests are red, or that all is green. */
export function judgeStep(
  context: StageContext,
  { stage, workflow, start, change, tests }: About,
): (worktree: Git, commit: string, progress: Progress) => Promise<Verdict> {
  return async (worktree, commit, progress) => {
    const run: Run = { stage, cache: stage, worktree, commit, since: start, fresh: false };
    switch (stepOf(workflow, progress.step).gate.expect) {
      case 'compile':
        return await judgeCompiled(context, run);
      case 'red':
        return await judgeRed(context, { ...run, since: progress.from }, tests);
      case 'pass':
        return await judgeGreen(context, { ...run, change: withAllowed(change, progress) }, { tests, progress });
    }
  };
}

async function judgeCompiled(context: StageContext, run: Run): Promise<Verdict> {
  const targets = gatesCalled(context.phase.options.compileGates, context.phase.gates);
  return targets.length > 0
    ? await judge(context, { ...run, only: { targets } })
    : { commit: run.commit, tree: await treeOf(run.worktree, run.commit), green: true, gates: [], changedFiles: [] };
}

/** Those that are called so; gates that were found are called `rust:test`. */
function gatesCalled(wanted: readonly string[], gates: readonly string[]): string[] {
  return gates.filter((gate) => wanted.includes(gate) || wanted.includes(gate.slice(gate.lastIndexOf(':') + 1)));
}

/** What failed when the step began is not for its writer to answer for, nor what the machine lacks. */
async function judgeRed(context: StageContext, run: Run, tests: readonly string[]): Promise<Verdict> {
  const compiled = await judgeCompiled(context, run);
  if (!compiled.green)
    return { ...compiled, red: { isRight: false, why: 'It does not compile, so no test has shown anything.' } };
  const testing = gatesCalled(context.phase.options.testGates, context.phase.gates);
  // A project's own command for everything runs its tests as well.
  const targets = testing.length > 0 ? testing : context.phase.gates;
  context.emit({ type: 'gates-started', stage: run.stage, targets });
  const tested = await runContained(context, { ...run, only: { targets } });
  tellGates(context, run.stage, tested.gates);
  const verdict = { ...tested, green: false, gates: [...compiled.gates, ...tested.gates] };
  const first = redForTheRightReason(tested, tests);
  const failed = tested.gates.filter(({ outcome }) => outcome === 'failed');
  const before = first.others.length > 0 ? [...(await baseGates(context, run, failed)).gates.values()] : [];
  const { isRight, why } = before.length > 0 ? redForTheRightReason(tested, tests, { gates: before }) : first;
  if (isRight) return { ...verdict, red: { isRight, why } };
  const { complaints } = await lookInto(context, { ...run, only: { targets } }, tested);
  return { ...verdict, red: { isRight, why }, ...(complaints && { complaints }) };
}

/** The tests of the tester's have been red: that is the proof that they show what they are for. */
async function judgeGreen(
  context: StageContext,
  run: Run & { readonly change: Change },
  { tests, progress }: { readonly tests: readonly string[]; readonly progress: Progress },
): Promise<Verdict> {
  const tester = progress.passed.find(({ role }) => role === 'tester');
  const verdict = await judge(context, { ...run, change: { ...run.change, proves: tester === undefined } });
  const missing = verdict.green ? namedNotPassed(verdict, tests) : [];
  if (missing.length > 0) {
    const trouble = `These tests that the plan names have not run and passed: ${missing.join(', ')}.`;
    return { ...verdict, green: false, trouble };
  }
  if (!verdict.green || !tester) return verdict;
  const detail = `they failed at ${tester.commit.slice(0, 10)}, before there was anything behind them, and pass on the change`;
  return { ...verdict, redGreen: { outcome: 'shown', tests: [...tests], detail } };
}
