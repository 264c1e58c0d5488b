import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/** Everything about a checkout that is its user's, as text per path: for `toEqual`, which then names what differs. */
export type Snapshot = Readonly<Record<string, string>>;

/** What the engine and Nx make beside the user's files, on purpose and hidden from git. */
const ours = new Set(['.worktrees', '.phasewright', '.nx', '.git']);

/** What of `.git` is the user's: not objects, which are only added, and not the records of worktrees of ours. */
const kept =
  /^(?:HEAD|index|config(?:\.worktree)?|description|packed-refs|shallow|info\/.*|hooks\/.*|logs\/HEAD|logs\/refs\/stash|[A-Z_]+_HEAD|MERGE_.*|rebase-.*)$/;

/** `landed`: branches that the run was meant to move. */
export function snapshotOf(root: string, landed: readonly string[] = []): Snapshot {
  const snapshot: Record<string, string> = {};
  for (const name of readdirSync(root)) if (!ours.has(name)) add(snapshot, root, name);
  const git = join(root, '.git');
  for (const path of readdirSync(git, { recursive: true, encoding: 'utf8' })) {
    if (kept.test(path) && lstatSync(join(git, path)).isFile()) snapshot[`.git/${path}`] = bytesOf(join(git, path));
  }
  const isLanded = new Set(landed.map((branch) => `refs/heads/${branch}`));
  for (const line of refs(root)) {
    const [ref = '', target = ''] = line.split(' ');
    if (!ref.startsWith('refs/phasewright/') && !isLanded.has(ref)) snapshot[ref] = target;
  }
  return snapshot;
}

function add(snapshot: Record<string, string>, root: string, path: string): void {
  const absolute = join(root, path);
  const stat = lstatSync(absolute);
  const mode = (stat.mode & 0o7777).toString(8);
  if (stat.isSymbolicLink()) snapshot[path] = `link to ${readlinkSync(absolute)}`;
  else if (stat.isFile()) snapshot[path] = `${mode} ${bytesOf(absolute)}`;
  else {
    snapshot[`${path}/`] = mode;
    for (const name of readdirSync(absolute)) add(snapshot, root, join(path, name));
  }
}

/** Short text is shown as it is, so that a difference can be read. */
function bytesOf(path: string): string {
  const bytes = readFileSync(path);
  const isText = bytes.length < 2000 && !bytes.includes(0);
  return isText ? bytes.toString('utf8') : `${bytes.length} bytes ${createHash('sha256').update(bytes).digest('hex')}`;
}

function refs(root: string): string[] {
  const listed = execFileSync('git', ['for-each-ref', '--format=%(refname) %(objectname)'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, GIT_OPTIONAL_LOCKS: '0' },
  });
  return listed.split('\n').filter(Boolean);
}
