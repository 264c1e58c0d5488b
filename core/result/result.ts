import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import { commitMessage, makeCommit, trailersOf } from '../git/commit.ts';
import type { Git } from '../git/git.ts';
import { readRef, setRef, type PhaseRefs } from '../git/refs.ts';

/**
 * What a stage left: a commit whose parent is the work and whose tree is the artifacts. It is found by our own key and
 * nothing else, so neither a moved main nor an edited `nx.json` makes an agent do its work again.
 */
export interface StoredResult {
  readonly commit: string;
  /** Artifact path → text. */
  readonly artifacts: ReadonlyMap<string, string>;
}

/** The same value has the same key, however its fields are ordered; there is no clock and no path in it. */
export function keyOf(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}

export async function findResult(
  git: Git,
  refs: PhaseRefs,
  stage: string,
  key: string,
): Promise<StoredResult | undefined> {
  const commit = await readRef(git, refs.result(stage, key));
  return commit === undefined ? undefined : await readResult(git, commit, { stage, key });
}

/** What a commit holds as what that stage left for that key; undefined where it is something else. */
export async function readResult(
  git: Git,
  commit: string,
  { stage, key }: Pick<NewResult, 'stage' | 'key'>,
): Promise<StoredResult | undefined> {
  // The ref's name holds a part of the key; the whole of it stands in the commit.
  const trailers = await trailersOf(git, commit);
  if (trailers['Phasewright-Key'] !== key || trailers['Phasewright-Stage'] !== stage) return undefined;
  const paths = (await git.text(['ls-tree', '-r', '-z', '--name-only', '--full-tree', commit]))
    .split('\0')
    .filter(Boolean);
  const artifacts = new Map<string, string>();
  for (const path of paths) artifacts.set(path, (await git.run(['cat-file', 'blob', `${commit}:${path}`])).stdout);
  return { commit, artifacts };
}

/** The text of a stored result's record, or of another artifact; undefined where there is no such result. */
export async function storedRecord(
  git: Git,
  refs: PhaseRefs,
  stage: string,
  key: string,
  artifact = 'record.json',
): Promise<string | undefined> {
  const found = await git.run(['cat-file', 'blob', `${refs.result(stage, key)}:${artifact}`]);
  return found.ok ? found.stdout : undefined;
}

/** The texts of the records of all results of a stage, whatever their keys, each with its commit. */
export async function storedRecords(
  git: Git,
  refs: PhaseRefs,
  stage: string,
): Promise<{ readonly commit: string; readonly text: string }[]> {
  const format = '%(objectname) %(contents:trailers:key=Phasewright-Stage,valueonly)';
  const listed = await git.text(['for-each-ref', `--format=${format}`, `${refs.all}result/${stage}/`]);
  const commits = listed.split('\n').flatMap((line) => {
    const [commit = '', of] = line.split(' ');
    return of === stage ? [commit] : [];
  });
  const records = commits.map(async (commit) => {
    const found = await git.run(['cat-file', 'blob', `${commit}:record.json`]);
    return found.ok ? [{ commit, text: found.stdout }] : [];
  });
  return (await Promise.all(records)).flat();
}

export interface NewResult {
  readonly stage: string;
  readonly key: string;
  readonly work: string;
  readonly artifacts: ReadonlyMap<string, string>;
  /** Folder of ours for a private index. */
  readonly scratch: string;
}

/** Stores a result. */
export async function keepResult(
  host: Host,
  git: Git,
  { refs, ...about }: NewResult & { readonly refs: PhaseRefs },
): Promise<string> {
  const commit = await makeResult(host, git, about);
  await setRef(git, refs.result(about.stage, about.key), commit);
  return commit;
}

/** Makes a result's commit; no ref leads to it yet. The scratch index is a private one: no checkout's own is touched. */
export async function makeResult(host: Host, git: Git, about: NewResult): Promise<string> {
  const { stage, key, work } = about;
  const index = join(about.scratch, `index-${host.randomId()}`);
  const blobs: string[] = [];
  for (const [path, text] of about.artifacts) {
    const blob = await git.text(['hash-object', '-w', '--stdin'], { input: text });
    blobs.push(`100644 ${blob}\t${path}\0`);
  }
  await host.files.makeFolder(about.scratch);
  await git.text(['update-index', '-z', '--add', '--index-info'], { index, input: blobs.join('') });
  const tree = await git.text(['write-tree'], { index });
  await host.files.remove(index);
  const { user, host: machine } = await host.processes.self();
  const trailers = {
    'Phasewright-Stage': stage,
    'Phasewright-Key': key,
    // For people: whoever has adopted it has nothing else to go by.
    'Phasewright-By': `${user}@${machine}`,
  };
  return await makeCommit(git, {
    tree,
    parents: [work],
    message: commitMessage(`phasewright result: ${stage}`, [], trailers),
    author: { name: 'phasewright', email: 'phasewright@localhost' },
  });
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
