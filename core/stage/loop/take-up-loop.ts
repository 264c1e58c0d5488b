import { createHash } from 'node:crypto';
import type { Shared } from '../../claim/shared.ts';
import { fail, ok, type Failure, type Result } from '../../failure.ts';
import { adoptedRef, readRef, setRef } from '../../git/refs.ts';
import { fetchRef, isHere, readRemote } from '../../git/remote.ts';
import { readJournal } from '../../journal/journal.ts';
import { replay } from '../../workflow/drive.ts';
import type { Question } from '../../workflow/question.ts';
import type { Workflow } from '../../workflow/workflow.ts';
import { sharedOf, type StageContext } from '../context.ts';
import { answerTo } from '../questions/answers.ts';
import { endsEarly } from '../report/report-outcome.ts';
import { readLeftLoop, type LeftLoop } from './left-loop.ts';
import { journalPath, setJournalAside } from './loop-journal.ts';
import { keepTheirTranscripts } from './transcripts.ts';

export type TakenUp =
  | { readonly ok: true }
  | { readonly ok: false; readonly outcome: 'question'; readonly question: Question }
  | { readonly ok: false; readonly outcome: 'failed'; readonly failure: Failure };

interface Loop {
  readonly stage: string;
  readonly key: string;
  /** As a sentence begins with it: `Task 1.1`. */
  readonly name: string;
  /** As it is begun here, and from where. */
  readonly workflow: Workflow;
  readonly start: string;
}

/**
 * Has a loop go on from where another machine has left it: what it asks is asked here as well, and nothing is done twice.
 * Where it has failed there, a person says whether that is to be tried again. What was approved here goes before all of
 * that: it only has to be stored. To be called under the claim.
 */
export async function takeUpLoop(context: StageContext, loop: Loop): Promise<TakenUp> {
  const shared = sharedOf(context);
  const found = shared ? await leftThere(context, shared, loop) : ok(undefined);
  if (!found.ok) return { ok: false, outcome: 'failed', failure: found.failure };
  const left = found.value;
  if (!left) return { ok: true };
  if (await isApprovedHere(context, loop)) {
    const text = `what was approved here is kept, and not where ${left.by} has left it meanwhile`;
    context.emit({ type: 'note', stage: loop.stage, text });
    return { ok: true };
  }
  const { failure } = left;
  if (failure && !endsEarly.has(failure.reason)) {
    const question = askAboutLoop(loop, left, failure);
    const answer = await answerTo(context, question);
    if (!answer) return { ok: false, outcome: 'question', question };
    if (answer.choice === 'skip') {
      const said = `${question.text} ${answer.by} chose to leave it at that.`;
      return { ok: false, outcome: 'failed', failure: fail('claimed', said).failure };
    }
    if (answer.choice === 'fresh') await setJournalAside(context, loop);
    else await layHere(context, loop, left);
  } else await layHere(context, loop, left);
  const ref = context.refs.loop(loop.stage, loop.key);
  await setRef(context.repository.git, ref, left.commit);
  // What is made of it is made here, and begun there: both are told.
  await setRef(context.repository.git, adoptedRef(ref), left.commit);
  return { ok: true };
}

/** Where others have left the loop; undefined where they have not, or it was looked at before. */
async function leftThere(
  { repository: { git }, refs, emit }: StageContext,
  shared: Shared,
  { stage, key }: Loop,
): Promise<Result<LeftLoop | undefined>> {
  const ref = refs.loop(stage, key);
  const read = await readRemote(shared.git, shared.remote, [ref]);
  // Who cannot look goes on alone, as where no claim could be taken on the remote.
  if (!read.ok)
    emit({ type: 'note', stage, text: `whether others have begun it cannot be seen: ${read.failure.message}` });
  const commit = read.ok ? read.value.at.get(ref) : undefined;
  if (commit === undefined || commit === (await readRef(git, ref))) return ok(undefined);
  if (!(await isHere(git, commit))) await fetchRef(shared.git, shared.remote, ref);
  const left = (await isHere(git, commit)) ? await readLeftLoop(git, commit, { stage, key }) : undefined;
  if (!left)
    return fail(
      'remote',
      `${ref} of ${shared.remote} holds no loop that this version of phasewright can read. Update it; or, if that loop is to begin anew, remove the ref: git push ${shared.remote} :${ref}`,
    );
  const readable = readJournal(left.journal, `${ref} of ${shared.remote}`);
  return readable.ok ? ok(left) : readable;
}

async function isApprovedHere(
  { host, phase, repository: { git } }: StageContext,
  { stage, key, workflow, start }: Loop,
): Promise<boolean> {
  const path = journalPath(phase, stage, key);
  const text = await host.files.read(path);
  const journal = text === undefined ? undefined : readJournal(text, path);
  if (!journal?.ok || journal.value.entries.length === 0) return false;
  const { state } = replay({ stage, workflow, start, journal: journal.value });
  return state.at === 'approved' && (await isHere(git, state.progress.commit));
}

/** What was written here meanwhile, without the claim, is kept beside. */
async function layHere(context: StageContext, loop: Loop, left: LeftLoop): Promise<void> {
  const { host, phase } = context;
  const path = journalPath(phase, loop.stage, loop.key);
  const ours = (await host.files.read(path)) ?? '';
  if (ours.startsWith(left.journal)) return;
  const aside = left.journal.startsWith(ours) ? undefined : await setJournalAside(context, loop);
  await host.files.write(path, left.journal);
  await keepTheirTranscripts(context, loop, left.artifacts);
  const kept = aside === undefined ? '' : `; what was done here meanwhile, without the claim, is kept in ${aside}`;
  context.emit({ type: 'note', stage: loop.stage, text: `goes on from where ${left.by} has left it${kept}` });
}

function askAboutLoop({ stage, name }: Loop, { commit, by }: LeftLoop, { message }: Failure): Question {
  const identity = createHash('sha256')
    .update(JSON.stringify([stage, commit]))
    .digest('hex');
  return {
    id: `${stage}-${identity.slice(0, 6)}`,
    reason: 'failed-elsewhere',
    stage,
    text: `${name} has failed on ${by}: ${message}`,
    context: [`See what it has done there with: git log -p ${commit}~`],
    options: [
      { name: 'resume', does: 'go on here from where it stands there' },
      { name: 'fresh', does: 'begin it anew here' },
      { name: 'skip', does: 'leave it to them and go on with what does not need it; the phase does not land' },
    ],
    default: 'skip',
  };
}
