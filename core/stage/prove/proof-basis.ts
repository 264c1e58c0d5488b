import type { Git } from '../../git/git.ts';
import type { Probe } from '../../plan/criteria/probe.ts';
import { unreadFolders, type Coverage, type Project } from '../../result/coverage.ts';
import type { Proof } from '../../result/proof.ts';
import { coveredDigest } from './covered.ts';

/** How something is found out: by a probe, or in the history of the repository, which no file decides. */
export type How = Probe | { readonly kind: 'history' };

/** What decides how much of a repository a proof covers. */
export interface Workspace {
  /** The project that the plan belongs to, by its name. */
  readonly project: string;
  /** As Nx knows them; without any, a proof covers everything. */
  readonly projects: readonly Project[];
  /** Repository paths. */
  readonly plan: string;
  readonly backlog: string;
}

/** What a proof covers, by how it was found out. The backlog is for people, and we write it. */
export function coverageOf(how: How, { project, projects, backlog }: Workspace): Coverage {
  switch (how.kind) {
    case 'file':
      return { only: [how.path], leftOut: [] };
    case 'command':
    case 'benchmark':
      return { leftOut: [backlog, ...unreadFolders(projects, { project, command: how.command })] };
    case 'gates':
    case 'person':
      return { leftOut: [backlog] };
    case 'history':
      return { only: [], leftOut: [] };
  }
}

/** On what a probe finds something out: the tree, and the part of it that the proof will be about. */
export function proofBasis(
  git: Git,
  tree: string,
  workspace: Workspace,
): (how: How) => Promise<Pick<Proof, 'tree' | 'inputs'>> {
  const digests = new Map<string, Promise<string>>();
  return async (how) => {
    const coverage = coverageOf(how, workspace);
    const known = JSON.stringify(coverage);
    const digest = digests.get(known) ?? coveredDigest(git, tree, coverage, workspace.plan);
    digests.set(known, digest);
    const { only, leftOut } = coverage;
    return { tree, inputs: { digest: await digest, leftOut: [...leftOut], ...(only ? { only: [...only] } : {}) } };
  };
}
