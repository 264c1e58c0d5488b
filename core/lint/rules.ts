import type { Rule } from './rule.ts';
import { decisionLog } from './rules/decision-log.ts';
import { diagram } from './rules/diagram.ts';
import { duplicateId } from './rules/duplicate-id.ts';
import { emptyReference } from './rules/empty-reference.ts';
import { invisibleCharacters } from './rules/invisible-characters.ts';
import { link } from './rules/link.ts';
import { lookAlike } from './rules/look-alike.ts';
import { needsClarification } from './rules/needs-clarification.ts';
import { observableCriterion } from './rules/observable-criterion.ts';
import { placeholder } from './rules/placeholder.ts';
import { specCoverage } from './rules/spec-coverage.ts';
import { specIndex } from './rules/spec-index.ts';
import { specReference } from './rules/spec-reference.ts';
import { supersededDecision } from './rules/superseded-decision.ts';
import { tooComplex } from './rules/too-complex.ts';
import { unclearReference } from './rules/unclear-reference.ts';
import { whitespace } from './rules/whitespace.ts';

/** Every rule, in the order of their worth: what misleads an agent most comes first. */
export const rules: readonly Rule[] = [
  observableCriterion,
  specReference,
  decisionLog,
  supersededDecision,
  specCoverage,
  emptyReference,
  unclearReference,
  duplicateId,
  needsClarification,
  placeholder,
  invisibleCharacters,
  lookAlike,
  link,
  specIndex,
  diagram,
  tooComplex,
  whitespace,
];
