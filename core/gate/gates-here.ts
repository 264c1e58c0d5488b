import type { Host } from '../host/host.ts';
import type { Verdict } from '../result/records.ts';
import { asGate } from './gate.ts';
import { callNx, type NxCall } from './nx.ts';
import { whatMatters } from './what-matters.ts';

/** The gates of one project on a checkout as it is. Nothing is replayed, and nothing is put back: the files are the user's. */
export async function gatesHere(
  host: Host,
  about: { readonly project: string; readonly targets: readonly string[]; readonly timeLimit: number },
  nx: Pick<NxCall, 'worktree' | 'cache' | 'run'>,
): Promise<Pick<Verdict, 'gates' | 'green' | 'trouble'>> {
  const { project, targets, timeLimit } = about;
  if (targets.length === 0) return { gates: [], green: false, trouble: `Project ${project} has no gate.` };
  const args = ['run-many', '-t', ...targets, '--projects', project, '--output-style=static', '--skip-nx-cache'];
  const { result, tasks } = await callNx(host, { ...nx, checkout: '', args, timeLimit: timeLimit * 1000 });
  if (tasks === undefined)
    return {
      gates: [],
      green: false,
      trouble: `Nx itself failed:\n${whatMatters(`${result.stdout}\n${result.stderr}`)}`,
    };
  const gates = await Promise.all(tasks.filter(({ target }) => targets.includes(target)).map(asGate));
  const missed = targets.filter((target) => !gates.some((gate) => gate.project === project && gate.target === target));
  if (missed.length > 0) return { gates, green: false, trouble: `No gate ran for ${missed.join(', ')}.` };
  return { gates, green: result.code === 0 && gates.every((gate) => gate.outcome === 'passed') };
}
