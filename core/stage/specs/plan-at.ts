import { posix } from 'node:path';
import { fail, ok, type Result } from '../../failure.ts';
import type { Git } from '../../git/git.ts';
import { fileAt, pathsAt } from '../../git/repository.ts';
import { optionalTasks, withoutOptional } from '../../plan/optional.ts';
import type { Phase, Plan, Task } from '../../plan/plan.ts';
import { readPlan } from '../../plan/read.ts';
import { hasSpecsBeside, withSpecsBeside } from '../../plan/specs-beside.ts';

/** The plan as it stands at a commit, with what lies beside it, without the tasks that are left to whoever wants them, and its text. */
export async function planAt(
  git: Git,
  commit: string,
  path: string,
): Promise<Result<{ plan: Plan; text: string; optional: ReadonlyMap<string, readonly Task[]> }>> {
  const text = await fileAt(git, commit, path);
  if (text === undefined)
    return fail(
      'unknown-plan',
      `Unexpected path of a plan: ${path} is not a file at ${commit.slice(0, 10)}. Commit the plan first.`,
    );
  const read = readPlan(path, text);
  const plan = hasSpecsBeside(read) ? withSpecsBeside(read, await pathsAt(git, commit, posix.dirname(path))) : read;
  return ok({ plan: withoutOptional(plan), text, optional: optionalOf(plan) });
}

/** Id of a phase to its tasks that are left out. */
function optionalOf({ phases }: Plan): ReadonlyMap<string, readonly Task[]> {
  return new Map(phases.map((phase) => [phase.id, optionalTasks(phase)]));
}

/** One phase of the plan as it stands at a commit. */
export async function phaseAt(git: Git, commit: string, path: string, id: string): Promise<Result<Phase>> {
  const found = await planAt(git, commit, path);
  if (!found.ok) return found;
  return phaseOf(found.value.plan, id);
}

/** The phase of that id; a refusal that names those there are. */
export function phaseOf({ path, phases }: Plan, id: string): Result<Phase> {
  const phase = phases.find((one) => one.id === id);
  if (phase) return ok(phase);
  const known = phases.map((one) => one.id).join(', ');
  return fail('unknown-phase', `Unexpected phase "${id}", expected one of ${known}.`, { path, line: 1, column: 1 });
}
