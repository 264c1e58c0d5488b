import { join } from 'node:path';
import type { Guard } from '../../agent/call.ts';
import { ok } from '../../failure.ts';
import { resetWorktree } from '../../git/worktree.ts';
import { lookAround } from '../../guard/guard.ts';
import { keepAside } from './commit-work.ts';
import type { StageContext } from '../context.ts';
import { markerPath } from '../phase-record.ts';

/** A turn of an agent, from the commit that its worktree holds. */
export interface GuardedTurn {
  readonly stage: string;
  /** Of the agent's worktree, absolute. */
  readonly path: string;
  readonly access: 'read' | 'write';
  readonly commit: string;
  /** Names what is kept of a turn that does not count. */
  readonly name: string;
}

/**
 * The guard of a stage's agent. A turn with a violation is undone: what it left is kept as evidence, the worktrees and
 * refs of ours are put back, and what is the user's stays as it is, for them to look at.
 */
export function guardTurn(context: StageContext, turn: GuardedTurn): Guard {
  const { host, phase, repository, emit, root } = context;
  const { stage, path, access, commit } = turn;
  return async () => {
    const looked = await lookAround(host, {
      repository: { ...repository, git: repository.git.in(phase.checkout) },
      worktree: path,
      access,
      phase: {
        worktree: repository.git.in(root),
        commit: phase.polished,
        marker: join(root, markerPath),
        scratch: join(phase.state, 'scratch'),
      },
      stage,
      refs: context.refs.all,
      checkout: phase.checkout,
    });
    if (!looked.ok) return looked;
    return ok(async () => {
      const { violations, notes, undo } = await looked.value();
      for (const text of notes) emit({ type: 'note', stage, text });
      if (violations.length === 0) return [];
      // What cannot be put back, or kept, keeps nothing else from it.
      const left = await undo().then(() => [], because('Not all of it could be put back'));
      const evidence = await keepEvidence(context, turn, violations).then(
        (folder) => [`Evidence: ${folder}`],
        because('Evidence could not be kept'),
      );
      const reset = await resetWorktree(host, repository.git.in(path), commit, 'ignored-too').then(
        () => ['Its worktree was put back.'],
        because('Its worktree could not be put back'),
      );
      return [...violations, ...left, ...reset, ...evidence];
    });
  };
}

function because(what: string): (error: unknown) => string[] {
  return (error) => [`${what}: ${error instanceof Error ? error.message : String(error)}`];
}

/** What was seen, and the work that does not count: its paths with their digests, and all of it behind a ref. */
async function keepEvidence(context: StageContext, turn: GuardedTurn, violations: readonly string[]): Promise<string> {
  const { host, phase, repository } = context;
  const { stage, path, commit } = turn;
  const folder = join(phase.state, 'evidence', `${turn.name}-${host.randomId().slice(0, 8)}`);
  const kept = await keepAside(context, { stage, path, onto: commit, as: 'discarded' });
  const changes = kept && (await repository.git.text(['diff-tree', '-r', '--no-renames', commit, kept.commit]));
  await host.files.write(join(folder, 'violations.txt'), `${violations.join('\n')}\n`);
  await host.files.write(join(folder, 'changes.txt'), `${kept ? `${kept.ref} ${kept.commit}\n${changes}` : 'none'}\n`);
  return folder;
}
