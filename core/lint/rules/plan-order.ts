import { codeSpans } from '../../markdown/code-spans.ts';
import type { Phase, Plan, Task } from '../../plan/plan.ts';

/** Where in a plan something first appears. */
export interface Placed {
  /** Index among the plan's phases. */
  readonly at: number;
  readonly phase: Phase;
  readonly task: Task;
}

export interface PlanOrder {
  readonly tasks: ReadonlyMap<string, Placed>;
  /** Commands, files and names that a task's title brings into being, without their backticks. */
  readonly introduced: ReadonlyMap<string, Placed>;
}

const known = new WeakMap<Plan, PlanOrder>();

/** The first phase of every task id and of every name; each plan is looked through once. */
export function planOrder(plan: Plan): PlanOrder {
  const order = known.get(plan) ?? orderOf(plan);
  known.set(plan, order);
  return order;
}

function orderOf({ phases }: Plan): PlanOrder {
  const tasks = new Map<string, Placed>();
  const introduced = new Map<string, Placed>();
  for (const [at, phase] of phases.entries()) {
    for (const task of phase.tasks) {
      const placed: Placed = { at, phase, task };
      if (!tasks.has(task.id)) tasks.set(task.id, placed);
      for (const name of introducedIn(task.title)) if (!introduced.has(name)) introduced.set(name, placed);
    }
  }
  return { tasks, introduced };
}

/** `Add the `a` and `b` commands`, `**`a`** — what it does`. What stands behind other words may have been there before. */
function introducedIn(title: string): string[] {
  const spans = codeSpans(title);
  const [first] = spans;
  if (!first) return [];
  const isSubject =
    /^[\s*_]*$/.test(title.slice(0, first.start)) && /^[*_]{0,3}\s?[:：—–]/.test(title.slice(first.end));
  if (!isSubject && !brings.test(title.slice(0, first.start))) return [];
  const end = spans.findIndex(
    ({ start }, index) => index > 0 && !goesOn.test(title.slice(spans[index - 1]?.end, start)),
  );
  return spans
    .slice(0, end < 0 ? spans.length : end)
    .map(({ code }) => code)
    .filter(isOurs);
}

const brings =
  /^[\s*_]*(?:(?:add|implement|create|introduce|build|write|ship|scaffold)(?: (?:an?|the|new|initial|minimal|\w+ing)){0,3}|实现|新增|添加|创建|编写)\s{0,3}[*_]{0,3}$/i;

const goesOn = /^\s{0,3}(?:[,/+&、]|and|,\s?and|与|和)\s{0,3}$/i;

/**
 * A name that is certain to be the plan's own: a command with its arguments, a path, or an identifier of several words.
 * Programs that everybody has are not, unless they run what the project defines.
 */
function isOurs(code: string): boolean {
  const [program = ''] = code.split(/\s/, 1);
  if (/\s/.test(code)) return /^[a-z][\w./-]*$/.test(program) && (!everybodys.test(program) || runsOwn.test(code));
  return code.length >= 4 && /[\w][_./:-]+\w|[a-z\d][A-Z]/.test(code);
}

const everybodys =
  /^(?:cargo|rustup|npm|npx|pnpm|yarn|bun|deno|node|nx|make|just|go|git|gh|docker|podman|kubectl|helm|terraform|python3?|pip|uv|pytest|mvn|gradle|dotnet|bundle|rake|bash|sh|curl|brew|apt)$/;

const runsOwn = /^(?:(?:npm|pnpm|yarn|bun) run|make|just|nx run) [a-z][\w:.-]*$/;
