import { z } from 'zod';
import type { Line } from '../../markdown/lines.ts';
import { specSet } from '../../spec/spec-set.ts';
import type { SpecFile } from '../../spec/section.ts';
import { linesOf, placeIn, type LintContext } from '../context.ts';
import { coverageOf, topicWords, topics, type Topic } from '../spec-topics.ts';
import { defineRule } from '../rule.ts';

/**
 * The spec of a component says what an agent would otherwise make up: each of fourteen topics has a heading with some
 * text (or a bold label, or a link to the spec that is about it) or a reason why there is nothing to say, such as
 * `Concurrency: N/A — single-threaded`. `TBD` is neither. Looked at for the specs that a phase cites and whose names have
 * the number of a component, 10 to 59. `topics` says which topics are demanded, `minimum` how many of them are enough.
 *
 * @example Headings in an author's own words, several topics in one heading, and reasons.
 *
 *     --- specs/10-input.md
 *     # 10 — Input
 *     ## 1. How it works
 *     Line by line.
 *     ## 2. Interface and invariants
 *     ### 2.1 The reader
 *     `read` keeps the order.
 *     ## 3. Validation & errors
 *     A line that is too long is an error.
 *     ## 4. Storage
 *     N/A: no state is kept
 *     ## 5. Startup and shutdown
 *     - Nothing to close.
 *     ## 6. Security
 *     ### 6.1 Audit log
 *     Each file is logged.
 *     ## 7. Tests and acceptance criteria
 *     All examples are read.
 *
 *     - Concurrency: N/A — single-threaded
 *     - **Performance**: ≤ 5 ms per file.
 *
 *     | Topic         | Here                       |
 *     | ------------- | -------------------------- |
 *     | Compatibility | N/A, this is version 1     |
 *
 * @example Most of it is missing or to come, and two reasons.
 *
 *     --- specs/10-input.md
 *     # 10 — Input
 *     ## Behaviour
 *     Line by line.
 *     ## API
 *     `read`
 *     ## Invariants, validation and errors
 *     The order is kept.
 *     ## Concurrency
 *     N/A
 *     ## Security
 *     N/A: tbd
 *     ## Metrics
 *     ## Performance
 *     TODO: measure it
 *     ## Tests
 *     All examples are read.
 *     === specs/10-input.md:1:1 Unexpected gaps, expected a heading with text or a reasoned "N/A: …" for persistence, lifecycle, observability, performance, compatibility, exit criteria; write what an agent has to know of them
 *     === specs/10-input.md:9:1 Unexpected N/A without a reason, expected "N/A: …"; say why there is nothing to say about concurrency
 *     === specs/10-input.md:11:1 Unexpected N/A without a reason, expected "N/A: …"; say why there is nothing to say about security
 *
 * @example {"topics": ["behaviour", "interface", "errors", "tests"], "minimum": 3} Three of four are enough.
 *
 *     --- specs/10-input.md
 *     ## 行为
 *     逐行读取。
 *     ## 接口
 *     一个函数。
 *     ## 测试
 *     读取所有示例。
 *
 * @example {"topics": ["tests", "concurrency"]} Words in Chinese, and one reason that is none.
 *
 *     --- specs/10-input.md
 *     # 输入
 *     ## 行为
 *     - 并发：不适用。
 *     === specs/10-input.md:1:1 Unexpected gaps, expected a heading with text or a reasoned "N/A: …" for tests; write what an agent has to know of them
 *     === specs/10-input.md:3:6 Unexpected N/A without a reason, expected "N/A: …"; say why there is nothing to say about concurrency
 */
export const specCoverage = defineRule({
  id: 'spec-coverage',
  recommended: 'warning',
  strict: 'error',
  options: z.strictObject({
    topics: z.array(z.enum(topics)).default([...topics]),
    minimum: z.int().min(1).max(topics.length).optional(),
  }),
  check(context, report, { topics: demanded, minimum = demanded.length }) {
    for (const file of citedFeatures(context)) {
      const { covered, unreasoned } = coverageOf(linesOf(file));
      const missing = demanded.filter((topic) => !covered.has(topic));
      if (demanded.length - missing.length < minimum) {
        const message = `Unexpected gaps, expected a heading with text or a reasoned "N/A: …" for ${missing.map(nameOf).join(', ')}; write what an agent has to know of them`;
        report({ message, ...startOf(file) });
      }
      for (const { topic, line, index, length } of unreasoned) {
        if (!demanded.includes(topic)) continue;
        const message = `Unexpected N/A without a reason, expected "N/A: …"; say why there is nothing to say about ${nameOf(topic)}`;
        report({ message, ...placeIn(file.path, line, index, index + length) });
      }
    }
  },
});

function nameOf(topic: Topic): string {
  return topicWords[topic].name;
}

/** The specs of components that the phases cite, in whole or in part, or that are looked at as a whole. */
function citedFeatures({ files, plan, whole, cited }: LintContext): SpecFile[] {
  const named = new Set(whole);
  for (const { resolution } of cited) {
    for (const { path } of 'ok' in resolution ? resolution.ok : []) named.add(path);
  }
  return specSet(files, plan?.path ?? whole[0] ?? '').features.filter(({ path }) => named.has(path));
}

function startOf({ path, content }: SpecFile) {
  const lines = linesOf({ path, content });
  const first: Line | undefined = lines.find(({ heading }) => heading !== null) ?? lines[0];
  return first ? placeIn(path, first) : { at: { path, line: 1, column: 1 } };
}
