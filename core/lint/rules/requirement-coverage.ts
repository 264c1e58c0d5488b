import { posix } from 'node:path';
import type { Line } from '../../markdown/lines.ts';
import type { Plan, Task } from '../../plan/plan.ts';
import type { SpecFile } from '../../spec/section.ts';
import { linesOf, placeIn, type LintContext } from '../context.ts';
import { defineRule, type Report } from '../rule.ts';

/**
 * Each requirement has a task that is about it, and no task is about one that is not there. A plan of Kiro names them in
 * `_Requirements: 1.1, 2_`, and they stand in the `requirements.md` beside it; a plan of Spec Kit marks tasks with `[US1]`, for a user
 * story of the `spec.md` beside it.
 *
 * @example Kiro.
 *
 *     --- .kiro/specs/login/tasks.md
 *     - [ ] 1. Form
 *       - _Requirements: 1.1, 2_
 *     --- .kiro/specs/login/requirements.md
 *     ### Requirement 1: Login
 *     #### Acceptance Criteria
 *     1. WHEN a name is known THE SYSTEM SHALL let them in
 *     ### Requirement 2
 *
 * @example Kiro, with a requirement that no task is about, and one that is not there.
 *
 *     --- .kiro/specs/login/tasks.md
 *     - [ ] 1. Form
 *       - _Requirements: 1.1, 3.2_
 *     --- .kiro/specs/login/requirements.md
 *     ### Requirement 1: Login
 *     #### Acceptance Criteria
 *     1. WHEN a name is known THE SYSTEM SHALL let them in
 *     ### Requirement 2: Logout
 *     === .kiro/specs/login/requirements.md:4:1 Unexpected requirement 2 that no task of .kiro/specs/login/tasks.md is about, expected one for each; name it in "_Requirements: 2_" of a task
 *     === .kiro/specs/login/tasks.md:2:25 Unexpected requirement 3.2, expected one of .kiro/specs/login/requirements.md; correct its number
 *
 * @example Spec Kit, with a story that no task is for.
 *
 *     --- specs/001-login/tasks.md
 *     ## Phase 1: Login
 *
 *     - [ ] T001 [US1] Make the form in src/form.ts
 *     - [ ] T002 [US3] Send it from src/send.ts
 *     --- specs/001-login/spec.md
 *     ### User Story 1 - Login (Priority: P1)
 *     ### User Story 2 - Logout (Priority: P2)
 *     === specs/001-login/spec.md:2:1 Unexpected user story 2 that no task of specs/001-login/tasks.md is for, expected one for each; mark its tasks with [US2]
 *     === specs/001-login/tasks.md:4:1 Unexpected [US3], expected a user story of specs/001-login/spec.md; correct its number
 */
export const requirementCoverage = defineRule({
  id: 'requirement-coverage',
  recommended: 'warning',
  formats: { speckit: 'error', kiro: 'error' },
  check(context, report) {
    const { plan } = context;
    if (plan?.format === 'kiro') kiro(plan, context, report);
    if (plan?.format === 'speckit') speckit(plan, context, report);
  },
});

function kiro(plan: Plan, { files, phases }: LintContext, report: Report): void {
  const [requirements, tasks] = [beside(plan, files, 'requirements.md'), files.find(({ path }) => path === plan.path)];
  if (!requirements || !tasks) return;
  const known = new Map<string, Line>();
  let number = '';
  for (const line of linesOf(requirements)) {
    number = /^Requirement (\d+)\b/.exec(line.heading?.text ?? '')?.[1] ?? number;
    if (line.heading && /^Requirement \d/.test(line.heading.text)) known.set(number, line);
    const [, whole, criterion] = (line.kind === 'text' && /^(?:(\d+)\.)?(\d+)[.)]?\s/.exec(line.text)) || [];
    if (criterion && number !== '') known.set(`${whole ?? number}.${criterion}`, line);
  }
  // Whoever numbers them in another way is not understood.
  if (known.size === 0) return;
  const numbered = new Set([...known.keys()].flatMap((id) => (id.includes('.') ? [id.replace(/\..*$/, '')] : [])));
  const named = new Set<string>();
  let isAllUnderstood = true;
  for (const line of linesOf(tasks)) {
    const cited = citedOn(line);
    isAllUnderstood &&= cited.isUnderstood;
    for (const [id, at] of cited.ids) {
      const requirement = id.replace(/\..*$/, '');
      named.add(requirement);
      // One without numbered criteria is named as a whole, or by what somebody has counted.
      if (known.has(id) || (known.has(requirement) && !numbered.has(requirement))) continue;
      const message = `Unexpected requirement ${id}, expected one of ${requirements.path}; correct its number`;
      report({ message, ...placeIn(plan.path, line, at, at + id.length) });
    }
  }
  // A part of a plan says nothing of the rest, nor does a range or a word.
  if (phases.length < plan.phases.length || !isAllUnderstood) return;
  for (const [id, line] of known) {
    if (id.includes('.') || named.has(id)) continue;
    const message = `Unexpected requirement ${id} that no task of ${plan.path} is about, expected one for each; name it in "_Requirements: ${id}_" of a task`;
    report({ message, ...placeIn(requirements.path, line) });
  }
}

interface Cited {
  /** Each number with where it stands. */
  readonly ids: readonly (readonly [id: string, at: number])[];
  /** Whether nothing else stands there, such as `1.1-1.4`, `NFR-1` or `All`. */
  readonly isUnderstood: boolean;
}

/** `_Requirements: 1.1, 2_` */
function citedOn({ text }: Line): Cited {
  const [, before = '', written = ''] = /^(\s+[-*+]\s+_Requirements?:\s*)(.*)_/.exec(text) ?? [];
  const ids = [...written.matchAll(/(?<![\w.-])\d+(?:\.\d+)*(?![\w-])/g)];
  return {
    ids: ids.map(({ 0: id, index }) => [id, before.length + index]),
    isUnderstood: /^[\d.,;\s]*$/.test(written),
  };
}

function speckit(plan: Plan, { files, phases }: LintContext, report: Report): void {
  const spec = beside(plan, files, 'spec.md');
  if (!spec) return;
  const stories = new Map(
    linesOf(spec).flatMap((line) => {
      const number = /^User Story (\d+)\b/.exec(line.heading?.text ?? '')?.[1];
      return number === undefined ? [] : [[number, line] as const];
    }),
  );
  if (stories.size === 0) return;
  const tasks = phases.flatMap((phase) => phase.tasks);
  for (const task of tasks) {
    const story = storyOf(task);
    if (story === undefined || stories.has(story)) continue;
    const message = `Unexpected [US${story}], expected a user story of ${spec.path}; correct its number`;
    report({ message, at: { path: plan.path, line: task.line, column: 1 } });
  }
  if (phases.length < plan.phases.length) return;
  const told = new Set(tasks.map(storyOf));
  for (const [number, line] of stories) {
    if (told.has(number)) continue;
    const message = `Unexpected user story ${number} that no task of ${plan.path} is for, expected one for each; mark its tasks with [US${number}]`;
    report({ message, ...placeIn(spec.path, line) });
  }
}

function storyOf({ text }: Task): string | undefined {
  return /\[US(\d+)\]/.exec(text)?.[1];
}

function beside({ path }: Plan, files: readonly SpecFile[], name: string): SpecFile | undefined {
  return files.find((file) => file.path === posix.join(posix.dirname(path), name));
}
