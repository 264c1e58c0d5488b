import { ok, type Result } from '../../failure.ts';
import { changedBetween } from '../../git/changed-between.ts';
import type { Git } from '../../git/git.ts';
import type { PhaseRefs } from '../../git/refs.ts';
import type { Host } from '../../host/host.ts';
import type { Options } from '../../options.ts';
import { phaseTexts, type AboutPhase, type PhaseTexts } from './phase-texts.ts';
import { polishNeed, type PolishNeed } from './polish-need.ts';
import { specFolder } from './protected-paths.ts';
import { specCommit, type SpecCommit, type TextsAt } from './spec-commit.ts';

/** What is written about a phase, on its base: as it is bound, or as it was polished after that. */
export interface BoundTexts {
  readonly polished: SpecCommit;
  readonly polish: PolishNeed;
  /** At the polished commit. */
  readonly texts: PhaseTexts;
}

/** The texts that tasks start from, as far as they can be told before anything is touched. */
export async function boundTexts(
  host: Host,
  git: Git,
  about: {
    /** The commit whose plan and specs are meant, and what is written there. */
    readonly written: PhaseTexts;
    readonly phase: AboutPhase;
    readonly planId: string;
    readonly refs: PhaseRefs;
    readonly options: Options;
    readonly scratch: string;
  },
): Promise<Result<BoundTexts>> {
  const { written, phase, planId: plan, refs, options, scratch } = about;
  const { base } = phase;
  const memos = (phase.memos ?? []).map(({ path }) => path);
  const paths = [...boundPaths(phase.plan), ...written.specs, ...memos];
  const bound = { commit: written.commit, paths: await changedBetween(git, base, written.commit, paths) };
  const commitOf = async (...layers: TextsAt[]): Promise<SpecCommit> =>
    await specCommit(host, git, { base, layers, plan, phase: phase.phase, scratch });

  const unpolished = await commitOf(bound);
  const asBound = unpolished.commit === written.commit ? ok(written) : await phaseTexts(git, unpolished.commit, phase);
  if (!asBound.ok) return asBound;
  const polish = await polishNeed(git, refs, { texts: asBound.value, options });
  if (!polish.ok) return polish;
  const tree = polish.value.state === 'done' ? polish.value.tree : unpolished.commit;
  const edited = { commit: tree, paths: await changedBetween(git, unpolished.commit, tree) };
  const polished = edited.paths.length > 0 ? await commitOf(bound, edited) : unpolished;
  const texts = polished.commit === unpolished.commit ? asBound : await phaseTexts(git, polished.commit, phase);
  return texts.ok ? ok({ polished, polish: polish.value, texts: texts.value }) : texts;
}

/** The plan, and all specs of the folder that it lies in. */
export function boundPaths(planPath: string): string[] {
  const folder = specFolder(planPath);
  return folder === undefined ? [planPath] : [planPath, folder];
}
