import type { Push } from '../../git/push.ts';
import type { StageContext } from '../context.ts';
import { hooksToRun } from './hooks-to-run.ts';
import { hookRun, judgeByHooks, refused } from './judge-by-hooks.ts';
import type { CommitHooksSaid } from './commit-hooks.ts';
import { runHook } from './run-hook.ts';

/** Has `pre-push` judge a push, right before it is made: told of it as git does, where what is pushed is checked out. */
export async function judgeByPushHook(context: StageContext, push: Push): Promise<Omit<CommitHooksSaid, 'messages'>> {
  const chosen = await hooksToRun(context, ['pre-push']);
  if (!chosen.ok) return { told: { ran: [], leftOut: [] }, failure: chosen.failure };
  const { hooks, leftOut } = chosen.value;
  const [hook] = hooks;
  if (!hook) return { told: { ran: [], leftOut } };
  const address = await context.repository.git
    .in(context.phase.checkout)
    .text(['remote', 'get-url', '--push', push.remote]);
  const { ran, failure } = await judgeByHooks(context, {
    stage: 'push-hooks',
    hooks,
    commit: push.to,
    onto: push.expected,
    head: push.to,
    identity: { commits: [push.to], remote: `${push.remote} ${push.ref}` },
    ask: async ({ folder }, tree) => {
      const end = await runHook(context, hook, { folder, args: [push.remote, address], input: lineOf(push), env: {} });
      const said = { ran: [hookRun(hook, tree, [end])] };
      return end.passed ? said : { ...said, failure: refused(hook, `the push to ${push.remote}`, end) };
    },
  });
  return { told: { ran, leftOut }, ...(failure ? { failure } : {}) };
}

/** What git says of a push: what is pushed, by its name and its commit, and what is there. We push by the commit. */
function lineOf({ to, ref, expected }: Push): string {
  return `${to} ${to} ${ref} ${expected ?? '0'.repeat(to.length)}\n`;
}
