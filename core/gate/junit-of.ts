import type { Host } from '../host/host.ts';
import { isAboutTests } from './count-tests.ts';
import type { FreshJunit } from './junit-files.ts';
import type { NxTask } from './nx.ts';
import { projectAround, projectRoots } from './project-roots.ts';
import type { TestReport } from './test-reports.ts';

/** By the hash of a task: the JUnit reports that it wrote. */
export type OwnJunit = (hash: string) => Promise<TestReport | undefined>;

/**
 * Whose the JUnit reports are that were written while Nx ran some tasks, as far as that can be told: of the one that may
 * have run tests; where several have, of the only one of the project in whose folder they lie.
 */
export async function junitOf(
  host: Host,
  ran: { readonly cache: string; readonly tasks: readonly NxTask[]; readonly junit: FreshJunit },
): Promise<OwnJunit> {
  const testing = ran.tasks.filter(({ cached, target }) => !cached && isAboutTests({ name: target }));
  const roots = testing.length > 1 ? await projectRoots(host, ran.cache) : new Map<string, string>();
  return async (hash) => {
    const task = testing.find((one) => one.hash === hash);
    if (!task) return undefined;
    if (testing.length === 1) return await ran.junit();
    const isAlone = testing.every((one) => one === task || one.project !== task.project);
    return isAlone ? await ran.junit((path) => projectAround(roots, path) === task.project) : undefined;
  };
}
