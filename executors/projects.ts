import type { ExecutorContext } from '@nx/devkit';
import type { Project } from '../core/result/coverage.ts';

/** The projects of the workspace as Nx knows them; what they need from npm lies outside of the repository. */
export function projectsOf({ projectGraph }: ExecutorContext): Project[] {
  const { nodes, dependencies } = projectGraph;
  return Object.values(nodes).map(({ name, data }) => ({
    name,
    root: data.root === '.' ? '' : data.root,
    dependsOn: (dependencies[name] ?? []).map(({ target }) => target).filter((target) => target in nodes),
  }));
}
