import { join } from 'node:path';
import type { GitResult } from '../git/git.ts';
import type { Repository } from '../git/repository.ts';
import type { Host } from '../host/host.ts';
import type { GitDigest } from '../host/git-digests.ts';
import { nothing, some, type Surveyed, type Watch } from './watch.ts';

/** Bytes. A pack that takes longer to read is told by its size. */
const mostToRead = 1024 * 1024 * 1024;

/**
 * Watches the objects that were there: git does not look, when it reads one, whether it is what its name says. Git itself
 * packs objects, removes what is packed or what nothing leads to, and sets the times of what it would have written again;
 * so what looks different is read, and what is gone is looked for. What is new is not looked into, but for links: git makes
 * none there, and what one leads to can be written to later, with nothing here looking different.
 */
export function watchObjects(host: Host, repository: Repository, files: Surveyed): Watch {
  return async () => {
    const now = await files.after();
    const replaced = replacedIn(files.before, now);
    const [loose, packs, gone]: [string[], string[], string[]] = [[], [], []];
    for (const [path, before] of files.before) {
      const after = now.get(path);
      if (after?.stamp === before.stamp || replaced.has(path)) continue;
      const isLoose = looseObject.test(path);
      if (!isLoose && !packed.test(path)) continue;
      if (after === undefined) gone.push(path);
      else if (isLoose) loose.push(path);
      else if (after.size !== before.size || after.size <= mostToRead) packs.push(path);
    }
    const forged: string[] = [];
    for (const path of loose) if (!(await isItself(host, repository, path))) forged.push(path);
    const damaged: string[] = [];
    for (const path of packs) if (!(await isWholePack(host, repository, path))) damaged.push(path);
    // Without the folder of all it is no repository that git could be asked about.
    const missing = replaced.has(root) ? [] : await missingOf(repository, gone);
    const violations = [
      ...(replaced.size > 0
        ? [`objects, packs or folders of them were replaced: ${some([...replaced.values()])}`]
        : []),
      ...(forged.length > 0 ? [`objects are not what their names say: ${some(forged.map(nameOf))}`] : []),
      ...(damaged.length > 0 ? [`packs were damaged: ${some(damaged)}`] : []),
      ...(missing.length > 0 ? [`objects were removed: ${some(missing)}`] : []),
    ];
    if (violations.length === 0) return nothing;
    return {
      ...nothing,
      violations: [...violations.map((text) => `${repository.commonFolder}: ${text}`), remedy],
      undo: async () => {
        // As long as it is there, git neither misses the object nor takes it from elsewhere.
        for (const path of [...replaced.keys(), ...forged])
          await host.files.remove(join(repository.commonFolder, path));
        // Without this folder, git would not take it for a repository any more.
        if (replaced.has(root)) await host.files.makeFolder(join(repository.commonFolder, root));
      },
    };
  };
}

const root = 'objects';

/**
 * What is of another kind than it was, links that are new or lead elsewhere, and the folder of all if it is gone: its
 * path, and the same for people.
 */
function replacedIn(before: Surveyed['before'], now: Surveyed['before']): ReadonlyMap<string, string> {
  const replaced = new Map<string, string>();
  if (before.has(root) && !now.has(root)) replaced.set(root, `${root}, by nothing`);
  for (const [path, { kind, target }] of now) {
    if (path !== root && !path.startsWith(`${root}/`)) continue;
    const known = before.get(path);
    const isNewLink = kind === 'link' && known?.target !== target;
    if (!isNewLink && (known === undefined || known.kind === kind)) continue;
    replaced.set(path, target === undefined ? path : `${path}, by a link to ${target}`);
  }
  return replaced;
}

const remedy =
  'Objects cannot be put back: those that are not what their names say, or were replaced, are removed, so that git says that it misses them. Get them anew before you go on: copy the folder `objects` of another clone over this one, or `git fetch --refetch`; `git fsck` says what is still missing.';

const looseObject = /^objects\/[\da-f]{2}\/(?:[\da-f]{38}|[\da-f]{62})$/;
const packed = /^objects\/pack\/pack-(?:[\da-f]{40}|[\da-f]{64})\.(?:pack|idx)$/;

/** `objects/ab/cdef…` → `abcdef…`, and of a pack the digest that it has in its name. */
function nameOf(path: string): string {
  return path.replace(/^objects\/(?:pack\/pack-)?|\.\w+$/g, '').replace('/', '');
}

function algorithmOf(name: string): GitDigest {
  return name.length === 40 ? 'sha1' : 'sha256';
}

async function isItself(host: Host, { commonFolder }: Repository, path: string): Promise<boolean> {
  const name = nameOf(path);
  return (await host.files.inflatedDigest(join(commonFolder, path), algorithmOf(name))) === name;
}

/** A pack is named for the digest that it ends with; what git of long ago has named otherwise, git looks at itself. */
async function isWholePack(host: Host, { git, commonFolder }: Repository, path: string): Promise<boolean> {
  const [file, name] = [join(commonFolder, path), nameOf(path)];
  if (path.endsWith('.pack') && (await host.files.sealOf(file, algorithmOf(name))) === name) return true;
  return (await git.run(['verify-pack', file.replace(/\.pack$/, '.idx')])).ok;
}

/** Of what is gone, what is missed: it is not packed either, and a ref, a HEAD or an index leads to it. */
async function missingOf({ git }: Repository, gone: readonly string[]): Promise<string[]> {
  if (gone.length === 0) return [];
  const names = gone.filter((path) => looseObject.test(path)).map(nameOf);
  const asked = await git.text(['cat-file', '--batch-check=%(objectname)'], {
    input: names.map((name) => `${name}\n`).join(''),
  });
  const absent = asked.split('\n').flatMap((line) => (line.endsWith(' missing') ? (line.split(' ')[0] ?? '') : []));
  const packs = gone.filter((path) => packed.test(path));
  if (absent.length === 0 && packs.length === 0) return [];
  const walk = async (missing: string): Promise<GitResult> =>
    await git.run([
      'rev-list',
      '--quiet',
      '--objects',
      `--missing=${missing}`,
      '--all',
      '--reflog',
      '--indexed-objects',
    ]);
  // What a partial clone leaves to its remote is not gone.
  if ((await walk('allow-promisor')).ok) return [];
  const { stdout } = await walk('print');
  const listed = stdout.split('\n').flatMap((line) => (line.startsWith('?') ? line.slice(1) : []));
  // Where git cannot even begin, whatever is gone is missed.
  return listed.length > 0 ? listed : [...absent, ...packs];
}
