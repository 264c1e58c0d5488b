import { identityOf } from '../../agent/option.ts';
import { agentOf } from '../../agent/role.ts';
import type { PhaseDocuments } from '../../brief/prompts/reader.ts';
import { ok, type Result } from '../../failure.ts';
import type { Git } from '../../git/git.ts';
import type { PhaseRefs } from '../../git/refs.ts';
import type { Options } from '../../options.ts';
import type { Phase, Plan } from '../../plan/plan.ts';
import { divide } from '../../plan/undivided.ts';
import { breakdownRecordSchema, type BreakdownRecord } from '../../result/records.ts';
import { findResult, keyOf } from '../../result/result.ts';
import type { Question } from '../../workflow/question.ts';
import { findAnswer } from '../questions/answers.ts';
import { recordOf } from '../context.ts';

/** What it takes to have the tasks of a phase. */
export type BreakdownNeed =
  /** It has tasks. */
  | { readonly state: 'none' }
  | { readonly state: 'needed'; readonly key: string; readonly guidance: readonly string[] }
  | { readonly state: 'asking'; readonly record: BreakdownRecord; readonly question: Question }
  /** The plan with the tasks. */
  | { readonly state: 'accepted'; readonly record: BreakdownRecord; readonly content: string };

/** Raised when the breakdown begins to make something else of the same text. */
const generation = 1;

/** A proposal that a person wants otherwise is followed by another one, which knows what they have said. */
export async function breakdownNeed(
  git: Git,
  refs: PhaseRefs,
  about: { plan: Plan; text: string; phase: Phase; documents: PhaseDocuments; options: Options },
): Promise<Result<BreakdownNeed>> {
  const { plan, text, phase, documents, options } = about;
  const reader = identityOf(agentOf(options, 'reader'));
  const guidance: string[] = [];
  for (;;) {
    const { rules: _, ...written } = documents;
    const key = keyOf({ stage: 'breakdown', generation, documents: written, reader, guidance });
    const result = await findResult(git, refs, 'breakdown', key);
    if (!result) return ok({ state: 'needed', key, guidance });
    const record = recordOf(result, breakdownRecordSchema);
    const edit = divide(plan, text, phase, record.tasks);
    if (!edit.ok) return edit;
    const question = questionOf(record);
    const answer = options.autoApproveBreakdown ? undefined : await findAnswer(git, refs, question);
    if (options.autoApproveBreakdown || answer?.choice === 'accept')
      return ok({ state: 'accepted', record, content: edit.value.content });
    if (answer?.choice !== 'guide') return ok({ state: 'asking', record, question });
    guidance.push(answer.text);
  }
}

function questionOf({ key, tasks, summary }: BreakdownRecord): Question {
  return {
    id: `breakdown-${key.slice(0, 6)}`,
    reason: 'breakdown',
    stage: 'breakdown',
    text: `The phase has no tasks. Are these ${tasks.length} the right ones?`,
    context: [
      ...tasks.map(({ title, dependsOn }, index) => {
        const after = dependsOn.length > 0 ? ` (after ${dependsOn.join(', ')})` : '';
        return `${index + 1}. ${title}${after}`;
      }),
      summary,
    ],
    options: [
      { name: 'accept', does: 'write them into the plan, in the spec commit, and go on' },
      { name: 'guide', does: 'have the phase divided anew, with your words: finer, coarser, other boundaries' },
      { name: 'abandon', does: 'go no further; write the tasks into the plan by hand' },
    ],
    default: 'abandon',
  };
}
