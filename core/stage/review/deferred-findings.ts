import { driverOf } from '../../agent/driver.ts';
import { agentOf } from '../../agent/role.ts';
import { fileAt } from '../../git/repository.ts';
import {
  polishRecordSchema,
  squashRecordSchema,
  taskRecordSchema,
  type ReviewRecord,
  type SquashRecord,
  type Triaged,
} from '../../result/records.ts';
import type { Deferred } from '../../review/backlog.ts';
import type { Finding } from '../../review/finding.ts';
import { areSurelyOne, gather, type Placed } from '../../review/gather.ts';
import { lineOfQuote } from '../../review/quoted-place.ts';
import { readRecord, type StageContext } from '../context.ts';

interface Raiser {
  readonly findings: readonly Triaged[];
  readonly about: Omit<Deferred['from'], 'plan' | 'phase' | 'date'>;
}

/**
 * What the review left for later, and before it what the tasks and the polish did. A finding that several raised is one;
 * what the review has fixed since is left out. All are looked up in the text that the review began with.
 */
export async function deferredFindings(
  context: StageContext,
  { record, commit }: { readonly record: ReviewRecord; readonly commit: string },
): Promise<Deferred[]> {
  const { phase, repository } = context;
  const squash = await readRecord(context, 'squash', squashRecordSchema);
  const place = finder(context, squash?.commit ?? commit);
  const before = await raisersBefore(context, squash, commit);
  const name = driverOf(phase.options.reviewer).describe(phase.options.reviewer);
  const review: Raiser = { findings: record.findings, about: { task: null, commit, reviewer: name } };
  const fixed: Placed[] = [];
  for (const { finding, outcome } of record.findings) if (outcome === 'fixed') fixed.push(await place(finding));

  const lists: (Placed & Pick<Raiser, 'about'>)[][] = [];
  for (const raiser of [...before, review]) {
    const list: (typeof lists)[number] = [];
    for (const { finding, outcome } of raiser.findings) {
      if (outcome !== 'deferred') continue;
      const placed = await place(finding);
      // The review itself has told what it left from what it fixed.
      const isFixed = raiser !== review && fixed.some((one) => areSurelyOne(one, placed));
      if (!isFixed) list.push({ ...placed, about: raiser.about });
    }
    lists.push(list);
  }
  const deferred: Deferred[] = [];
  for (const { finding, only, about } of gather(lists)) {
    const date = await repository.git.text(['show', '-s', '--format=%cs', about.commit]);
    deferred.push({
      finding,
      isOnly: only !== undefined,
      from: { plan: phase.plan.id, phase: phase.phase.id, date, ...about },
    });
  }
  return deferred;
}

/** Who reviewed before the review of the phase: the readers of its specs, the reviewers of its tasks and of their conflicts. */
async function raisersBefore(
  context: StageContext,
  squash: SquashRecord | undefined,
  approved: string,
): Promise<Raiser[]> {
  const { phase } = context;
  const raisers: Raiser[] = [];
  const commits = squash?.commits ?? [];
  const merges = new Map((squash?.merges ?? []).map((merge) => [merge.key, merge]));
  const polish = await readRecord(context, 'polish', polishRecordSchema);
  const reader = agentOf(phase.options, 'reader');
  if (polish)
    raisers.push({
      findings: polish.findings,
      about: { task: null, commit: phase.polished, reviewer: driverOf(reader).describe(reader) },
    });
  for (const task of phase.tasks) {
    const done = await readRecord(context, `task-${task.slug}`, taskRecordSchema);
    const commit = commits.find((one) => one.task === task.id)?.commit ?? approved;
    if (done) raisers.push({ findings: done.findings, about: { task: task.id, commit, reviewer: done.reviewer } });
    for (const merge of done?.merges ?? []) merges.set(merge.key, merge);
  }
  const reviewer = driverOf(phase.options.reviewer).describe(phase.options.reviewer);
  for (const { findings, commit = approved } of merges.values())
    raisers.push({ findings, about: { task: null, commit, reviewer } });
  return raisers;
}

/** Looks findings up at a commit; each file is read once. */
function finder({ repository }: StageContext, commit: string): (finding: Finding) => Promise<Placed> {
  const texts = new Map<string, string | undefined>();
  return async (finding) => {
    const { path } = finding;
    if (!texts.has(path)) texts.set(path, await fileAt(repository.git, commit, path));
    const place = lineOfQuote(finding, texts.get(path));
    return { finding, only: 'isOnly' in place && place.isOnly ? place.line : undefined };
  };
}
