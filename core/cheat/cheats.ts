import type { Cheat } from './cheat.ts';
import { skippedTest } from './cheats/skipped-test.ts';

/** All that is looked for. */
export const cheats: readonly Cheat[] = [skippedTest];
