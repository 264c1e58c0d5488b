import type { CriterionKind } from '../../plan/plan.ts';
import { probeOf } from '../../plan/criteria/probe.ts';
import { defineRule } from '../rule.ts';
import { eachCriterion, quoted } from './each-criterion.ts';

/**
 * Code decides a criterion only where its words name a command, a path or the gates, and say nothing else. All others
 * are put to a person at the end of the phase; no model may pass one. That can be meant so.
 *
 * @example What code decides.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     **Exit criteria**: `npm test` passes; `docs/limits.md` exists; all gates pass.
 *
 * @example What is put to a person.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     **Exit criteria**: integration tests pass; P50 < 1 s; approved by the owner.
 *     === specs/91-impl-plan.md:3:20 Unexpected criterion "integration tests pass" that code cannot decide, expected "`command` passes", "`path` exists" or "All gates pass"; name the command that runs the test, or a person will be asked
 *     === specs/91-impl-plan.md:3:44 Unexpected criterion "P50 < 1 s" that code cannot decide, expected "`command` passes", "`path` exists" or "All gates pass"; name a command that fails where the number is not kept, or a person will be asked
 *     === specs/91-impl-plan.md:3:55 Unexpected criterion "approved by the owner." that code cannot decide, expected "`command` passes", "`path` exists" or "All gates pass"; leave it if that person is to be asked
 */
export const undecidableCriterion = defineRule({
  id: 'undecidable-criterion',
  recommended: 'info',
  check: eachCriterion(({ criterion }) => {
    if (probeOf(criterion.text).kind !== 'person') return null;
    const message =
      `Unexpected criterion ${quoted(criterion)} that code cannot decide, ` +
      `expected "\`command\` passes", "\`path\` exists" or "All gates pass"; ${advice[criterion.kind]}`;
    return { message };
  }),
});

const advice: Record<CriterionKind, string> = {
  command: 'write every command on its own and nothing else, or a person will be asked',
  test: 'name the command that runs the test, or a person will be asked',
  number: 'name a command that fails where the number is not kept, or a person will be asked',
  file: 'write no more than that the path exists, or a person will be asked',
  pointer: 'write here what has to hold there, or a person will be asked',
  judgement: 'name a command that checks it, or a person will be asked',
  person: 'leave it if that person is to be asked',
};
