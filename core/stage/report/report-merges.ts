import type { Report } from '../../report/report.ts';
import type { LandRecord, MergeRecord, SquashRecord, TaskRecord } from '../../result/records.ts';

/** The conflicts of a phase, each once: a task and the squash may have met the same one. */
export function mergesOf(about: {
  readonly tasks: Iterable<TaskRecord>;
  readonly squash: SquashRecord | undefined;
  readonly land: LandRecord | undefined;
  /** Met at landing, and not resolved. */
  readonly open: MergeRecord | undefined;
}): MergeRecord[] {
  const { tasks, squash, land, open } = about;
  const all = [...[...tasks, squash].flatMap((record) => record?.merges ?? []), land?.merge, open];
  return [...new Map(all.flatMap((one) => (one ? [[`${one.stage} ${one.key}`, one] as const] : []))).values()];
}

export function reportMerges(merges: readonly MergeRecord[]): Report['merges'] {
  return merges.map(({ stage, sides, paths, outcome, rounds, commit = null, turns, usage }) => ({
    stage,
    sides: [...sides],
    paths,
    isResolved: outcome === 'done',
    rounds,
    commit,
    turns,
    usage,
  }));
}
