import { describeFailure } from '../../failure.ts';
import { treeOf } from '../../git/commit.ts';
import type { Git } from '../../git/git.ts';
import { fileAt } from '../../git/repository.ts';
import { formatDiagnostic } from '../../lint/diagnostic.ts';
import { changedDemands, type WrittenPlan } from '../../plan/demands.ts';
import type { Verdict } from '../../result/records.ts';
import { blockingAbout, phaseTexts, type AboutPhase, type PhaseTexts } from './phase-texts.ts';
import { addedDecisions, beyondPolish, editsElsewhere, unindexed, type Edited } from './polish-limits.ts';
import { changedBetween } from '../../git/changed-between.ts';

/**
 * What code finds out about polished texts before anybody reads them, in the form of a verdict of gates: whether the
 * polish kept to its limits, what the lint says, and what is demanded otherwise than before.
 */
export async function polishVerdict(
  git: Git,
  commit: string,
  about: {
    readonly project: string;
    /** What is polished. */
    readonly start: PhaseTexts;
    readonly phase: AboutPhase;
    readonly backlog: string;
  },
): Promise<Verdict> {
  const { project, start, phase, backlog } = about;
  const edits = await editsBetween(git, start.commit, commit);
  const texts = await phaseTexts(git, commit, phase);
  const said = texts.ok ? await blockingAbout(git, texts.value) : texts;
  const complaints = new Set([
    ...beyondPolish(edits, { plan: phase.plan, phase: phase.phase, backlog }),
    ...(texts.ok ? unindexed(edits, texts.value) : []),
    ...(said.ok ? said.value.map(formatDiagnostic) : [describeFailure(said.failure)]),
  ]);
  const { gone, added } = texts.ok
    ? changedDemands(writtenIn(start), writtenIn(texts.value), phase.phase)
    : { gone: [], added: [] };
  const green = complaints.size === 0;
  const outcome = green ? 'passed' : 'failed';
  const gate = { project, target: 'spec-lint', outcome, cached: false, durationMs: 0 } as const;
  return {
    commit,
    tree: await treeOf(git, commit),
    green,
    gates: [{ ...gate, output: [...complaints].join('\n') }],
    changedFiles: [],
    demands: [
      ...gone.map((text) => `− ${text}`),
      ...added.map((text) => `+ ${text}`),
      ...addedDecisions(edits),
      ...editsElsewhere(edits, start),
    ],
  };
}

function writtenIn({ plan, files }: PhaseTexts): WrittenPlan {
  return { plan, text: files.find(({ path }) => path === plan.path)?.content ?? '' };
}

async function editsBetween(git: Git, start: string, commit: string): Promise<Edited[]> {
  const paths = await changedBetween(git, start, commit);
  return await Promise.all(
    paths.map(async (path) => ({
      path,
      before: await fileAt(git, start, path),
      after: await fileAt(git, commit, path),
    })),
  );
}
