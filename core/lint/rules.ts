import type { Rule } from './rule.ts';
import { budgetBenchmark } from './rules/budget-benchmark.ts';
import { duplicateId } from './rules/duplicate-id.ts';
import { emptyReference } from './rules/empty-reference.ts';
import { invisibleCharacters } from './rules/invisible-characters.ts';
import { laterPhaseCriterion } from './rules/later-phase-criterion.ts';
import { observableCriterion } from './rules/observable-criterion.ts';
import { pointerCriterion } from './rules/pointer-criterion.ts';
import { specReference } from './rules/spec-reference.ts';
import { unclearReference } from './rules/unclear-reference.ts';
import { undecidableCriterion } from './rules/undecidable-criterion.ts';
import { unfinishedText } from './rules/unfinished-text.ts';

/** Every rule, in the order of their worth: what misleads an agent most comes first. */
export const rules: readonly Rule[] = [
  laterPhaseCriterion,
  observableCriterion,
  pointerCriterion,
  budgetBenchmark,
  specReference,
  emptyReference,
  unclearReference,
  duplicateId,
  unfinishedText,
  invisibleCharacters,
  undecidableCriterion,
];
