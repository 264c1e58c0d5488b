import { defineRule } from '../rule.ts';
import { fromPlan } from './from-plan.ts';

/**
 * A key that no reader of TOML plans knows says nothing, and may be a known one that is misspelt. What commits wait for,
 * for one, stands in `[dependencies]` and not in the commit.
 *
 * @example All keys that there are.
 *
 *     --- implementation-plan.toml
 *     [meta]
 *     feature = "fetch"
 *     feature_dir = "docs/fetch"
 *     workspace = "."
 *
 *     [dependencies]
 *     1 = []
 *
 *     [[commits]]
 *     id = 1
 *     title = "Read"
 *     message = "feat: read"
 *     files = ["src/read.ts"]
 *     acceptance = ["`npm test` passes"]
 *     anti_patterns = ["Reading twice"]
 *     tests = ["test_read"]
 *     requirements = ["REQ-1"]
 *     constraints = ["CC-1"]
 *
 * @example One that is misspelt, and one that does not exist.
 *
 *     --- implementation-plan.toml
 *     [[commits]]
 *     id = 1
 *     test = ["test_read"]
 *     depends_on = []
 *     === implementation-plan.toml:3:1 Unexpected key "test" in [[commits]], expected one of id, title, message, files, acceptance, anti_patterns, tests, requirements, constraints; correct it if one of them is meant, else it says nothing
 *     === implementation-plan.toml:4:1 Unexpected key "depends_on" in [[commits]], expected one of id, title, message, files, acceptance, anti_patterns, tests, requirements, constraints; correct it if one of them is meant, else it says nothing
 */
export const unknownKey = defineRule({
  id: 'unknown-key',
  recommended: 'info',
  check: fromPlan('unknown-key'),
});
