import { createHash } from 'node:crypto';
import { fail, ok, type Result } from '../../failure.ts';
import { treeOf } from '../../git/commit.ts';
import type { Git } from '../../git/git.ts';
import type { PhaseRefs } from '../../git/refs.ts';
import { criteriaOf } from '../../plan/criteria/probe.ts';
import type { CriterionText, Phase, Plan } from '../../plan/plan.ts';
import type { CriterionRecord } from '../../result/records.ts';
import type { Answer, Question } from '../../workflow/question.ts';
import { findAnswer } from '../questions/answers.ts';
import { exitCriteriaKey } from '../keys.ts';
import type { PhaseRecord } from '../phase-record.ts';
import { planAt } from '../specs/plan-at.ts';
import { tickedTasks, type TickedTask } from './ticked-tasks.ts';

const stage = 'exit-criteria';

/** What is to be proven about a commit, and what people have said about its tree. */
export interface ExitCriteriaInput {
  readonly criteria: readonly CriterionText[];
  /** Tasks that were ticked before the phase was bound. */
  readonly ticked: readonly TickedTask[];
  /** By the text of what they are about. */
  readonly answers: ReadonlyMap<string, Answer>;
  readonly key: string;
}

export async function exitCriteriaInput(
  git: Git,
  refs: PhaseRefs,
  phase: PhaseRecord,
  commit: string,
): Promise<Result<ExitCriteriaInput>> {
  const found = await planAt(git, commit, phase.plan.path);
  if (!found.ok) return found;
  const planned = found.value.plan.phases.find((one) => one.id === phase.phase.id);
  if (!planned)
    return fail('unknown-phase', `Unexpected plan without phase "${phase.phase.id}" at ${commit.slice(0, 10)}.`);
  const asked = askedOf(found.value.plan, planned);
  if (!asked.ok) return asked;
  const criteria = asked.value;
  const ticked = tickedTasks(planned, phase.tasks);
  const tree = await treeOf(git, commit);
  const answers = new Map<string, Answer>();
  for (const criterion of [...criteria, ...ticked]) {
    const answer = await findAnswer(git, refs, questionFor(criterion, tree));
    if (answer) answers.set(criterion.text, answer);
  }
  return ok({
    criteria,
    ticked,
    answers,
    key: exitCriteriaKey(commit, [...criteria, ...ticked], [...answers.values()]),
  });
}

/** The criteria of a phase; refused where its format has a place for them and there are none: an empty set proves nothing. */
export function askedOf(plan: Plan, phase: Phase): Result<readonly CriterionText[]> {
  if (plan.format !== 'impl' || phase.criteria.length > 0) return ok(criteriaOf(phase));
  return fail(
    'not-proven',
    `Unexpected phase ${phase.id} without exit criteria, expected one at least: an empty set proves nothing. Write below its tasks, for example, "**Exit criteria**: \`npm test\` passes; all gates pass."`,
    { path: plan.path, line: phase.line, column: 1 },
  );
}

/** Bound to the tree: a person's word about one tree says nothing about another. */
export function questionFor({ text }: CriterionText, tree: string, why = ''): Question {
  const identity = createHash('sha256')
    .update(JSON.stringify([text, tree]))
    .digest('hex');
  return {
    id: `${stage}-${identity.slice(0, 6)}`,
    reason: 'criterion',
    stage,
    text: `Does this exit criterion hold? ${text}`,
    context: [`Tree ${tree}; to look at a file of it: git show ${tree.slice(0, 10)}:<path>`, why].filter(Boolean),
    options: [
      { name: 'met', does: 'record that it holds, with your name and words as the evidence' },
      { name: 'not-met', does: 'record that it does not hold; the phase does not land' },
    ],
    default: 'not-met',
  };
}

/** Why a person is asked, for that person. */
export function whyAsked({ probe: how, evidence }: CriterionRecord): string {
  return how === 'a person' ? 'Its words name no command, file or gate that would decide it.' : evidence;
}

/** What was found out about a criterion that code could not decide, with a person's word on it. */
export function answered(found: CriterionRecord, answer: Answer): CriterionRecord {
  const { by, at, text: words, choice } = answer;
  return {
    ...found,
    probe: 'a person',
    outcome: choice === 'met' ? 'met' : 'not-met',
    evidence: `${by}, ${at}${words ? `: ${words}` : ''}`,
    ...(found.proof ? { proof: { ...found.proof, person: { by, at, words } } } : {}),
  };
}
