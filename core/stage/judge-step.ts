import { redForTheRightReason } from '../gate/red-for-the-right-reason.ts';
import type { Git } from '../git/git.ts';
import { treeOf } from '../git/commit.ts';
import { resetWorktree } from '../git/worktree.ts';
import type { Verdict } from '../result/records.ts';
import type { Progress } from '../workflow/state.ts';
import { stepOf, type Workflow } from '../workflow/workflow.ts';
import type { StageContext } from './context.ts';
import { judge, type Judgement } from './judge.ts';

interface About {
  readonly stage: string;
  readonly workflow: Workflow;
  /** The commit that the task began from. */
  readonly start: string;
  /** What the plan names for the task to change. */
  readonly files: readonly string[];
  /** Names of the tests that the plan wants. */
  readonly tests: readonly string[];
}

type Own = Pick<Judgement, 'change' | 'isToBeRed'>;

/** What a step of a task has to show before it is reviewed: that it compiles, that its tests are red, or that all is green. */
export function judgeStep(
  context: StageContext,
  about: About,
): (worktree: Git, commit: string, progress: Progress) => Promise<Verdict> {
  const { stage, workflow, start, files, tests } = about;
  const { compileGates, testGates } = context.phase.options;
  const ask = async (worktree: Git, commit: string, gates?: readonly string[], own: Own = {}): Promise<Verdict> =>
    gates === undefined || context.phase.gates.some((gate) => gates.includes(gate))
      ? await judge(context, {
          stage,
          cache: stage,
          worktree,
          commit,
          since: start,
          fresh: false,
          ...(gates && { only: { targets: gates } }),
          ...own,
        })
      : await nothingToAsk(worktree, commit);

  const judgeTests = async (worktree: Git, commit: string, from: string): Promise<Verdict> => {
    const compiled = await ask(worktree, commit, compileGates);
    if (!compiled.green)
      return { ...compiled, red: { isRight: false, why: 'It does not compile, so no test has shown anything.' } };
    const tested = await ask(worktree, commit, testGates, { isToBeRed: true });
    const both = { ...tested, green: false, gates: [...compiled.gates, ...tested.gates] };
    const { others, ...red } = redForTheRightReason(tested, tests);
    if (others.length === 0) return { ...both, red };
    // What failed before there were these tests is not for their writer to answer for.
    await resetWorktree(context.host, worktree, from);
    const before = await ask(worktree, from, testGates, { isToBeRed: true });
    await resetWorktree(context.host, worktree, commit);
    const { others: _, ...known } = redForTheRightReason(tested, tests, before);
    return { ...both, red: known };
  };

  return async (worktree, commit, progress) => {
    switch (stepOf(workflow, progress.step).gate.expect) {
      case 'compile':
        return await ask(worktree, commit, compileGates);
      case 'red':
        return await judgeTests(worktree, commit, progress.from);
      case 'pass':
        return await ask(worktree, commit, undefined, {
          change: { files: [...files, ...progress.allowed.map(({ path }) => path)], proves: true },
        });
    }
  };
}

/** A project that has no such gate: nothing is compiled in its language. */
async function nothingToAsk(worktree: Git, commit: string): Promise<Verdict> {
  return { commit, tree: await treeOf(worktree, commit), green: true, gates: [], changedFiles: [] };
}
