import { withoutCodeSpans } from '../../markdown/code-spans.ts';
import { defineRule } from '../rule.ts';
import { eachCriterion, quoted } from './each-criterion.ts';
import { laterName } from './later-name.ts';
import { laterMilestone, laterPhase, laterTask } from './later-need.ts';

/**
 * An exit criterion has to be met when its own phase ends, so it cannot need what a later phase brings: one of its tasks,
 * the phase itself, a milestone that only it closes, or code that one of its tasks introduces and that nothing before
 * speaks of. Criteria that only put something off are left alone.
 *
 * @example It names what is there, and what is left for later.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     | #   | Task                        |
 *     | --- | --------------------------- |
 *     | 1.1 | Add `demo-reader`           |
 *
 *     **Exit criteria**: `demo-reader` reads; task 1.1 is merged; limits are left to phase 2; `demo show` is not yet there.
 *
 *     ## Phase 2: Output
 *
 *     | #   | Task                              |
 *     | --- | --------------------------------- |
 *     | 2.1 | Implement `demo show`             |
 *
 *     **Exit criteria**: `demo show` shows what phase 1 has read.
 *
 * @example A later task, a later phase, code of a later task.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     | #   | Task       |
 *     | --- | ---------- |
 *     | 1.1 | Read input |
 *
 *     **Exit criteria**: tests of task 2.1 pass; the exporter of phase 2 works; `demo show` shows it.
 *
 *     ## Phase 2: Output
 *
 *     | #   | Task                              |
 *     | --- | --------------------------------- |
 *     | 2.1 | Implement `demo show`             |
 *
 *     **Exit criteria**: All gates pass.
 *     === specs/91-impl-plan.md:7:20 Unexpected criterion "tests of task 2.1 pass" of phase 1 that needs task 2.1, expected what is there when phase 1 ends; move the criterion to phase 2, or the work to phase 1
 *     ===   see also specs/91-impl-plan.md:13:1
 *     === specs/91-impl-plan.md:7:44 Unexpected criterion "the exporter of phase 2 works" of phase 1 that needs phase 2, expected what is there when phase 1 ends; move the criterion to phase 2, or the work to phase 1
 *     ===   see also specs/91-impl-plan.md:9:1
 *     === specs/91-impl-plan.md:7:75 Unexpected criterion "`demo show` shows it." of phase 1 that needs `demo show`, expected what is there when phase 1 ends; move the criterion to phase 2, or the work to phase 1
 *     ===   see also specs/91-impl-plan.md:13:1
 *
 * @example Stages are phases where the headings say so, and to deny harm is not to put off.
 *
 *     --- specs/91-impl-plan.md
 *     ## Stage 1: Input
 *
 *     - [ ] Read input
 *
 *     **Exit criteria**: Writer (Stage 2) passes its tests; the exporter of stage 2 never panics; no limits before stage 2.
 *
 *     ## Stage 2: Output
 *
 *     - [ ] Write it
 *     === specs/91-impl-plan.md:5:20 Unexpected criterion "Writer (Stage 2) passes its tests" of phase 1 that needs phase 2, expected what is there when phase 1 ends; move the criterion to phase 2, or the work to phase 1
 *     ===   see also specs/91-impl-plan.md:7:1
 *     === specs/91-impl-plan.md:5:55 Unexpected criterion "the exporter of stage 2 never panics" of phase 1 that needs phase 2, expected what is there when phase 1 ends; move the criterion to phase 2, or the work to phase 1
 *     ===   see also specs/91-impl-plan.md:7:1
 */
export const laterPhaseCriterion = defineRule({
  id: 'later-phase-criterion',
  recommended: 'error',
  check: eachCriterion((about) => {
    const { criterion, phase, plan } = about;
    if (putsOff.test(withoutCodeSpans(criterion.text).replaceAll(aside, ''))) return null;
    const need = laterTask(about) ?? laterPhase(about) ?? laterMilestone(about) ?? laterName(about);
    if (!need) return null;
    const message =
      `Unexpected criterion ${quoted(criterion)} of phase ${phase.id} that needs ${need.what}, expected what is there when ` +
      `phase ${phase.id} ends; move the criterion to phase ${need.phase}, or the work to phase ${phase.id}`;
    return { message, other: { path: plan.path, line: need.line, column: 1 } };
  }),
});

/** `without errors`, `never panics`, `and nothing is flaky`: what is denied is harm, and not the later work. */
const aside = new RegExp(
  [
    String.raw`\b(?:no|zero|without) (?:any |new |known )?(?:errors?|warnings?|failures?|panics?|crash(?:es)?|leaks?|gaps?|regressions?|flakes?|data loss)\b`,
    String.raw`\b(?:never|not|cannot|(?:does|do|ca)n['’]t) (?:ever )?(?:panic|crash|fail|leak|hang|deadlock|flak)\w*`,
    String.raw`\band (?:nothing|none) (?:is|are|fails?|breaks?)\b`,
    '不(?:会|再)?(?:崩溃|报错|失败|泄漏)|不(?:超过|少于|低于|高于|小于|大于)',
  ].join('|'),
  'gi',
);

/** Words that speak of later work without needing it. Where one stands, nothing is certain. */
const putsOff = new RegExp(
  [
    String.raw`\b(?:no|not|never|none|nothing|without|except|excluding|until|before|later|next|future|ready|planned)\b`,
    String.raw`\b(?:defer|postpone|unblock)\w*|\b(?:will|would|can (?:now|start|begin)|left|leaves?|out of scope|tbd)\b`,
    String.raw`\b(?:follow-?ups?|for use|input (?:to|for)|hand(?:s|ed)?[ -]?(?:off|over)|nicht|kein\w*|ohne|bis|später)\b`,
    '不|未|暂|后续|留待|推迟|まで|予定|後',
  ].join('|'),
  'i',
);
