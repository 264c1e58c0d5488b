import type { Git } from '../../git/git.ts';
import { fileAt } from '../../git/repository.ts';
import { mayChange } from '../../brief/may-change.ts';
import { changedTests, outsideRole, type OutsideStep, type StepFile } from '../../review/role-scope.ts';
import type { Progress } from '../../workflow/state.ts';
import { stepOf, type Workflow } from '../../workflow/workflow.ts';

/** What of a step's change is not its writer's to make, from the commits alone. `files`: what the task declares. */
export async function outsideStep(
  git: Git,
  { workflow, files }: { readonly workflow: Workflow; readonly files: readonly string[] },
  commit: string,
  progress: Progress,
): Promise<OutsideStep[]> {
  const { role } = stepOf(workflow, progress.step);
  const isNamed = (path: string): boolean => mayChange(files, path);
  const outside = outsideRole(role, await filesOf(git, progress.from, commit), isNamed);
  const tester = progress.passed.find((step) => step.role === 'tester');
  if (!tester) return outside;
  const written = await filesOf(git, tester.from, tester.commit, progress.formatted ?? tester.commit);
  const now = new Map<string, string | undefined>();
  for (const { path } of written) now.set(path, await fileAt(git, commit, path));
  return [...outside, ...changedTests(written, (path) => now.get(path))];
}

/** The files that differ between two commits, as they were and as they are at a third. */
async function filesOf(git: Git, from: string, to: string, as = to): Promise<StepFile[]> {
  const names = await git.text(['diff', '--name-only', '-z', '--no-renames', '--no-ext-diff', from, to]);
  const files: StepFile[] = [];
  for (const path of names.split('\0').filter(Boolean))
    files.push({ path, before: await fileAt(git, from, path), after: await fileAt(git, as, path) });
  return files;
}
