import { changedBetween } from '../../git/changed-between.ts';
import { treeOf } from '../../git/commit.ts';
import type { Git } from '../../git/git.ts';
import { phaseRefs } from '../../git/refs.ts';
import { jsonObject } from '../../json.ts';
import { criteriaOf } from '../../plan/criteria/probe.ts';
import type { Phase } from '../../plan/plan.ts';
import { unreachable } from '../../failure.ts';
import { slug } from '../../plan/tasks/slug.ts';
import type { EarlierRecord } from '../../result/entry.ts';
import { exitCriteriaRecordSchema, type ExitCriteriaRecord } from '../../result/records.ts';
import { storedRecords } from '../../result/result.ts';
import { coveredChanges } from '../prove/covered.ts';
import type { EarlierPhase } from './earlier.ts';
import type { PlanAtCommit } from './entry.ts';
import { handOffs } from '../land/handed-over.ts';
import { phaseAt } from '../specs/plan-at.ts';

/** What is kept of the phases before one: how far each is, and what has changed since it was proven. */
export async function earlierRecords(at: PlanAtCommit, earlier: readonly EarlierPhase[]): Promise<EarlierRecord[]> {
  const { standing } = await handOffs(at.git, at.commit, { id: at.id, path: at.plan.path });
  return await Promise.all(
    earlier.map(async (one) => await recordOf(at, one, standing.get(one.phase.id) ?? at.commit)),
  );
}

async function recordOf(
  at: PlanAtCommit,
  { phase, state, open }: EarlierPhase,
  handOff: string,
): Promise<EarlierRecord> {
  const { id, title } = phase;
  switch (state) {
    case 'handed-over':
      return { id, title, state, note: await sinceHandOff(at, phase, handOff) };
    case 'researched':
      return { id, title, state, note: 'its memos settle it' };
    case 'ticked':
    case 'claimed':
      return { id, title, state, note: 'the plan says so; nothing proves it' };
    case 'without-tasks':
      return { id, title, state, note: 'no task, list or criterion in it says what there was to do' };
    case 'undivided':
      return { id, title, state: 'skipped', note: 'it has not been divided into tasks yet' };
    case 'open':
      return { id, title, state: 'skipped', note: `its open tasks: ${open.map((task) => task.id).join(', ')}` };
    default:
      return unreachable(state);
  }
}

/** The message of a commit proves nothing: the record of its probes does, as far as what they cover is still the same. */
async function sinceHandOff(at: PlanAtCommit, phase: Phase, handOff: string): Promise<string> {
  const { git, plan } = at;
  const then = await phaseAt(git, handOff, plan.path, phase.id);
  const isReworded = !then.ok || criteriaTexts(then.value) !== criteriaTexts(phase);
  const record = await recordOfHandOff(at, phase, handOff);
  const name = handOff.slice(0, 10);
  const how = record
    ? `proven in ${name}`
    : `handed over in ${name} without a record here (--prove-earlier runs its probes)`;
  return `${how}, ${await changesSince(at, handOff, record)}${isReworded ? '; its exit criteria read otherwise now' : ''}`;
}

/** What the hand-off's own exit criteria came to. A forge may have made another commit of the same tree. */
async function recordOfHandOff(
  { git, id }: PlanAtCommit,
  phase: Phase,
  handOff: string,
): Promise<ExitCriteriaRecord | undefined> {
  const tree = await treeOf(git, handOff);
  const stored = await storedRecords(git, phaseRefs(id, slug(phase.id)), 'exit-criteria');
  const records = stored.map(({ text }) => exitCriteriaRecordSchema.safeParse(jsonObject(text)).data);
  return records.find((one) => one?.outcome === 'done' && (one.commit === handOff || one.tree === tree));
}

async function changesSince(
  at: PlanAtCommit,
  handOff: string,
  record: ExitCriteriaRecord | undefined,
): Promise<string> {
  const { git, commit } = at;
  const changed = (await changedBetween(git, handOff, commit)).length;
  if (changed === 0) return 'nothing has changed since';
  const since = changed === 1 ? '1 file has changed since' : `${changed} files have changed since`;
  if (!record) return since;
  const stale = await staleCriteria(git, at, record);
  return stale === 0
    ? `${since}, none that its proofs cover`
    : `${since}, and ${stale} of its ${record.criteria.length} proofs ${stale === 1 ? 'is' : 'are'} out of date`;
}

/** How many criteria have no proof that covers what is there now. */
async function staleCriteria(git: Git, { commit, plan }: PlanAtCommit, record: ExitCriteriaRecord): Promise<number> {
  const tree = await treeOf(git, commit);
  let stale = 0;
  for (const { proof } of record.criteria) {
    const changed = proof && (await coveredChanges(git, { from: proof.tree, to: tree }, proof.inputs, plan.path));
    if (changed?.length !== 0) stale++;
  }
  return stale;
}

function criteriaTexts(phase: Phase): string {
  return JSON.stringify(criteriaOf(phase).map(({ text }) => text));
}
