import { taskBriefs } from '../core/brief/task-briefs.ts';
import { lint } from '../core/lint/lint.ts';
import { rules } from '../core/lint/rules.ts';
import { readPlan } from '../core/plan/read.ts';
import type { SpecFile } from '../core/spec/section.ts';
import { checklist, specs, tablePlan } from './large-plans.ts';
import { measure, type Measured } from './measure.ts';

export interface PlanResult extends Measured {
  readonly plan: string;
  readonly work: string;
  readonly tasks: number;
  /** Against one bare regex over the same file. */
  readonly timesRegex: number;
  /** Against a plan with a tenth of the tasks; 10 is linear. */
  readonly timesTenth: number;
}

const tasks = 10_000;
const rounds = 7;

/** Plans of 10,000 tasks: read, linted by every rule, briefed, and all of that. */
export function benchPlan(): PlanResult[] {
  return [
    ...measurePlan('table', tablePlan, /^\|\s*(\d[\w.]*)\s*\|([^|]*)\|/gm),
    ...measurePlan('checklist', checklist, /^\s*[-*+] \[([ xX])\] (.*)$/gm),
  ];
}

function measurePlan(plan: string, make: (tasks: number) => SpecFile, bare: RegExp): PlanResult[] {
  const file = make(tasks);
  const tenth = workOn(make(tasks / 10), tasks / 10);
  const peer = measure(() => expectAll([...file.content.matchAll(bare)].length, tasks), rounds);
  return Object.entries(workOn(file, tasks)).map(([work, run]) => {
    const measured = measure(run, rounds);
    const small = measure(tenth[work] ?? run, rounds);
    return {
      plan,
      work,
      tasks,
      ...measured,
      timesRegex: measured.median / peer.median,
      timesTenth: measured.median / small.median,
    };
  });
}

function workOn(file: SpecFile, expected: number): Record<string, () => void> {
  // Whatever is kept about a file must not be kept from one round to the next.
  const fresh = (): SpecFile[] => [file, ...specs].map((each) => ({ ...each }));
  const plan = readPlan(file.path, file.content);
  const read = (): typeof plan => readPlan(file.path, file.content);
  const lintIt = (which: typeof plan, files: readonly SpecFile[]): void => {
    lint(
      { plan: which, phases: which.phases, files, whole: [], exists: () => true },
      (rule) => ({ severity: 'warning', options: rule.options.parse({}) }),
      rules,
    );
  };
  const brief = (which: typeof plan, files: readonly SpecFile[]): void => {
    const briefs = which.phases.flatMap((phase) => taskBriefs(which, phase, { specs: files, rules: [], gates: [] }));
    expectAll(briefs.filter((each) => each.sections.length > 0).length, expected);
  };
  return {
    read: () => void read(),
    lint: () => lintIt(plan, fresh()),
    brief: () => brief(plan, fresh()),
    all: () => {
      const [again, files] = [read(), fresh()];
      lintIt(again, files);
      brief(again, files);
    },
  };
}

/** A fast answer that is wrong is none. */
function expectAll(found: number, expected: number): void {
  if (found !== expected) throw new Error(`Internal error: ${found} tasks instead of ${expected}`);
}
