import type { Rule } from './rule.ts';
import { budgetBenchmark } from './rules/budget-benchmark.ts';
import { commitSize } from './rules/commit-size.ts';
import { commitTests } from './rules/commit-tests.ts';
import { conventionalMessage } from './rules/conventional-message.ts';
import { dependency } from './rules/dependency.ts';
import { decisionLog } from './rules/decision-log.ts';
import { duplicateId } from './rules/duplicate-id.ts';
import { emptyPhase } from './rules/empty-phase.ts';
import { emptyReference } from './rules/empty-reference.ts';
import { htmlComment } from './rules/html-comment.ts';
import { invisibleCharacters } from './rules/invisible-characters.ts';
import { laterPhaseCriterion } from './rules/later-phase-criterion.ts';
import { observableCriterion } from './rules/observable-criterion.ts';
import { pointerCriterion } from './rules/pointer-criterion.ts';
import { milestoneMapping } from './rules/milestone-mapping.ts';
import { missingCriteria } from './rules/missing-criteria.ts';
import { noPhases } from './rules/no-phases.ts';
import { phaseSize } from './rules/phase-size.ts';
import { planSyntax } from './rules/plan-syntax.ts';
import { specReference } from './rules/spec-reference.ts';
import { stalePointer } from './rules/stale-pointer.ts';
import { statusContradiction } from './rules/status-contradiction.ts';
import { taskRow } from './rules/task-row.ts';
import { taskTitle } from './rules/task-title.ts';
import { link } from './rules/link.ts';
import { specIndex } from './rules/spec-index.ts';
import { supersededDecision } from './rules/superseded-decision.ts';
import { tooComplex } from './rules/too-complex.ts';
import { unclearReference } from './rules/unclear-reference.ts';
import { undecidableCriterion } from './rules/undecidable-criterion.ts';
import { overlappingFiles } from './rules/overlapping-files.ts';
import { plannedTest } from './rules/planned-test.ts';
import { uncoveredConstraint } from './rules/uncovered-constraint.ts';
import { unfinishedText } from './rules/unfinished-text.ts';
import { unknownKey } from './rules/unknown-key.ts';
import { unplannedTest } from './rules/unplanned-test.ts';
import { vagueAcceptance } from './rules/vague-acceptance.ts';
import { unparsedBlock } from './rules/unparsed-block.ts';

/** Every rule, in the order of their worth: what misleads an agent most comes first. */
export const rules: readonly Rule[] = [
  laterPhaseCriterion,
  planSyntax,
  noPhases,
  taskRow,
  dependency,
  missingCriteria,
  observableCriterion,
  pointerCriterion,
  budgetBenchmark,
  specReference,
  decisionLog,
  supersededDecision,
  emptyReference,
  unclearReference,
  duplicateId,
  plannedTest,
  commitTests,
  vagueAcceptance,
  overlappingFiles,
  uncoveredConstraint,
  unplannedTest,
  commitSize,
  unfinishedText,
  invisibleCharacters,
  undecidableCriterion,
  conventionalMessage,
  unknownKey,
  emptyPhase,
  statusContradiction,
  stalePointer,
  milestoneMapping,
  unparsedBlock,
  htmlComment,
  taskTitle,
  phaseSize,
  link,
  specIndex,
  tooComplex,
];
