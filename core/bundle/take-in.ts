import { refsBelow } from '../claim/unshared.ts';
import { ok, type Result } from '../failure.ts';
import type { Git } from '../git/git.ts';
import { fetchRef, isHere, readRemote } from '../git/remote.ts';
import { travels } from './manifest.ts';
import type { OpenedBundle } from './open-bundle.ts';
import { originFolder, type Relay } from './relay.ts';

/**
 * Brings into a relay what the remote has of all phases, so that a phase goes on from there. It is the only step of a job
 * with agents that speaks to the remote, and is over before any of them starts.
 */
export async function takeFromRemote(checkout: Git, relay: Relay): Promise<Result<'taken'>> {
  const there = await fetchPhases(checkout);
  if (!there.ok) return there;
  const { main, refs } = there.value;
  // A clone may not know which branch is the main one.
  if (main !== undefined) await relay.git.text(['symbolic-ref', 'HEAD', main]);
  const lines: string[] = [];
  for (const [ref, commit] of refs) {
    // What has moved since it was listed is brought by the next run.
    if (!(await isHere(checkout, commit))) continue;
    lines.push(`update ${ref}\0${commit}\0\0`, `update ${ref.replace(/^refs\//, originFolder)}\0${commit}\0\0`);
  }
  await relay.git.text(['update-ref', '-z', '--stdin'], { input: lines.join('') });
  return ok('taken');
}

/** Fetches what the remote has of phases and travels; no ref is moved. Answers with its main branch, and where it has what. */
export async function fetchPhases(
  checkout: Git,
): Promise<Result<{ readonly main: string | undefined; readonly refs: ReadonlyMap<string, string> }>> {
  const read = await readRemote(checkout, 'origin', ['refs/phasewright/*']);
  if (!read.ok) return read;
  const there = new Map([...read.value.at].filter(([ref]) => travels(ref)));
  const missing: string[] = [];
  for (const [ref, commit] of there) if (!(await isHere(checkout, commit))) missing.push(ref);
  for (let from = 0; from < missing.length; from += mostAtOnce) {
    const fetched = await fetchRef(checkout, 'origin', ...missing.slice(from, from + mostAtOnce));
    if (!fetched.ok) return fetched;
  }
  return ok({ main: read.value.main, refs: there });
}

/** Refs in one call: their names have to fit into a command line. */
const mostAtOnce = 500;

/**
 * Brings into a relay what a bundle has, each ref from where the bundle has found it. Answers with the refs that are
 * elsewhere by now: what came first counts.
 */
export async function takeIn(relay: Relay, { manifest, moves }: OpenedBundle): Promise<string[]> {
  const here = await refsBelow(relay.git, 'refs/phasewright/');
  const lines: string[] = [];
  const left: string[] = [];
  for (const { ref, to, before } of moves) {
    if (ref === manifest.landing?.ref || here.get(ref) === to) continue;
    const from = here.get(ref);
    if (from === undefined || from === before) lines.push(`update ${ref}\0${to}\0${from ?? ''}\0`);
    else left.push(ref);
  }
  await relay.git.text(['update-ref', '-z', '--stdin'], { input: lines.join('') });
  return left;
}
