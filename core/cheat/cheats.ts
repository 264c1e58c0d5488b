import type { Cheat } from './cheat.ts';
import { changedCi } from './cheats/changed-ci.ts';
import { changedExpectation } from './cheats/changed-expectation.ts';
import { cosmeticChange } from './cheats/cosmetic-change.ts';
import { coverageOff } from './cheats/coverage-off.ts';
import { deletedTest } from './cheats/deleted-test.ts';
import { earlyExit } from './cheats/early-exit.ts';
import { inflatedTimeout } from './cheats/inflated-timeout.ts';
import { lintOff } from './cheats/lint-off.ts';
import { mockedUnit } from './cheats/mocked-unit.ts';
import { ourRecords } from './cheats/our-records.ts';
import { overloadedEquality } from './cheats/overloaded-equality.ts';
import { plantedInstructions } from './cheats/planted-instructions.ts';
import { rewrittenSnapshot } from './cheats/rewritten-snapshot.ts';
import { skippedTest } from './cheats/skipped-test.ts';
import { sleep } from './cheats/sleep.ts';
import { stub } from './cheats/stub.ts';
import { swallowedError } from './cheats/swallowed-error.ts';
import { tautology } from './cheats/tautology.ts';
import { testEnvironment } from './cheats/test-environment.ts';
import { testWithoutAssertion } from './cheats/test-without-assertion.ts';
import { tickedPlan } from './cheats/ticked-plan.ts';
import { typesOff } from './cheats/types-off.ts';
import { weakerAssertion } from './cheats/weaker-assertion.ts';

/** All that is looked for. */
export const cheats: readonly Cheat[] = [
  changedCi,
  changedExpectation,
  cosmeticChange,
  coverageOff,
  deletedTest,
  earlyExit,
  inflatedTimeout,
  lintOff,
  mockedUnit,
  ourRecords,
  overloadedEquality,
  plantedInstructions,
  rewrittenSnapshot,
  skippedTest,
  sleep,
  stub,
  swallowedError,
  tautology,
  testEnvironment,
  testWithoutAssertion,
  tickedPlan,
  typesOff,
  weakerAssertion,
];
