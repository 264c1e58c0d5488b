import { join } from 'node:path';
import { runGates } from '../gate/gate.ts';
import { recordedName } from '../gate/option.ts';
import type { Git } from '../git/git.ts';
import type { Verdict } from '../result/records.ts';
import { contained } from './contained.ts';
import type { StageContext } from './context.ts';

/** What is judged, and on whose account. */
export interface Judgement {
  readonly stage: string;
  /** Stages that name the same cache replay each other's verdicts on the same inputs. */
  readonly cache: string;
  /** Holds exactly `commit`. */
  readonly worktree: Git;
  readonly commit: string;
  readonly since: string;
  readonly fresh: boolean;
  /** Those of the phase's gates that are asked. Absent: all of them. */
  readonly gates?: readonly string[];
}

/** Runs the phase's gates on a commit, and tells those who watch. */
export async function judge(context: StageContext, about: Judgement): Promise<Verdict> {
  const { host, phase, emit } = context;
  const { stage, cache, gates: asked, ...tree } = about;
  const { gateTimeLimit: timeLimit } = phase.options;
  const isAsked = (name: string): boolean => asked === undefined || asked.includes(name);
  const gates = phase.options.gates.filter((gate) => isAsked(recordedName(gate)));
  emit({ type: 'gates-started', stage, targets: gates.map(({ name }) => name) });
  const note = (text: string): void => emit({ type: 'note', stage, text });
  const nx = { cache: join(phase.state, 'nx', cache), checkout: phase.checkout, run: phase.run };
  const { project } = phase;
  const required = phase.gates.filter(isAsked);
  const { value: judged, trouble } = await contained(
    context,
    { stage, worktree: tree.worktree.folder, mayMoveHead: true, what: 'the gates' },
    async () => await runGates(host, { ...tree, project, gates, required, timeLimit, nx, note }),
  );
  // What Nx has kept of such gates would be replayed for them.
  if (trouble !== undefined) await host.files.remove(nx.cache);
  const verdict = trouble === undefined ? judged : { ...judged, green: false, trouble };
  for (const { output: _, tests, ...gate } of verdict.gates)
    emit({ type: 'gate-finished', stage, ...gate, ...(tests ? { tests: { ...tests, names: undefined } } : {}) });
  return verdict;
}
