import type { Host } from '../host/host.ts';
import type { Verdict } from '../result/records.ts';
import { judgeInTurn, type Turns } from './judge-in-turn.ts';
import type { NxCall } from './nx.ts';
import { recordedName } from './option.ts';

type GatesHere = Pick<Turns, 'project' | 'gates' | 'timeLimit' | 'keepLog' | 'note'>;

/**
 * The gates of one project on a checkout as it is, all of them, since there is no change. They are run as in a worktree, but
 * nothing is replayed, and nothing is put back: the files are the user's.
 */
export async function gatesHere(
  host: Host,
  about: GatesHere,
  { worktree: folder, ...nx }: Pick<NxCall, 'worktree' | 'cache' | 'run'>,
): Promise<Pick<Verdict, 'gates' | 'green' | 'trouble'>> {
  const { project, gates: asked } = about;
  if (asked.length === 0) return { gates: [], green: false, trouble: `Project ${project} has no gate.` };
  const required = asked.map(recordedName);
  const run = { ...about, worktree: { folder }, required, fresh: true, nx: { ...nx, checkout: '' } };
  const judged = await judgeInTurn(host, run, asked);
  const gates = [...judged.gates];
  if (judged.trouble !== undefined) return { gates, green: false, trouble: judged.trouble };
  const heard = new Set(gates.filter((gate) => gate.project === project).map(({ target }) => target));
  const missed = required.filter((name) => !heard.has(name));
  const isGreen = gates.every((gate) => gate.outcome === 'passed');
  return missed.length > 0 && isGreen
    ? { gates, green: false, trouble: `No gate ran for ${missed.join(', ')}.` }
    : { gates, green: isGreen };
}
