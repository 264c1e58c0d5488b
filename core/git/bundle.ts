import { join } from 'node:path';
import { fail, ok, type Result } from '../failure.ts';
import type { Host } from '../host/host.ts';
import { borrowing } from './borrowing.ts';
import type { Git } from './git.ts';
import { wordsOf } from './remote.ts';

/** Writes refs with their history into one file; of that, without what some commits have in theirs. Of nothing there is no file. */
export async function bundleRefs(
  here: Git,
  {
    path,
    refs,
    without,
  }: { readonly path: string; readonly refs: readonly string[]; readonly without: readonly string[] },
): Promise<Result<'written' | 'nothing'>> {
  const input = [...refs, ...without.map((commit) => `^${commit}`)].map((line) => `${line}\n`).join('');
  const made = await here.run(['bundle', 'create', '--quiet', path, '--stdin'], { input });
  if (made.ok) return ok('written');
  if (/empty bundle/.test(made.stderr)) return ok('nothing');
  return fail('disk', `${path} could not be written: ${wordsOf(made.stderr)}`);
}

/** The refs that a bundle says it has, ref → commit. */
export async function refsInBundle(here: Git, path: string): Promise<Result<ReadonlyMap<string, string>>> {
  const listed = await here.run(['bundle', 'list-heads', path]);
  if (!listed.ok) return fail('bundle', `${path} is no bundle that git can read: ${wordsOf(listed.stderr)}`);
  const lines = listed.stdout.split('\n').filter(Boolean);
  return ok(new Map(lines.map((line) => [line.slice(line.indexOf(' ') + 1), line.slice(0, line.indexOf(' '))])));
}

/**
 * Brings what a bundle has here, once git has looked at each object; no ref is moved. Before 2.46 git does not look at objects
 * of a bundle, only at those of a repository: so it is one, for as long as that takes.
 */
export async function fetchBundle(
  host: Host,
  here: Git,
  path: string,
  refs: readonly string[],
): Promise<Result<'fetched'>> {
  const folder = join(host.stateFolder, 'scratch', `bundle-${host.randomId()}`);
  try {
    const apart = await borrowing(host, here, folder);
    const unpacked = await apart.run(['fetch', ...quietly, path, ...refs.map((ref) => `${ref}:${ref}`)]);
    const fetched = unpacked.ok
      ? await here.run(['-c', 'fetch.fsckObjects=true', 'fetch', ...quietly, folder, ...refs])
      : unpacked;
    return fetched.ok ? ok('fetched') : fail('bundle', `${path} cannot be opened here: ${wordsOf(fetched.stderr)}`);
  } finally {
    await host.files.remove(folder);
  }
}

const quietly = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules', '--refmap='];
