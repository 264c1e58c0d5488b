import { jsonObject } from '../json.ts';
import { makeCommit } from './commit.ts';
import type { Git } from './git.ts';
import { readRef, setRef } from './refs.ts';

/** Keeps a value behind a ref: refs are what is shared, and what agents are watched not to touch. */
export async function keepNote(git: Git, ref: string, note: object): Promise<void> {
  const commit = await makeCommit(git, {
    tree: await emptyTree(git),
    parents: [],
    message: `note\n\n${JSON.stringify(note)}\n`,
    author: { name: 'phasewright', email: 'phasewright@localhost' },
  });
  await setRef(git, ref, commit);
}

/** The tree without files, which is in the repository then. */
export async function emptyTree(git: Git): Promise<string> {
  return await git.text(['hash-object', '-t', 'tree', '-w', '--stdin'], { input: '' });
}

/** The value behind a ref; undefined where there is none. */
export async function readNote(git: Git, ref: string): Promise<Record<string, unknown> | undefined> {
  const commit = await readRef(git, ref);
  return commit === undefined ? undefined : jsonObject(await git.text(['show', '-s', '--format=%b', commit]));
}

/** The values behind all refs of a folder that ends with a slash, or of a pattern, by their refs. */
export async function readNotes(git: Git, place: string): Promise<ReadonlyMap<string, Record<string, unknown>>> {
  const text = await git.text(['for-each-ref', '--format=%(refname)%00%(contents:body)%00', place]);
  const parts = text.split('\0');
  const notes = new Map<string, Record<string, unknown>>();
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const note = jsonObject(parts[at + 1]?.trim());
    if (note) notes.set(parts[at]?.trim() ?? '', note);
  }
  return notes;
}
