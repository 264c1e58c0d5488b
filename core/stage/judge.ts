import { join } from 'node:path';
import { runGates } from '../gate/gate.ts';
import type { Git } from '../git/git.ts';
import type { Verdict } from '../result/records.ts';
import { contained } from './contained.ts';
import type { StageContext } from './context.ts';
import { keepVerdict, recall, type Asked } from './known-verdicts.ts';

/** What is judged, and on whose account. */
export interface Judgement extends Asked {
  /** Holds exactly `commit`. */
  readonly worktree: Git;
  /** The first judgement of a tree that is to land: taken from nowhere. */
  readonly fresh: boolean;
}

/** The phase's gates on a commit: what is known of exactly this, or what they say now. Tells those who watch. */
export async function judge(context: StageContext, about: Judgement): Promise<Verdict> {
  const known = about.fresh ? undefined : await recall(context, about);
  if (known) return known;
  const { host, emit } = context;
  const began = { at: host.clock.wall(), monotonic: host.clock.monotonic() };
  emit({ type: 'gates-started', stage: about.stage, targets: context.phase.options.gates });
  const verdict = await run(context, about);
  for (const { output: _, log: _log, ...gate } of verdict.gates)
    emit({ type: 'gate-finished', stage: about.stage, ...gate });
  const durationMs = host.clock.monotonic() - began.monotonic;
  return await keepVerdict(context, about, { verdict, at: began.at, durationMs });
}

async function run(context: StageContext, { stage, cache, ...tree }: Judgement): Promise<Verdict> {
  const { host, phase } = context;
  const { gates: targets, gateTimeLimit: timeLimit } = phase.options;
  const nx = { cache: join(phase.state, 'nx', cache), checkout: phase.checkout, run: phase.run };
  const { project, gates: required } = phase;
  const { value: judged, trouble } = await contained(
    context,
    { stage, worktree: tree.worktree.folder, mayMoveHead: true, what: 'the gates' },
    async () => await runGates(host, { ...tree, project, targets, required, timeLimit, nx }),
  );
  if (trouble === undefined) return judged;
  // What Nx has kept of such gates would be replayed for them.
  await host.files.remove(nx.cache);
  return { ...judged, green: false, trouble };
}
