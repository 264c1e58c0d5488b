import { surfaceKindOf } from '../gate/surface-file.ts';
import { holding } from '../gate/gate-scripts.ts';
import { manifestsOver } from '../gate/surface-new.ts';
import { changedTexts } from '../git/changed-texts.ts';
import type { Git } from '../git/git.ts';
import { fileAt, pathsAt } from '../git/repository.ts';
import type { Host } from '../host/host.ts';
import { readChange, type Change } from './change.ts';

/** What differs between two commits, as a run, the driver and the command judge it. */
export async function changeBetween(
  host: Host,
  git: Git,
  { base, head, isLeftOut = () => false }: About,
): Promise<Change> {
  const changed = await changedTexts(host, git, base, head);
  const texts = changed.texts.filter(({ path }) => !isLeftOut(path));
  const unread = changed.unread.filter(({ path }) => !isLeftOut(path));
  const settings = texts.filter(({ path, base: before }) => before === undefined && surfaceKindOf(path) !== undefined);
  const wanted = new Set([...always, ...holding, ...settings.flatMap(({ path }) => manifestsOver(path))]);
  const manifests = new Map<string, string>();
  for (const path of wanted) {
    const text = await fileAt(git, base, path);
    if (text !== undefined) manifests.set(path, text);
  }
  const paths = settings.length > 0 ? await pathsAt(git, base, '') : [];
  return await readChange(texts, { manifests, paths, unread });
}

interface About {
  readonly base: string;
  readonly head: string;
  /** What somebody else answers for. */
  readonly isLeftOut?: (path: string) => boolean;
}

/** What says by which names packages of others are known. */
const always = ['package.json', 'pyproject.toml', 'requirements.txt'];
