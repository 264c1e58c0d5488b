import type { Git } from '../git/git.ts';

/** The phases of a plan whose hand-off commit is on the branch. Trailers decide, since ticks prove nothing. */
export async function handedOver(git: Git, head: string, planId: string): Promise<Set<string>> {
  const format =
    '%(trailers:key=Plan,valueonly,separator=%x00)%x01%(trailers:key=Phase,valueonly,separator=%x00)%x01%(trailers:key=Phase-Step,valueonly,separator=%x00)';
  const log = await git.text(['log', '--grep=^Phase-Step: hand-off$', `--format=${format}`, head]);
  const phases = new Set<string>();
  for (const line of log.split('\n')) {
    const [plan, phase, step] = line.split('\u0001');
    if (plan === planId && phase && step === 'hand-off') phases.add(phase);
  }
  return phases;
}
