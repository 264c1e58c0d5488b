import type { Git } from '../../git/git.ts';
import type { PhaseRefs } from '../../git/refs.ts';
import type { CriterionRecord } from '../../result/records.ts';
import type { Question } from '../../workflow/question.ts';
import { findAnswer } from '../questions/answers.ts';
import { answered, questionFor, whyAsked } from './asked-criteria.ts';
import type { Standing } from './ledger.ts';

/** What a person has said about a criterion, as far as it is still about what is there. */
export function standingWord({ state, record }: Standing): CriterionRecord | undefined {
  const stands = state === 'holds' || state === 'does-not-hold';
  return stands && record?.proof?.person !== undefined ? record : undefined;
}

/**
 * A criterion that code has left undecided, as a person has said: the later of the answer about exactly this tree and of
 * the word that still stands. Where there is neither, the question is to be asked.
 */
export async function byPerson(
  { git, refs }: { readonly git: Git; readonly refs: PhaseRefs },
  { standing, found, tree }: { readonly standing: Standing; readonly found: CriterionRecord; readonly tree: string },
): Promise<{ record: CriterionRecord; question?: Question }> {
  const word = standingWord(standing);
  if (found.outcome !== 'undecided' && found !== word) return { record: found };
  const question = questionFor(standing.criterion, tree, whyAsked(found));
  const answer = await findAnswer(git, refs, question);
  if (answer && (word?.proof?.person?.at ?? '') < answer.at) return { record: answered(found, answer) };
  return word ? { record: word } : { record: found, question };
}
