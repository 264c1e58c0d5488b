import type { Cheat } from './cheat.ts';
import { coverageOff } from './cheats/coverage-off.ts';
import { deletedTest } from './cheats/deleted-test.ts';
import { lintOff } from './cheats/lint-off.ts';
import { skippedTest } from './cheats/skipped-test.ts';
import { stub } from './cheats/stub.ts';
import { tautology } from './cheats/tautology.ts';
import { typesOff } from './cheats/types-off.ts';
import { weakerAssertion } from './cheats/weaker-assertion.ts';

/** All that is looked for. */
export const cheats: readonly Cheat[] = [
  coverageOff,
  deletedTest,
  lintOff,
  skippedTest,
  stub,
  tautology,
  typesOff,
  weakerAssertion,
];
