import { fail, ok, type Result } from '../../core/failure.ts';
import { visibleLine } from '../../core/visible.ts';
import { asked, type Repository } from './ask-github.ts';

/** Who wants to start what costs money. */
export interface Actor {
  /** As the event says it: who commented, or who started the run, also when it is run again (`github.triggering_actor`). */
  readonly login: string;
  /** Logins of the apps that may, each with its `[bot]`. */
  readonly bots: readonly string[];
}

/**
 * Whether somebody may start what costs money: who may write to the repository, and apps that are named. Where it cannot be found
 * out, nobody may.
 */
export async function mayRun({ octokit, at }: Repository, { login, bots }: Actor): Promise<Result<void>> {
  const shown = visibleLine(login);
  const bad = bots.find((bot) => !isApp(bot));
  if (bad !== undefined) {
    return fail(
      'bad-option',
      `Unexpected "${visibleLine(bad)}" among the bots that may start a run, expected logins such as renovate[bot]. Name each; people may by their rights in the repository.`,
    );
  }
  if (isApp(login)) {
    if (bots.some((bot) => bot.toLowerCase() === login.toLowerCase())) return ok(undefined);
    return refused(
      `${shown} is an app, and none that may start a run. Name it among the bots of the action to let it.`,
    );
  }
  if (!/^[A-Za-z0-9][\w-]*$/.test(login)) return refused(`"${shown}" is no login.`);
  const found = await asked({ doing: `say what ${shown} may do here`, needs: 'metadata: read' }, () =>
    octokit.rest.repos.getCollaboratorPermissionLevel({ ...at, username: login }),
  );
  if (!found.ok) {
    if (found.status === 404) return refused(`${shown} has no part in ${at.owner}/${at.repo}.`);
    return refused(`Whether ${shown} may start a run could not be found out. ${found.failure.message}`);
  }
  // Of roles that an organisation has made, it is the right that they are built upon.
  const { permission } = found.value.data;
  if (['write', 'maintain', 'admin'].includes(permission)) return ok(undefined);
  const may = permission === 'none' ? 'may not even read' : 'may only read';
  return refused(`${shown} ${may} ${at.owner}/${at.repo}. Somebody who may write to it has to start this.`);
}

function isApp(login: string): boolean {
  return /^[A-Za-z0-9][\w-]*\[bot\]$/.test(login);
}

function refused(why: string): Result<never> {
  return fail('no-permission', why);
}
