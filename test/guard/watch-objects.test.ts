import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { watchObjects } from '../../core/guard/watch-objects.ts';
import { surveyed, type Watch } from '../../core/guard/watch.ts';
import { openScratch, scratch, userGit } from '../git/scratch.ts';

interface Watched {
  /** The folder of git, and a place beside the checkout. */
  readonly common: string;
  readonly aside: string;
  /** A loose object, from the folder of git on. */
  readonly object: string;
  look(): Promise<Watch>;
}

async function watched(): Promise<Watched> {
  const made = await scratch({ 'b.txt': 'good\n' });
  const { host, repository } = await openScratch(made.host, made.root);
  const name = userGit(made.root, 'rev-parse', 'HEAD:b.txt');
  return {
    common: repository.commonFolder,
    aside: join(dirname(made.root), 'aside'),
    object: `objects/${name.slice(0, 2)}/${name.slice(2)}`,
    look: async () => watchObjects(host, repository, await surveyed(host, repository.commonFolder, [])),
  };
}

/** Moves what is there out of git's folder, and puts a link to it in its place. */
function leadAside({ common, aside }: Watched, path: string): void {
  renameSync(join(common, path), aside);
  symlinkSync(aside, join(common, path));
}

describe('A link among objects that leads to the very same is a violation, and is removed:', () => {
  test.each<[string, (all: Watched) => string]>([
    ['an object', ({ object }) => object],
    ['a folder of objects', ({ object }) => dirname(object)],
    ['the folder of packs', () => 'objects/pack'],
    ['the folder of all', () => 'objects'],
  ])('%s.', async (_, pathOf) => {
    const all = await watched();
    const path = pathOf(all);
    const lookAgain = await all.look();
    leadAside(all, path);
    const { violations, undo } = await lookAgain();
    expect(violations[0]).toContain(`were replaced: ${path}, by a link to ${all.aside}`);
    await undo();
    expect(lstatSync(join(all.common, path), { throwIfNoEntry: false })?.isSymbolicLink()).not.toBe(true);
    expect(existsSync(all.aside)).toBe(true);
    // Git still takes it for a repository.
    userGit(all.common, 'rev-parse', '--git-dir');
  });

  test.each(['.pack', '.idx'])('a pack, the file that ends with %s.', async (end) => {
    const all = await watched();
    userGit(all.common, 'gc', '--quiet');
    const lookAgain = await all.look();
    const pack = readdirSync(join(all.common, 'objects/pack')).find((name) => name.endsWith(end));
    leadAside(all, `objects/pack/${pack}`);
    const { violations, undo } = await lookAgain();
    expect(violations[0]).toContain(`were replaced: objects/pack/${pack}, by a link to`);
    await undo();
    expect(existsSync(join(all.common, 'objects/pack', `${pack}`))).toBe(false);
  });

  test('one that is new, in a folder that is new.', async () => {
    const all = await watched();
    const place = join(all.common, 'objects/ff');
    const lookAgain = await all.look();
    mkdirSync(place, { recursive: true });
    copyFileSync(join(all.common, all.object), all.aside);
    symlinkSync(all.aside, join(place, 'a'.repeat(38)));
    const { violations, undo } = await lookAgain();
    expect(violations[0]).toContain(`were replaced: objects/ff/${'a'.repeat(38)}, by a link to`);
    await undo();
    expect(readdirSync(place)).not.toContain('a'.repeat(38));
  });
});

describe('Without the folder of all objects the remedy is said, and git still takes it for a repository:', () => {
  test.each<[string, (path: string, aside: string) => void, string]>([
    ['it is gone', () => undefined, 'objects, by nothing'],
    ['it is a file', (path) => writeFileSync(path, ''), 'were replaced: objects\n'],
    ['it leads to what is not there', (path, aside) => symlinkSync(aside, path), 'objects, by a link to'],
  ])('%s.', async (_, replace, said) => {
    const all = await watched();
    const path = join(all.common, 'objects');
    const lookAgain = await all.look();
    rmSync(path, { recursive: true });
    replace(path, all.aside);
    const { violations, undo } = await lookAgain();
    expect(`${violations[0]}\n`).toContain(said);
    expect(violations[1]).toContain('git fetch --refetch');
    await undo();
    expect(readdirSync(path)).toEqual([]);
    userGit(all.common, 'rev-parse', '--git-dir');
  });
});

test('Links that were there before a turn are the user’s.', async () => {
  const all = await watched();
  leadAside(all, all.object);
  const lookAgain = await all.look();
  expect(await lookAgain()).toMatchObject({ violations: [], notes: [] });
});
