import type { Cheat } from './cheat.ts';
import { bypassedHook } from './cheats/bypassed-hook.ts';
import { changedCheck } from './cheats/changed-check.ts';
import { changedCi } from './cheats/changed-ci.ts';
import { changedExpectation } from './cheats/changed-expectation.ts';
import { changedGate } from './cheats/changed-gate.ts';
import { cosmeticChange } from './cheats/cosmetic-change.ts';
import { coverageOff } from './cheats/coverage-off.ts';
import { deletedTest } from './cheats/deleted-test.ts';
import { earlyExit } from './cheats/early-exit.ts';
import { hiddenCounter } from './cheats/hidden-counter.ts';
import { inflatedTimeout } from './cheats/inflated-timeout.ts';
import { introspection } from './cheats/introspection.ts';
import { lintOff } from './cheats/lint-off.ts';
import { lookupTable } from './cheats/lookup-table.ts';
import { loosenedConfig } from './cheats/loosened-config.ts';
import { mockedUnit } from './cheats/mocked-unit.ts';
import { ourRecords } from './cheats/our-records.ts';
import { overloadedEquality } from './cheats/overloaded-equality.ts';
import { patchedClock } from './cheats/patched-clock.ts';
import { patchedReporter } from './cheats/patched-reporter.ts';
import { plantedInstructions } from './cheats/planted-instructions.ts';
import { replacedTool } from './cheats/replaced-tool.ts';
import { rewrittenSnapshot } from './cheats/rewritten-snapshot.ts';
import { shadowedPackage } from './cheats/shadowed-package.ts';
import { skippedTest } from './cheats/skipped-test.ts';
import { sleep } from './cheats/sleep.ts';
import { specialCase } from './cheats/special-case.ts';
import { stub } from './cheats/stub.ts';
import { swallowedError } from './cheats/swallowed-error.ts';
import { tautology } from './cheats/tautology.ts';
import { testEnvironment } from './cheats/test-environment.ts';
import { testWithoutAssertion } from './cheats/test-without-assertion.ts';
import { tickedPlan } from './cheats/ticked-plan.ts';
import { typesOff } from './cheats/types-off.ts';
import { unusedCode } from './cheats/unused-code.ts';
import { weakerAssertion } from './cheats/weaker-assertion.ts';
import { wordsToReviewers } from './cheats/words-to-reviewers.ts';

/** All that is looked for. */
export const cheats: readonly Cheat[] = [
  bypassedHook,
  changedCheck,
  changedCi,
  changedExpectation,
  changedGate,
  cosmeticChange,
  coverageOff,
  deletedTest,
  earlyExit,
  hiddenCounter,
  inflatedTimeout,
  introspection,
  lintOff,
  lookupTable,
  loosenedConfig,
  mockedUnit,
  ourRecords,
  overloadedEquality,
  patchedClock,
  patchedReporter,
  plantedInstructions,
  replacedTool,
  rewrittenSnapshot,
  shadowedPackage,
  skippedTest,
  sleep,
  specialCase,
  stub,
  swallowedError,
  tautology,
  testEnvironment,
  testWithoutAssertion,
  tickedPlan,
  typesOff,
  unusedCode,
  weakerAssertion,
  wordsToReviewers,
];
