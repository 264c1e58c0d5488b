import type { Rule } from './rule.ts';
import { budgetBenchmark } from './rules/budget-benchmark.ts';
import { commitSize } from './rules/commit-size.ts';
import { commitTests } from './rules/commit-tests.ts';
import { conventionalMessage } from './rules/conventional-message.ts';
import { decisionLog } from './rules/decision-log.ts';
import { dependency } from './rules/dependency.ts';
import { diagram } from './rules/diagram.ts';
import { disabledTest } from './rules/disabled-test.ts';
import { duplicateId } from './rules/duplicate-id.ts';
import { emptyPhase } from './rules/empty-phase.ts';
import { emptyReference } from './rules/empty-reference.ts';
import { htmlComment } from './rules/html-comment.ts';
import { invisibleCharacters } from './rules/invisible-characters.ts';
import { laterPhaseCriterion } from './rules/later-phase-criterion.ts';
import { link } from './rules/link.ts';
import { lookAlike } from './rules/look-alike.ts';
import { milestoneMapping } from './rules/milestone-mapping.ts';
import { missingCriteria } from './rules/missing-criteria.ts';
import { missingFile } from './rules/missing-file.ts';
import { needsClarification } from './rules/needs-clarification.ts';
import { noPhases } from './rules/no-phases.ts';
import { observableCriterion } from './rules/observable-criterion.ts';
import { overlappingFiles } from './rules/overlapping-files.ts';
import { phaseOrder } from './rules/phase-order.ts';
import { phaseSize } from './rules/phase-size.ts';
import { placeholder } from './rules/placeholder.ts';
import { planSyntax } from './rules/plan-syntax.ts';
import { plannedTest } from './rules/planned-test.ts';
import { pointerCriterion } from './rules/pointer-criterion.ts';
import { referenceEnding } from './rules/reference-ending.ts';
import { requirementCoverage } from './rules/requirement-coverage.ts';
import { requirementForm } from './rules/requirement-form.ts';
import { requirementSize } from './rules/requirement-size.ts';
import { specCoverage } from './rules/spec-coverage.ts';
import { specIndex } from './rules/spec-index.ts';
import { specReference } from './rules/spec-reference.ts';
import { stalePointer } from './rules/stale-pointer.ts';
import { statusContradiction } from './rules/status-contradiction.ts';
import { supersededDecision } from './rules/superseded-decision.ts';
import { taskNumber } from './rules/task-number.ts';
import { taskRow } from './rules/task-row.ts';
import { taskTitle } from './rules/task-title.ts';
import { tooComplex } from './rules/too-complex.ts';
import { unclearReference } from './rules/unclear-reference.ts';
import { uncoveredConstraint } from './rules/uncovered-constraint.ts';
import { undecidableCriterion } from './rules/undecidable-criterion.ts';
import { unknownKey } from './rules/unknown-key.ts';
import { unparsedBlock } from './rules/unparsed-block.ts';
import { unplannedTest } from './rules/unplanned-test.ts';
import { vagueAcceptance } from './rules/vague-acceptance.ts';
import { whitespace } from './rules/whitespace.ts';

/** Every rule, in the order of their worth: what misleads an agent most comes first. */
export const rules: readonly Rule[] = [
  planSyntax,
  noPhases,
  taskRow,
  missingCriteria,
  emptyPhase,
  observableCriterion,
  laterPhaseCriterion,
  pointerCriterion,
  specReference,
  referenceEnding,
  emptyReference,
  unclearReference,
  dependency,
  phaseOrder,
  duplicateId,
  needsClarification,
  placeholder,
  budgetBenchmark,
  specCoverage,
  specIndex,
  milestoneMapping,
  decisionLog,
  supersededDecision,
  diagram,
  statusContradiction,
  overlappingFiles,
  plannedTest,
  commitTests,
  disabledTest,
  missingFile,
  vagueAcceptance,
  uncoveredConstraint,
  unplannedTest,
  commitSize,
  conventionalMessage,
  requirementForm,
  requirementSize,
  requirementCoverage,
  taskNumber,
  unknownKey,
  invisibleCharacters,
  lookAlike,
  htmlComment,
  whitespace,
  link,
  tooComplex,
  undecidableCriterion,
  unparsedBlock,
  stalePointer,
  taskTitle,
  phaseSize,
];
