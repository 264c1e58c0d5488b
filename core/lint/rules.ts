import type { Rule } from './rule.ts';
import { dependency } from './rules/dependency.ts';
import { duplicateId } from './rules/duplicate-id.ts';
import { emptyPhase } from './rules/empty-phase.ts';
import { emptyReference } from './rules/empty-reference.ts';
import { htmlComment } from './rules/html-comment.ts';
import { invisibleCharacters } from './rules/invisible-characters.ts';
import { milestoneMapping } from './rules/milestone-mapping.ts';
import { missingCriteria } from './rules/missing-criteria.ts';
import { noPhases } from './rules/no-phases.ts';
import { observableCriterion } from './rules/observable-criterion.ts';
import { phaseSize } from './rules/phase-size.ts';
import { planSyntax } from './rules/plan-syntax.ts';
import { specReference } from './rules/spec-reference.ts';
import { stalePointer } from './rules/stale-pointer.ts';
import { statusContradiction } from './rules/status-contradiction.ts';
import { taskRow } from './rules/task-row.ts';
import { taskTitle } from './rules/task-title.ts';
import { unclearReference } from './rules/unclear-reference.ts';
import { unfinishedText } from './rules/unfinished-text.ts';
import { unparsedBlock } from './rules/unparsed-block.ts';

/** Every rule, in the order of their worth: what misleads an agent most comes first. */
export const rules: readonly Rule[] = [
  planSyntax,
  noPhases,
  taskRow,
  dependency,
  missingCriteria,
  observableCriterion,
  specReference,
  emptyReference,
  unclearReference,
  duplicateId,
  emptyPhase,
  statusContradiction,
  stalePointer,
  milestoneMapping,
  unparsedBlock,
  htmlComment,
  taskTitle,
  unfinishedText,
  invisibleCharacters,
  phaseSize,
];
