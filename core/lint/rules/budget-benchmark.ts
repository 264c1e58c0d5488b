import type { Location } from '../../failure.ts';
import { codeSpans } from '../../markdown/code-spans.ts';
import type { Line } from '../../markdown/lines.ts';
import { isCommandLine } from '../../plan/criterion-kind.ts';
import type { Phase, Plan, Task } from '../../plan/plan.ts';
import { isTestName } from '../../plan/test-name.ts';
import type { Section, SpecFile } from '../../spec/section.ts';
import { linesOf, placeOf, type LintContext } from '../context.ts';
import { defineRule } from '../rule.ts';
import { quoted } from './each-criterion.ts';
import { isBudget } from './performance-budget.ts';

/**
 * A performance budget is kept only if something measures it: a criterion or a cited spec with one needs a task of this
 * phase or an earlier one that brings a benchmark, or a criterion that names the command or the test that measures.
 *
 * @example A task brings a benchmark, or the criterion names what measures.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     | #   | Task                   |
 *     | --- | ---------------------- |
 *     | 1.1 | Read input, with bench |
 *
 *     **Exit criteria**: P50 < 1 s.
 *
 *     ## Phase 2: Output
 *
 *     **Exit criteria**: P99 < 2 s.
 *
 * @example The criterion names what measures, or is about no performance.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     **Exit criteria**: `cargo bench` shows ≤ 50 ns; coverage is at least 90 %; the lease ends within 30 s.
 *
 * @example Nothing measures.
 *
 *     --- specs/91-impl-plan.md
 *     ## Phase 1: Input
 *
 *     | #   | Task       | Spec     |
 *     | --- | ---------- | -------- |
 *     | 1.1 | Read input | 10 § 2.1 |
 *
 *     **Exit criteria**: P50 < 1 s.
 *     --- specs/10-input.md
 *     ## 2.1 Limits
 *
 *     Peak memory stays below 200 MB.
 *     === specs/91-impl-plan.md:5:22 Unexpected performance budget in the spec of task 1.1, expected a task of phase 1 or an earlier one that brings a benchmark; add one
 *     ===   see also specs/10-input.md:3:1
 *     === specs/91-impl-plan.md:7:20 Unexpected performance budget "P50 < 1 s.", expected a task of phase 1 or an earlier one that brings a benchmark; add one, or name the command that measures
 */
export const budgetBenchmark = defineRule({
  id: 'budget-benchmark',
  recommended: 'warning',
  check(context, report) {
    const { plan, phases } = context;
    for (const phase of plan ? phases : []) {
      if (!plan || bringsBenchmark(plan, phase)) continue;
      const expected = `expected a task of phase ${phase.id} or an earlier one that brings a benchmark`;
      for (const criterion of phase.criteria) {
        if (!isBudget(criterion.text) || namesMeasurement(criterion.text)) continue;
        const message = `Unexpected performance budget ${quoted(criterion)}, ${expected}; add one, or name the command that measures`;
        report({ message, ...placeOf(plan.path, criterion.range) });
      }
      for (const { task, at, other } of citedBudgets(phase, context)) {
        report({
          message: `Unexpected performance budget in the spec of task ${task.id}, ${expected}; add one`,
          at,
          other,
        });
      }
    }
  },
});

/** Earlier phases count: their benchmarks are there. */
function bringsBenchmark({ phases }: Plan, phase: Phase): boolean {
  const sofar = phases.slice(0, phases.indexOf(phase) + 1);
  return sofar.some(({ tasks }) => tasks.some(({ text, title }) => benchmark.test(title) || benchmark.test(text)));
}

const benchmark =
  /\bbench|\bperf(?:ormance)?\b|\b(?:load|soak|stress)[- ]?tests?\b|\bsoak\b|基准|性能测试|压测|ベンチ|性能(?:試験|テスト)|負荷(?:試験|テスト)/i;

function namesMeasurement(text: string): boolean {
  return codeSpans(text).some(({ code }) => isCommandLine(code) || isTestName(code) || /bench/i.test(code));
}

/** The first budget of every section that the phase's tasks cite, with the task that cites it first. */
function citedBudgets(phase: Phase, { cited, files }: LintContext): CitedBudget[] {
  const budgets = new Map<string, CitedBudget>();
  for (const { task, at, resolution, ...citing } of cited) {
    for (const section of citing.phase === phase && 'ok' in resolution ? resolution.ok : []) {
      const other = isAboutBudgets(section) ? firstBudget(section, files) : null;
      const place = other && `${other.path}:${other.line}`;
      if (other && place !== null && !budgets.has(place)) budgets.set(place, { task, at, other });
    }
  }
  return [...budgets.values()];
}

interface CitedBudget {
  readonly task: Task;
  readonly at: Location;
  readonly other: Location;
}

/** A whole file may hold budgets that another phase keeps. */
function isAboutBudgets({ heading, path }: Section): boolean {
  return heading !== null || /perf|budget|bench/i.test(path);
}

function firstBudget({ path, line, text }: Section, files: readonly SpecFile[]): Location | null {
  const file = files.find((each) => each.path === path);
  const end = line + text.split('\n').length;
  const budget = file
    ? linesOf(file).find((each) => each.number >= line && each.number < end && statesBudget(each))
    : undefined;
  return budget ? { path, line: budget.number, column: 1 } : null;
}

/** Specs bound much that is no performance, so here the words have to say so too. */
function statesBudget({ kind, text }: Line): boolean {
  return kind === 'text' && aboutPerformance.test(text) && isBudget(text);
}

const aboutPerformance =
  /\bP(?:50|9\d)\b|latency|throughput|budget|memory|\bRSS\b|start-?up|cold start|performance|per second|\/s\b|响应|吞吐|内存|レイテンシ|スループット|メモリ/i;
