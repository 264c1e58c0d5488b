import type { Rule } from './context.ts';
import { invisibleCharacters } from './rules/invisible-characters.ts';
import { specReference } from './rules/spec-reference.ts';
import { unfinishedText } from './rules/unfinished-text.ts';
import { vagueCriterion } from './rules/vague-criterion.ts';

/** Every rule that looks at a phase and its specs. What concerns the plan alone, the scan of the plan reports. */
export const rules: readonly Rule[] = [specReference, unfinishedText, invisibleCharacters, vagueCriterion];
