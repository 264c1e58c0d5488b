import { ok, type Result } from '../../failure.ts';
import { ensureWorktree, removeWorktree } from '../../git/worktree.ts';
import type { Verdict } from '../../result/records.ts';
import { worktreePath, type StageContext } from '../context.ts';
import { keepVerdict, known, type Asked, type Only } from './known-verdicts.ts';
import { provide } from '../provide.ts';
import { runContained, type Run } from './run-contained.ts';

/** A judgement beside the one that is asked for. */
export interface Apart {
  /** The judgement that it is for. */
  readonly for: Asked;
  /** `base`: of the base itself. `proof`: of a tree that is made for it. */
  readonly name: 'base' | 'proof';
  readonly commit: string;
  readonly only: Only;
  /** Nothing is replayed from Nx's cache. */
  readonly fresh?: true;
  /** Why, for people. */
  readonly why: string;
  /** What comes of it, before it is written down, while the worktree is there. */
  readonly look?: (run: Run, verdict: Verdict) => Promise<Verdict>;
}

/** Some gates on another tree: what is known of it, or what they say in a worktree of its own, which is gone afterwards. */
export async function judgeApart(context: StageContext, about: Apart): Promise<Result<Verdict>> {
  const { host, repository, emit } = context;
  const { stage, cache, since } = about.for;
  const { commit, only, why } = about;
  const asked = { stage, cache: `${cache}-${about.name}`, commit, since, only };
  const before = await known(context, asked);
  if (before) return ok(before.verdict);
  const began = { at: host.clock.wall(), monotonic: host.clock.monotonic() };
  emit({ type: 'note', stage, text: `gates: ${only.targets.join(', ')} on ${why}` });
  const path = await worktreePath(context, `${cache}-${about.name}`);
  try {
    const worktree = await ensureWorktree(host, repository, path, commit);
    const provided = await provide(context, stage, worktree, commit);
    if (!provided.ok) return provided;
    // Nx keeps what it has run for the judgement that this is for: what is the same there need not run again.
    const run = { ...asked, cache, worktree, fresh: about.fresh ?? false };
    const judged = await runContained(context, run);
    const verdict = about.look ? await about.look(run, judged) : judged;
    const durationMs = host.clock.monotonic() - began.monotonic;
    const said = verdict.trouble?.split('\n', 1)[0] ?? verdict.gates.map(inShort).join(', ');
    emit({ type: 'note', stage, text: `on ${why}, after ${Math.round(durationMs / 100) / 10} s: ${said}` });
    return ok(await keepVerdict(context, { ...run, ...asked }, { verdict, at: began.at, durationMs }));
  } finally {
    await removeWorktree(host, repository, path);
  }
}

function inShort({ project, target, outcome }: Verdict['gates'][number]): string {
  return `${project}:${target} ${outcome}`;
}
