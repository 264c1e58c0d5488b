import type { Failure } from '../../failure.ts';
import { currentPerson, makeCommit } from '../../git/commit.ts';
import { outwardLinks } from '../../git/outward-links.ts';
import { setRef } from '../../git/refs.ts';
import { takeAll } from '../../git/take-all.ts';
import { isCheckoutOf } from '../../git/worktree.ts';
import type { Event } from '../../workflow/state.ts';
import type { StageContext } from '../context.ts';

/** Whatever the agent did with HEAD or the index: the commit is made of what lies in the worktree, on the commit we know. */
export async function commitWork(
  context: StageContext,
  about: { stage: string; onto: string; message: string; path: string },
): Promise<Event> {
  const { host, repository } = context;
  const worktree = repository.git.in(about.path);
  if (!(await isCheckoutOf(host, repository, worktree))) return { type: 'work-lost' };
  const taken = await takeAll(host, worktree, about.onto);
  if (!taken.ok) return { type: 'failed', failure: taken.failure, agentCalls: 0 };
  const { tree, changed } = taken.value;
  if (changed.length === 0) return { type: 'committed', commit: about.onto, changed };
  const links = await outwardLinks(host, worktree.folder, changed);
  if (links.length > 0) return { type: 'failed', failure: outward(links), agentCalls: 0 };
  const commit = await makeCommit(worktree, {
    tree,
    parents: [about.onto],
    message: about.message,
    author: await currentPerson(repository.git),
  });
  await worktree.text(['update-ref', '--no-deref', 'HEAD', commit]);
  await setRef(repository.git, context.refs.work(about.stage), commit);
  context.emit({ type: 'committed', stage: about.stage, commit, files: changed.length });
  return { type: 'committed', commit, changed };
}

/** Whoever made them, and whenever: later steps would write elsewhere by way of them. */
function outward(links: readonly string[]): Failure {
  return {
    reason: 'worktree',
    message: `Unexpected links that lead out of the worktree: ${links.join(', ')}. Nothing was committed: remove them and run again.`,
  };
}

/** What an agent had not finished when it was ended stays to be looked at; the next one begins where the commits end. */
export async function keepUnfinished(context: StageContext, stage: string, path: string): Promise<void> {
  const { host, repository } = context;
  const worktree = repository.git.in(path);
  if (!(await isCheckoutOf(host, repository, worktree))) return;
  const head = await worktree.run(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  if (!head.ok) return;
  const kept = await keepAside(context, { stage, path, onto: head.stdout.trim(), as: 'unfinished' });
  if (kept)
    context.emit({
      type: 'note',
      stage,
      text: `unfinished edits are kept as ${kept.commit.slice(0, 10)} (${kept.ref})`,
    });
}

const asideWords = { unfinished: 'Unfinished', discarded: 'Discarded', interrupted: 'Interrupted' };

/** Keeps what lies in a worktree beyond a commit, behind a ref of ours. Undefined when there is nothing, or no way to. */
export async function keepAside(
  context: StageContext,
  about: { stage: string; path: string; onto: string; as: 'unfinished' | 'discarded' | 'interrupted' },
): Promise<{ commit: string; ref: string } | undefined> {
  const { host, repository, refs } = context;
  const { stage, path, onto, as } = about;
  const worktree = repository.git.in(path);
  const taken = await takeAll(host, worktree, onto);
  if (!taken.ok || taken.value.changed.length === 0) return undefined;
  const commit = await makeCommit(worktree, {
    tree: taken.value.tree,
    parents: [onto],
    message: `${asideWords[as]} work of ${stage}\n`,
    author: await currentPerson(repository.git),
  });
  const ref = refs.work(`${stage}.${as}`);
  await setRef(repository.git, ref, commit);
  return { commit, ref };
}
