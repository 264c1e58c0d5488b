import { posix } from 'node:path';
import { surfaceKindOf } from '../gate/surface-file.ts';
import { saysWhatRuns } from '../gate/gate-scripts.ts';
import { foldersAbove, manifestsOver } from '../gate/surface-new.ts';
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
  { base, head, isLeftOut = () => false }: About,
): Promise<Change> {
  const changed = await changedTexts(host, git, base, head);
  const texts = changed.texts.filter(({ path }) => !isLeftOut(path));
  const unread = changed.unread.filter(({ path }) => !isLeftOut(path));
  const added = texts.filter(({ path, base: before }) => before === undefined && surfaceKindOf(path) !== undefined);
  const paths = await pathsAt(git, base, '');
  const folders = new Set(texts.flatMap(({ path, from = path }) => [...foldersAbove(from)]));
  const holding = paths.filter((path) => saysWhatRuns(path) && folders.has(posix.dirname(path)));
  const named = added.flatMap(({ path }) => manifestsOver(path));
  const wanted = [...new Set([...always, ...holding, ...named])].filter((path) => paths.includes(path));
  const read = await readBlobs(
    host,
    git,
    wanted.map((path) => `${base}:${path}`),
  );
  const manifests = new Map(wanted.flatMap((path, index) => (read[index] === undefined ? [] : [[path, read[index]]])));
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
