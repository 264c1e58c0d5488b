import { jsonObject } from '../json.ts';
import { makeCommit } from './commit.ts';
import type { Git } from './git.ts';
import { readRef, setRef } from './refs.ts';

/** Keeps a value behind a ref: refs are what is shared, and what agents are watched not to touch. */
export async function keepNote(git: Git, ref: string, note: object): Promise<void> {
  const commit = await makeCommit(git, {
    tree: await git.text(['hash-object', '-t', 'tree', '-w', '--stdin'], { input: '' }),
    parents: [],
    message: `note\n\n${JSON.stringify(note)}\n`,
    author: { name: 'phasewright', email: 'phasewright@localhost' },
  });
  await setRef(git, ref, commit);
}

/** The value behind a ref; undefined where there is none. */
export async function readNote(git: Git, ref: string): Promise<Record<string, unknown> | undefined> {
  const commit = await readRef(git, ref);
  return commit === undefined ? undefined : jsonObject(await git.text(['show', '-s', '--format=%b', commit]));
}

/** The values behind all refs of a folder that ends with a slash, or of a pattern. */
export async function readNotes(git: Git, place: string): Promise<Record<string, unknown>[]> {
  const text = await git.text(['for-each-ref', '--format=%(contents:body)%00', place]);
  return text.split('\0').flatMap((body) => {
    const note = jsonObject(body.trim());
    return note ? [note] : [];
  });
}
