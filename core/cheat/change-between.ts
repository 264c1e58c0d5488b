import { surfaceKindOf } from '../gate/surface-file.ts';
import { namedAmong, saysWhatRuns, type Setting } from '../gate/gate-scripts.ts';
import { manifestsOver } from '../gate/surface-new.ts';
import { changedTexts } from '../git/changed-texts.ts';
import type { Git } from '../git/git.ts';
import { readBlobs } from '../git/read-blobs.ts';
import { pathsAt } from '../git/repository.ts';
import type { Host } from '../host/host.ts';
import { readChange, type Change } from './change.ts';

/** What differs between two commits, as a run, the driver and the command judge it. */
export async function changeBetween(
  host: Host,
  git: Git,
  { base, head, isLeftOut = () => false, commands = [] }: About,
): Promise<Change> {
  const changed = await changedTexts(host, git, base, head);
  const texts = changed.texts.filter(({ path }) => !isLeftOut(path));
  const unread = changed.unread.filter(({ path }) => !isLeftOut(path));
  const added = texts.filter(({ path, base: before }) => before === undefined && surfaceKindOf(path) !== undefined);
  const paths = await pathsAt(git, base, '');
  const read = async (wanted: readonly string[]): Promise<Setting[]> => {
    const found = await readBlobs(
      host,
      git,
      wanted.map((path) => `${base}:${path}`),
    );
    return wanted.flatMap((path, index) => (found[index] === undefined ? [] : [{ path, text: found[index] }]));
  };
  const named = added.flatMap(({ path }) => manifestsOver(path));
  const there = new Set(paths);
  const first = [...new Set([...always, ...named, ...paths.filter(saysWhatRuns)])].filter((path) => there.has(path));
  const settings: Setting[] = [...(await read(first.slice(0, mostSettings))), { path: '', text: commands.join('\n') }];
  // What a script runs is run by whoever runs the script.
  for (let depth = 0, latest = settings; depth < 3 && latest.length > 0; depth++) {
    const known = new Set(settings.map(({ path }) => path));
    const scripts = namedAmong(paths, latest).filter((path) => !known.has(path) && isScript.test(path));
    latest = await read(scripts.slice(0, mostSettings));
    settings.push(...latest);
  }
  return await readChange(texts, { settings, paths, unread });
}

interface About {
  readonly base: string;
  readonly head: string;
  /** What somebody else answers for. */
  readonly isLeftOut?: (path: string) => boolean;
  /** What gates run, as far as no file says it. */
  readonly commands?: readonly string[];
}

/** More than that no repository has, but such as are made by tools. */
const mostSettings = 500;

/** What other programs import, and what data names, is what is judged as often as not: only commands are followed. */
const isScript = /(?:^|\/)[^./]+$|\.(?:sh|bash|zsh|ps1|mk)$/;

/** What says by which names packages of others are known. */
const always = ['package.json', 'pyproject.toml', 'requirements.txt'];
