import type { Location } from '../../failure.ts';
import { codeSpans } from '../../markdown/code-spans.ts';
import type { Line } from '../../markdown/lines.ts';
import { isCommandLine } from '../../plan/criteria/command-line.ts';
import type { Phase, Plan, Task } from '../../plan/plan.ts';
import { isTestName } from '../../plan/criteria/test-name.ts';
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
    if (!plan) return;
    const unmeasured = new Set(phasesWithoutBenchmark(plan));
    for (const phase of phases) {
      for (const criterion of unmeasured.has(phase) ? phase.criteria : []) {
        if (!isBudget(criterion.text) || namesMeasurement(criterion.text)) continue;
        const message = `Unexpected performance budget ${quoted(criterion)}, ${expected(phase)}; add one, or name the command that measures`;
        report({ message, ...placeOf(plan.path, criterion.range) });
      }
    }
    for (const { phase, task, at, other } of citedBudgets(unmeasured, context)) {
      const message = `Unexpected performance budget in the spec of task ${task.id}, ${expected(phase)}; add one`;
      report({ message, at, other });
    }
  },
});

function expected(phase: Phase): string {
  return `expected a task of phase ${phase.id} or an earlier one that brings a benchmark`;
}

/** Those up to the first that brings one; for all that follow it is there. */
function phasesWithoutBenchmark({ phases }: Plan): readonly Phase[] {
  const first = phases.findIndex(({ tasks }) =>
    tasks.some(({ text, title }) => benchmark.test(title) || benchmark.test(text)),
  );
  return first < 0 ? phases : phases.slice(0, first);
}

const benchmark =
  /\bbench|\bperf(?:ormance)?\b|\b(?:load|soak|stress)[- ]?tests?\b|\bsoak\b|基准|性能测试|压测|ベンチ|性能(?:試験|テスト)|負荷(?:試験|テスト)/i;

function namesMeasurement(text: string): boolean {
  return codeSpans(text).some(({ code }) => isCommandLine(code) || isTestName(code) || /bench/i.test(code));
}

interface CitedBudget {
  readonly phase: Phase;
  readonly task: Task;
  readonly at: Location;
  /** Where the spec states it. */
  readonly other: Location;
}

/** The first budget of every section that these phases cite, with the task that cites it first. */
function citedBudgets(among: ReadonlySet<Phase>, { cited, files }: LintContext): CitedBudget[] {
  const seen = new Set<string>();
  return cited.flatMap(({ phase, task, at, resolution }) => {
    const sections = among.has(phase) && 'ok' in resolution ? resolution.ok : [];
    return sections.flatMap((section) => {
      const place = `${section.path}:${section.line}`;
      const other = seen.has(place) ? null : firstBudget(section, files);
      seen.add(place);
      return other ? [{ phase, task, at, other }] : [];
    });
  });
}

function firstBudget({ path, heading, line, text }: Section, files: readonly SpecFile[]): Location | null {
  const file = files.find((each) => each.path === path);
  // A whole file may hold budgets that another phase keeps.
  if (!file || (heading === null && !/perf|budget|bench/i.test(path))) return null;
  const lines = linesOf(file).slice(line - 1, line - 1 + text.split('\n').length);
  const budget = lines.find(statesBudget);
  return budget ? { path, line: budget.number, column: 1 } : null;
}

/** Specs bound much that is no performance, so here the words have to say so too. */
function statesBudget({ kind, text }: Line): boolean {
  return kind === 'text' && aboutPerformance.test(text) && isBudget(text);
}

const aboutPerformance =
  /\bP(?:50|9\d)\b|latency|throughput|budget|memory|\bRSS\b|start-?up|cold start|performance|per second|\/s\b|响应|吞吐|内存|レイテンシ|スループット|メモリ/i;
