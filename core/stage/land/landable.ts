import { fail, ok, type Result } from '../../failure.ts';
import { treeOf } from '../../git/commit.ts';
import { isSameWork, rebuild, type Rebuilt } from '../../git/rebuild.ts';
import { userSetting } from '../../git/user-setting.ts';
import { commitsRecordSchema, recordVersion, type CommitsRecord } from '../../result/records.ts';
import { judgeByCommitHooks, type Series } from './commit-hooks.ts';
import { json, keep, reuse, type StageContext } from '../context.ts';
import { commitsKey } from '../keys.ts';
import { landedAs } from './landed-as.ts';
import type { Landable, Landing } from './landing.ts';

const stage = 'commits';

/** May land, or why nothing is moved. */
export type MadeLandable =
  | { readonly ok: true; readonly value: Landable }
  | { readonly ok: false; readonly landing: Landing };

/**
 * Makes commits of ours as the user would have made them: their hooks have let them pass, and they are signed where the
 * user signs. The trees stay those that were judged. Once made, the same commits are found again.
 */
export async function makeLandable(context: StageContext, series: Series): Promise<MadeLandable> {
  const { told, messages = {}, failure } = await judgeByCommitHooks(context, series);
  const hooks = told.ran.length + told.leftOut.length > 0 ? { hooks: told } : {};
  if (failure) return { ok: false, landing: { failure: nothingMoved(failure), ...hooks } };
  const git = context.repository.git.in(context.phase.checkout);
  const sign = (await userSetting(git, 'commit.gpgSign', 'bool')) === 'true';
  const names = [series.commit, ...(await landedAs(git, context.refs, series.commit))];
  if (!sign && Object.keys(messages).length === 0)
    return { ok: true, value: { commit: series.commit, names, told: hooks } };
  const made = await makeAnew(context, series, { messages, sign });
  if (!made.ok) return { ok: false, landing: { failure: nothingMoved(made.failure), ...hooks } };
  const { commit, commits } = made.value;
  return { ok: true, value: { commit, names: [...names, commit], told: { ...hooks, commits } } };
}

async function makeAnew(
  context: StageContext,
  series: Series,
  about: { readonly messages: Readonly<Record<string, string>>; readonly sign: boolean },
): Promise<Result<CommitsRecord>> {
  const git = context.repository.git.in(context.phase.checkout);
  const key = commitsKey(series.commits, about);
  const known = await reuse(context, { stage, key, schema: commitsRecordSchema });
  if (known) {
    await prove(context, known.commits, about.messages);
    return ok(known);
  }
  const rebuilt = await rebuild(git, series.commits, about);
  if (!rebuilt.ok)
    return fail(
      'land',
      `The commits could not be signed, and commit.gpgSign of your git says that they are: ${rebuilt.failure.message}. See that \`git commit -S\` works in your checkout without asking, or unset commit.gpgSign, and run again.`,
    );
  await prove(context, rebuilt.value, about.messages);
  const commit = rebuilt.value.at(-1)!.to;
  const record: CommitsRecord = {
    version: recordVersion,
    stage,
    outcome: 'done',
    key,
    commit,
    tree: await treeOf(git, commit),
    signed: about.sign,
    commits: [...rebuilt.value],
  };
  await keep(context, { stage, key, work: commit, artifacts: new Map([['record.json', json(record)]]) });
  return ok(record);
}

/** What was judged is what lands, whatever was made anew around it. */
async function prove(
  { repository }: StageContext,
  rebuilt: readonly Rebuilt[],
  messages: Readonly<Record<string, string>>,
): Promise<void> {
  if (await isSameWork(repository.git, rebuilt, messages)) return;
  throw new Error('Internal error: commits that were made anew are not what was judged. Nothing was moved.');
}

function nothingMoved(failure: NonNullable<Landing['failure']>): NonNullable<Landing['failure']> {
  return { ...failure, message: `${failure.message} Nothing was moved; the work is kept.` };
}
