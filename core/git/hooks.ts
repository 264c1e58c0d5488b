import { dirname, join } from 'node:path';
import type { Host } from '../host/host.ts';

/** The hooks that judge what lands. */
export const hookNames = ['pre-commit', 'commit-msg', 'pre-push'] as const;
export type HookName = (typeof hookNames)[number];

/** A hook that git would run. */
export interface HookFile {
  /** The program, absolute. */
  readonly program: string;
  /** How all files look that it is known to be made of, the program first: `<digest> <path>`, a line for each. */
  readonly look: string;
}

/** The folder of a stand-in with how hooks looked, each by its name. */
export const userHooks = 'user-hooks';

/**
 * The hooks in a folder that can be run. One is made of its program, of what else lies there and is neither another hook
 * nor a sample, and of the file of its name one folder above: husky's programs in `.husky/_` run those. What a hook
 * starts elsewhere is not looked at.
 */
export async function hooksIn(host: Host, folder: string): Promise<ReadonlyMap<HookName, HookFile>> {
  const entries = await host.files.list(folder);
  const found = new Map<HookName, HookFile>();
  if (!hookNames.some((hook) => entries.some(({ name }) => name === hook))) return found;
  const names = entries.filter(({ kind }) => kind !== 'folder').map(({ name }) => name);
  const helpers = names.filter((name) => !anotherHook.test(name)).toSorted();
  for (const hook of hookNames) {
    if (!(await host.files.isProgram(join(folder, hook)))) continue;
    const paths = [join(folder, hook), join(dirname(folder), hook), ...helpers.map((name) => join(folder, name))];
    found.set(hook, { program: join(folder, hook), look: await looksOf(host, paths) });
  }
  return found;
}

async function looksOf(host: Host, paths: readonly string[]): Promise<string> {
  const lines: string[] = [];
  for (const path of paths) {
    const digest = await host.files.digest(path);
    if (digest !== undefined) lines.push(`${digest} ${path}\n`);
  }
  return lines.join('');
}

/** By the beginnings of their names. */
const anotherHook =
  /\.sample$|^(?:pre|post|prepare|commit|applypatch|p4|proc|push|sendemail|fsmonitor|reference)-|^update$/;
