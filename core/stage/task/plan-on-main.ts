import { join } from 'node:path';
import type { Shared } from '../../claim/shared.ts';
import { fail, ok, type Result } from '../../failure.ts';
import { backOff } from '../../git/backoff.ts';
import { commitMessage, currentPerson, makeCommit } from '../../git/commit.ts';
import { editTree } from '../../git/edit.ts';
import { pushRefs } from '../../git/push.ts';
import { fetchRef, isHere, readRemote } from '../../git/remote.ts';
import type { StageContext } from '../context.ts';
import { planAt } from '../specs/plan-at.ts';

/** Main is where all meet: each lost race is somebody else's commit. */
const mostTries = 20;

/**
 * Moves main of a remote by one commit that changes the plan alone, from exactly where it is; read again where it has
 * moved. `change` answers with the plan as it is to be, undefined where nothing is to be changed.
 */
export async function changeOnMain(
  { host, repository, phase }: Pick<StageContext, 'host' | 'repository' | 'phase'>,
  { remote, git, perMinute }: Shared,
  subject: string,
  change: (content: string, commit: string) => Promise<Result<string | undefined>>,
): Promise<Result<'changed' | 'as-it-was'>> {
  for (let tries = 1; tries <= mostTries; tries += 1) {
    const read = await readRemote(git, remote);
    if (!read.ok) return read;
    const main = read.value.main;
    const at = main === undefined ? undefined : read.value.at.get(main);
    if (main === undefined || at === undefined) return fail('remote', `${remote} names no default branch for a claim.`);
    const fetched = (await isHere(git, at)) ? ok('here') : await fetchRef(git, remote, main);
    if (!fetched.ok) return fetched;
    // It has moved on since.
    if (!(await isHere(git, at))) continue;
    const plan = await planAt(repository.git, at, phase.plan.path);
    if (!plan.ok) return plan;
    const changed = await change(plan.value.text, at);
    if (!changed.ok) return changed;
    if (changed.value === undefined) return ok('as-it-was');
    const edits = new Map([[phase.plan.path, changed.value]]);
    const tree = await editTree(host, repository.git, at, edits, join(phase.state, 'scratch'));
    const { user, host: machine } = await host.processes.self();
    const message = commitMessage(subject, [`By ${user}@${machine}.`], { 'Phasewright-Run': phase.run });
    const commit = await makeCommit(git, { tree, parents: [at], message, author: await currentPerson(git) });
    const move = { ref: main, to: commit, expected: at };
    const pushed = await pushRefs(host, git, { remote, perMinute, moves: [move] });
    if (pushed.how === 'moved') return ok('changed');
    if (pushed.how !== 'lost')
      return fail('remote', `${main} of ${remote} does not take "${subject}": ${pushed.words}`);
    if (await backOff(host, tries)) return fail('stopped', 'The run was stopped.');
  }
  return fail('remote', `Main of ${remote} was moved by others ${mostTries} times.`);
}
