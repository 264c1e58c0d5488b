import { namedPassed, type Heard } from '../../gate/named-passed.ts';
import { redForTheRightReason } from '../../gate/red-for-the-right-reason.ts';
import type { Git } from '../../git/git.ts';
import { changedBetween } from '../../git/changed-between.ts';
import { treeOf } from '../../git/commit.ts';
import type { RedGreen } from '../../result/charges.ts';
import type { Gate, Verdict } from '../../result/records.ts';
import { logPath } from '../../verdict/log.ts';
import type { Progress } from '../../workflow/state.ts';
import { stepOf, type Workflow } from '../../workflow/workflow.ts';
import { baseGates, nameOf } from './base-gates.ts';
import type { StageContext } from '../context.ts';
import { judge } from './judge.ts';
import { ledgerFolder, tellGates, withAllowed, type Change } from './known-verdicts.ts';
import { lookInto } from './look-into.ts';
import { runContained, type Run } from './run-contained.ts';
import { notWrittenWell } from './written-well.ts';

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
  if (targets.length > 0) return await judge(context, { ...run, only: { targets } });
  const text = 'nothing shows by itself that the change compiles: no gate is one of compileGates';
  context.emit({ type: 'note', stage: run.stage, text });
  const tree = await treeOf(run.worktree, run.commit);
  return { commit: run.commit, tree, green: true, gates: [], changedFiles: [] };
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
  const wanted = { names: tests, changed: await changedBetween(context.repository.git, run.since, run.commit) };
  const first = redForTheRightReason(tested, wanted);
  const failed = tested.gates.filter(({ outcome }) => outcome === 'failed');
  const before = first.asksBefore ? [...(await baseGates(context, run, failed)).gates.values()] : [];
  const { isRight, why } = before.length > 0 ? redForTheRightReason(tested, wanted, { gates: before }) : first;
  if (isRight) return await asWritten(context, run, verdict);
  const { complaints } = await lookInto(context, { ...run, only: { targets } }, tested);
  return { ...verdict, red: { isRight, why }, ...(complaints && { complaints }) };
}

/** Tests that are red as they have to be, which also have to be written as the project wants it: they stay as they are. */
async function asWritten(context: StageContext, run: Run, verdict: Verdict): Promise<Verdict> {
  const badly = await notWrittenWell(context, run);
  if (badly.length === 0) return { ...verdict, red: { isRight: true, why: '' } };
  const why = `The tests are red as they have to be, and ${badly.map(nameOf).join(', ')} fails by how they are written. Nobody may change them later: mend that in them.`;
  return { ...verdict, gates: [...verdict.gates, ...badly], red: { isRight: false, why } };
}

/** The tests of the tester's have been red; now each has to be seen to pass. That is the proof that they show what they are for. */
async function judgeGreen(
  context: StageContext,
  run: Run & { readonly change: Change },
  { tests, progress }: { readonly tests: readonly string[]; readonly progress: Progress },
): Promise<Verdict> {
  const tester = progress.passed.find(({ role }) => role === 'tester');
  const verdict = await judge(context, { ...run, change: { ...run.change, proves: tester === undefined } });
  if (!verdict.green) return verdict;
  const silent = verdict.gates.filter((gate) => !isReported(gate) && tester?.reporting.includes(nameOf(gate)));
  const { seen, untold, missing } = namedPassed(await heard(context, verdict), tests);
  if (silent.length > 0) {
    const trouble = `${silent.map(nameOf).join(', ')} told of each test by its name while they were red, and tells of none now.`;
    return { ...verdict, green: false, trouble };
  }
  if (missing.length > 0) {
    const trouble = `These tests that the plan names have not run and passed, as far as the gates tell: ${missing.join(', ')}.`;
    return { ...verdict, green: false, trouble };
  }
  if (!tester) return verdict;
  const redGreen: RedGreen =
    untold.length > 0
      ? { outcome: 'not-shown', tests: [...seen], detail: untoldOf(untold) }
      : { outcome: 'shown', tests: [...tests], detail: shownSince(tester.commit) };
  context.emit({ type: 'note', stage: run.stage, text: `red-green ${redGreen.outcome}: ${redGreen.detail}` });
  return { ...verdict, redGreen };
}

/** By a runner, be it that it has told of more tests than names are kept. */
function isReported({ tests }: Gate): boolean {
  return tests !== undefined && tests.by !== 'output';
}

function shownSince(commit: string): string {
  return `they failed at ${commit.slice(0, 10)}, before there was anything behind them, and pass on the change`;
}

function untoldOf(names: readonly string[]): string {
  return `they failed before; that they pass is counted, and no runner names them: ${names.join(', ')}. A gate that prints each test that passes shows it`;
}

/** Gates with what they have printed, where nobody has told of their tests by name. */
async function heard(context: StageContext, { gates }: Verdict): Promise<Heard[]> {
  const folder = ledgerFolder(context);
  return await Promise.all(
    gates.map(async (gate) => ({
      ...gate,
      printed: gate.log === undefined ? '' : ((await context.host.files.read(logPath(folder, gate.log))) ?? ''),
    })),
  );
}
