import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import { fail, ok, type Result } from '../../failure.ts';
import { hooksIn, userHooks, type HookName } from '../../git/hooks.ts';
import { distrustedBeside } from '../../git/stand-in.ts';
import { userSetting } from '../../git/user-setting.ts';
import type { StageContext } from '../context.ts';

/** A hook of the user's, as it was when the phase was bound. */
export interface Hook {
  readonly name: HookName;
  /** The program, absolute. */
  readonly program: string;
  /** SHA-256 of how its files look. */
  readonly digest: string;
}

export interface HooksToRun {
  readonly hooks: readonly Hook[];
  readonly leftOut: readonly { readonly hook: string; readonly reason: string }[];
}

/**
 * Those of these hooks that the user's checkout would run: where `core.hooksPath` leads from there, else in git's own
 * folder. Not one of the tree that lands: agents write that. One that came while an agent was at work is left out, and
 * one that has changed since the phase was bound is for a person to look at.
 */
export async function hooksToRun(context: StageContext, names: readonly HookName[]): Promise<Result<HooksToRun>> {
  const { host, phase, repository } = context;
  const git = repository.git.in(phase.checkout);
  const said = await userSetting(git, 'core.hooksPath', 'path');
  const folder = said === undefined ? join(repository.commonFolder, 'hooks') : resolve(phase.checkout, said);
  const now = await hooksIn(host, folder);
  const isDistrusted = (key: string): boolean => repository.distrusted.includes(key);
  const hooks: Hook[] = [];
  const leftOut: HooksToRun['leftOut'][number][] = [];
  for (const name of names) {
    const [key, found] = [`${userHooks}/${name}`, now.get(name)];
    const bound = await host.files.read(join(phase.standIn, key));
    if (bound === undefined && isDistrusted(key))
      leftOut.push({ hook: name, reason: `${folder} was written to ${whileAgentsWorked(phase.standIn)}` });
    else if (bound !== found?.look) return changed(folder, name);
    else if (found === undefined) continue;
    else if (!phase.options.hooks.includes(name)) leftOut.push({ hook: name, reason: 'option "hooks" leaves it out' });
    else hooks.push({ name, program: found.program, digest: sha256(found.look) });
  }
  if (isDistrusted('core.hookspath'))
    leftOut.push({ hook: 'core.hooksPath', reason: `it was set ${whileAgentsWorked(phase.standIn)}` });
  for (const { hook, reason } of leftOut)
    context.emit({ type: 'note', stage: 'land', text: `the hook ${hook} is left out: ${reason}` });
  return ok({ hooks, leftOut });
}

function whileAgentsWorked(standIn: string): string {
  return `while an agent was at work; if that was you, remove ${distrustedBeside(standIn)}`;
}

function changed(folder: string, name: HookName): Result<never> {
  return fail(
    'land',
    `Unexpected change of the hook ${name} in ${folder}: it is not as it was when the run began. Look at it, and run again.`,
  );
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
