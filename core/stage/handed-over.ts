import type { Git } from '../git/git.ts';

/** The phases of a plan whose hand-off commit is on the branch. Trailers decide, since ticks prove nothing. */
export async function handedOver(git: Git, head: string, planId: string): Promise<Set<string>> {
  return new Set((await handOffs(git, head, planId)).keys());
}

/** The latest hand-off commit of each of these phases. */
export async function handOffs(git: Git, head: string, planId: string): Promise<Map<string, string>> {
  const format =
    '%(trailers:key=Plan,valueonly,separator=%x00)%x01%(trailers:key=Phase,valueonly,separator=%x00)%x01%(trailers:key=Phase-Step,valueonly,separator=%x00)%x01%H';
  const log = await git.text(['log', '--grep=^Phase-Step: hand-off$', `--format=${format}`, head]);
  const commits = new Map<string, string>();
  for (const line of log.split('\n')) {
    const [plan, phase, step, commit = ''] = line.split('\u0001');
    if (plan === planId && phase && step === 'hand-off' && !commits.has(phase)) commits.set(phase, commit);
  }
  return commits;
}
