import type { Git } from '../../git/git.ts';

/** A commit that says by its trailers which phase of a plan it belongs to. */
export interface PhaseCommit {
  readonly commit: string;
  readonly phase: string;
  /** `hand-off`, `specs`, `merge`; empty for a task or a fix. */
  readonly step: string;
}

/**
 * Such commits of a plan among some revisions, the latest first: those with a line that a pattern matches. Only a message
 * that ends with trailers says so.
 */
export async function phaseCommits(
  git: Git,
  planId: string,
  among: { readonly in: readonly string[]; readonly with: string },
): Promise<PhaseCommit[]> {
  const values = ['Plan', 'Phase', 'Phase-Step'].map((key) => `%(trailers:key=${key},valueonly,separator=%x00)`);
  const format = [...values, '%H'].join('%x01');
  const log = await git.text(['log', `--grep=${among.with}`, `--format=${format}`, ...among.in, '--']);
  return log.split('\n').flatMap((line) => {
    const [plan, phase, step = '', commit = ''] = line.split('\u0001');
    return plan === planId && phase ? [{ commit, phase, step }] : [];
  });
}
