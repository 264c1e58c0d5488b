import { join } from 'node:path';
import { fail, ok, type Result } from '../../failure.ts';
import { callNx } from '../../gate/nx.ts';
import { whatMatters } from '../../gate/what-matters.ts';
import type { Git } from '../../git/git.ts';
import { takeAll } from '../../git/take-all.ts';
import { resetWorktree } from '../../git/worktree.ts';
import { outsideScope, type Scope } from '../../review/scope.ts';
import type { Event, FormatFailure } from '../../workflow/state.ts';
import { commitWork } from '../loop/commit-work.ts';
import { contained } from '../contained.ts';
import type { StageContext } from '../context.ts';

interface About {
  readonly stage: string;
  /** Holds exactly `commit`. */
  readonly worktree: Git;
  readonly commit: string;
  readonly scope: Scope;
  readonly message: string;
  /** Code is still to be written, and nobody has to mend what formatters find in what stands for it. */
  readonly isEarly: boolean;
}

/**
 * Lets the project's formatters and fixers run, one after the other, and commits what they change of the task's own files;
 * what they change besides is put back and said. One that fails is heard, and nothing of what they did is
 * kept; before the code is written it is said, and no more.
 */
export async function formatWork(context: StageContext, about: About): Promise<Event> {
  const { stage, worktree, commit } = about;
  if (context.phase.formatters.length === 0) return { type: 'formatted', commit, failures: [] };
  const ran = await runFormatters(context, about);
  if (!ran.ok) return { type: 'failed', failure: ran.failure, agentCalls: 0 };
  if (ran.value.length > 0) {
    await resetWorktree(context.host, worktree, commit);
    if (!about.isEarly) return { type: 'formatted', commit, failures: ran.value };
    const names = ran.value.map(({ name }) => name).join(', ');
    const text = `${names} failed while the code is not written yet; nothing is formatted until it is`;
    context.emit({ type: 'note', stage, text });
    return { type: 'formatted', commit, failures: [] };
  }
  const putBack = await putBackOutside(context, about);
  if (!putBack.ok) return { type: 'failed', failure: putBack.failure, agentCalls: 0 };
  const event = await commitWork(context, { stage, onto: commit, message: about.message, path: worktree.folder });
  return event.type === 'committed' ? { type: 'formatted', commit: event.commit, failures: [] } : event;
}

async function runFormatters(context: StageContext, { stage, worktree }: About): Promise<Result<FormatFailure[]>> {
  const { host, phase } = context;
  const { project, checkout, run, formatters } = phase;
  const timeLimit = phase.options.gateTimeLimit * 1000;
  const failures: FormatFailure[] = [];
  const { trouble } = await contained(
    context,
    { stage, worktree: worktree.folder, mayMoveHead: true, what: 'the formatters' },
    async () => {
      for (const target of formatters) {
        const args = ['run-many', '-t', target, '--projects', project, '--output-style=static', '--skip-nx-cache'];
        // Never replayed: what they change would not be there.
        const cache = join(phase.state, 'nx', `${stage}-format`);
        const { result, tasks } = await callNx(host, {
          worktree: worktree.folder,
          args,
          cache,
          checkout,
          run,
          timeLimit,
        });
        const own = tasks?.find((task) => task.target === target && task.project === project);
        if (own?.passed && result.code === 0) continue;
        const said = whatMatters((own && (await own.output())) || `${result.stdout}\n${result.stderr}`);
        const output = own || result.code !== 0 ? said : `Project ${project} has no target "${target}".`;
        failures.push({ name: `${project}:${target}`, output });
      }
    },
  );
  return trouble === undefined ? ok(failures) : fail('worktree', trouble);
}

async function putBackOutside(context: StageContext, { stage, worktree, commit, scope }: About): Promise<Result<void>> {
  const taken = await takeAll(context.host, worktree, commit);
  if (!taken.ok) return taken;
  const outside = outsideScope(taken.value.changed, scope);
  for (const path of outside) {
    const isThere = (await worktree.run(['cat-file', '-e', `${commit}:${path}`])).ok;
    if (isThere) await worktree.text(['checkout', '--force', commit, '--', `:(literal)${path}`]);
    else await context.host.files.remove(join(worktree.folder, path));
  }
  if (outside.length > 0)
    context.emit({
      type: 'note',
      stage,
      text: `put back what formatters changed outside of the task: ${outside.join(', ')}`,
    });
  return ok(undefined);
}
