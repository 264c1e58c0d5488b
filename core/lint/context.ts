import { citations, type Citation } from '../spec/citation.ts';
import { resolveCitation, type Resolution } from '../spec/resolve.ts';
import type { Section, SpecFile } from '../spec/section.ts';
import type { Location } from '../failure.ts';
import type { Phase, Plan, Task } from '../plan/plan.ts';
import type { Diagnostic } from './diagnostic.ts';

/** What the author of a phase asks to be looked at. */
export interface LintInput {
  readonly plan: Plan;
  readonly phase: Phase;
  /** The plan itself and every file that a Spec cell may point at. */
  readonly files: readonly SpecFile[];
}

/** What a rule sees: the input, and what the phase's tasks cite, resolved once for all rules. */
export interface LintContext extends LintInput {
  readonly cited: readonly CitedSpec[];
}

export type Rule = (context: LintContext) => Diagnostic[];

export interface CitedSpec {
  readonly task: Task;
  readonly citation: Citation;
  /** Where the citation stands in the plan. */
  readonly at: Location;
  readonly resolution: Resolution;
}

export function lintContext(input: LintInput): LintContext {
  return { ...input, cited: input.phase.tasks.flatMap((task) => citedBy(task, input)) };
}

/** Every cited section once, although several tasks may cite it. */
export function citedSections({ cited }: LintContext): Section[] {
  const sections = new Map<string, Section>();
  for (const { resolution } of cited) {
    for (const section of 'ok' in resolution ? resolution.ok : []) {
      sections.set(`${section.path}:${section.line}:${section.text.length}`, section);
    }
  }
  return [...sections.values()];
}

function citedBy(task: Task, { plan, files }: LintInput): CitedSpec[] {
  let offset = 0;
  return citations(task.spec).map((citation) => {
    offset = Math.max(offset, task.spec.indexOf(citation.text, offset));
    const at = { path: plan.path, line: task.line, column: columnOf(task, offset) };
    return { task, citation, at, resolution: resolveCitation(citation, files, plan.path) };
  });
}

/** Where a citation stands in its row; 1 where it stands elsewhere, such as in `[meta]`. */
function columnOf(task: Task, offset: number): number {
  const cell = task.text.lastIndexOf(`| ${task.spec} `);
  return cell < 0 ? 1 : cell + '| '.length + offset + 1;
}
