import { moveRef, readRef } from '../../git/refs.ts';
import { loopStanding } from '../overview/loop-standing.ts';
import type { Finding } from './finding.ts';
import { isDone, type Look } from './look.ts';

/**
 * Commits that the journal of an unfinished loop knows of, and no ref reaches: somebody has deleted or moved the ref that
 * keeps them, and git will throw them away one day. A loop that a run is at work on looks after its own.
 */
export async function lostBranches({ host, git, phases }: Look): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const phase of phases) {
    const { plan, slug, bound, known, refs, isAtWork } = phase;
    if (isAtWork || !bound) continue;
    for (const [stage, key] of known.keys) {
      if (isDone(phase, stage) || !(stage.startsWith('task-') || stage === 'review')) continue;
      const loop = await loopStanding(host, bound, { stage, key });
      const commit = loop.ok ? loop.value?.commits.at(-1) : undefined;
      if (commit === undefined) continue;
      const about = {
        kind: 'lost-branch',
        of: { plan, phase: slug },
        name: `${stage} at ${commit.slice(0, 10)}`,
      } as const;
      if (!(await git.run(['cat-file', '-e', `${commit}^{commit}`])).ok) {
        const says = 'Its journal tells of that commit, and the repository does not have it any more.';
        findings.push({
          ...about,
          says,
          advice: 'The next run begins the loop anew. Fetch the commit first if you have it elsewhere.',
        });
        continue;
      }
      if ((await git.text(['for-each-ref', '--count=1', '--format=%(refname)', `--contains=${commit}`])) !== '')
        continue;
      const usual = refs.work(stage);
      const ref = (await readRef(git, usual)) === undefined ? usual : refs.work(`${stage}.lost-${commit.slice(0, 10)}`);
      findings.push({
        ...about,
        says: 'Its journal tells of that commit, and no ref reaches it: git would remove it one day.',
        repair: {
          does: `keeps it behind ${ref}`,
          async carryOut(_host, repository) {
            const isKept = await moveRef(repository.git, ref, commit, undefined);
            return { done: isKept, says: isKept ? `kept behind ${ref}` : `${ref} is there by now` };
          },
        },
      });
    }
  }
  return findings;
}
