import { dirname, join } from 'node:path';
import { configurationOf, digestOf, type Setting } from '../git/configuration.ts';
import { userHooks } from '../git/hooks.ts';
import { openTurn } from '../git/open-turns.ts';
import type { Repository } from '../git/repository.ts';
import { isGrave } from '../git/runs-programs.ts';
import { distrust, distrustedBeside } from '../git/stand-in.ts';
import type { Host } from '../host/host.ts';
import { differences, some, type Watch } from './watch.ts';

/**
 * Watches what decides what git does in this repository: its configuration and the user's own, its hooks, and what lies
 * in `info`. A change of it cannot be told from the user's own, so it stays as it is; but our git does not go by it, and
 * a person has to look at it. What is not grave is only noted, and so is a hook in the user's checkout, which a pull may
 * bring. Until the second look has been taken nobody goes by what is new; if it never is, nobody ever does.
 */
export async function watchSettings(host: Host, repository: Repository): Promise<Watch> {
  const { commonFolder, git, standIn } = repository;
  const filesBefore = await filesOf(host, commonFolder);
  const before = await configurationOf(host, git, commonFolder);
  // One that cannot be read is the doing of a turn that is still open.
  const close = before && (await openTurn(host, dirname(standIn), before.map(digestOf)));
  return async () => {
    const files = differences(filesBefore, await filesOf(host, commonFolder));
    const inFiles = files.map(({ name, how }) => `${join(commonFolder, name)} was ${how}`);
    const now = before && (await configurationOf(host, git, commonFolder));
    if (!now) {
      const unreadable = before ? [`${join(commonFolder, 'config')} cannot be read by git any more`] : [];
      return { violations: [...unreadable, ...inFiles], notes: [], undo: () => Promise.resolve() };
    }
    const added = missingIn(before, now);
    const distrusted = added.filter(isGrave);
    const grave = distrusted.filter((setting) => !isHook(setting));
    const light = [...added.filter((setting) => !isGrave(setting)), ...missingIn(now, before)];
    await distrust(host, standIn, distrusted);
    await close?.();
    return {
      violations: [...describe(grave, commonFolder).map((text) => `${text} was set`), ...inFiles],
      notes: [
        ...describe(light, commonFolder).map((text) => `${text} was set or removed meanwhile`),
        ...distrusted
          .filter(isHook)
          .map(
            ({ key }) =>
              `${key.slice(userHooks.length + 1)}, a hook of yours, was written meanwhile, by you or the agent: it is not run until it is removed from ${distrustedBeside(standIn)}`,
          ),
      ],
      undo: () => Promise.resolve(),
    };
  };
}

/** Those in git's own folder are looked at as files. */
function isHook({ place, key }: Setting): boolean {
  return place === 'file' && key.startsWith(`${userHooks}/`);
}

function missingIn(before: readonly Setting[], now: readonly Setting[]): Setting[] {
  const known = new Set(before.map(digestOf));
  return now.filter((setting) => !known.has(digestOf(setting)));
}

/** By the place where they are. */
function describe(settings: readonly Setting[], commonFolder: string): string[] {
  const where = { repository: join(commonFolder, 'config'), user: 'your own configuration of git', file: commonFolder };
  return Object.entries(where).flatMap(([place, name]) => {
    const keys = new Set(settings.filter((setting) => setting.place === place).map(({ key }) => key));
    return keys.size > 0 ? [`${name}: ${some([...keys])}`] : [];
  });
}

/** What else lies there is a setting. */
const single = ['config.worktree', 'info/grafts', 'objects/info/alternates'];

/** How all files look that matter beside the configuration, by their paths: their digests, and of hooks also the modes. */
async function filesOf(host: Host, commonFolder: string): Promise<ReadonlyMap<string, string>> {
  const modes = new Map(single.map((name) => [name, '']));
  for (const { name } of await host.files.list(join(commonFolder, 'worktrees')))
    modes.set(`worktrees/${name}/config.worktree`, '');
  // Git runs a hook only when it may be run.
  for (const [name, { mode }] of await host.files.survey(join(commonFolder, 'hooks'), []))
    modes.set(`hooks/${name}`, mode.toString(8));
  const looks = new Map<string, string>();
  for (const [name, mode] of modes) {
    const path = join(commonFolder, name);
    const found = await host.files.digest(path);
    if (found !== undefined) looks.set(name, `${mode} ${found}`);
    else if (await host.files.exists(path)) looks.set(name, `${mode} not a file`);
  }
  return looks;
}
