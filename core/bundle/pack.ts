import { join } from 'node:path';
import { refsBelow } from '../claim/unshared.ts';
import { ok, type Result } from '../failure.ts';
import { bundleRefs } from '../git/bundle.ts';
import type { Git } from '../git/git.ts';
import { phaseRefs, readRef } from '../git/refs.ts';
import type { Host } from '../host/host.ts';
import type { Report } from '../report/report.ts';
import { json } from '../stage/context.ts';
import { baseOf } from '../stage/decide/begun.ts';
import { isBundled, manifestName, manifestSchema, resultsName, type BundledMove, type Manifest } from './manifest.ts';
import { takeOwnNotes } from './own-notes.ts';
import { originFolder, type Relay } from './relay.ts';

/** What was worked on. */
export interface Packed extends Pick<Manifest, 'project' | 'plan' | 'phase'> {
  /** Where the option `land` has sent the phase, once it is finished. */
  readonly as?: NonNullable<Manifest['landing']>['as'];
  readonly outcome?: Report['outcome'];
  /** Files beside the results: path in the bundle → absolute path. */
  readonly files: ReadonlyMap<string, string>;
}

/**
 * Makes a bundle of what the relay has of a phase: a folder with the results, the report and what else is named, and a
 * manifest. Answers with the manifest's SHA-256, which is known to whoever got the bundle another way than with it.
 */
export async function pack(
  host: Host,
  { checkout, relay, folder }: { readonly checkout: Git; readonly relay: Relay; readonly folder: string },
  about: Packed,
): Promise<Result<{ readonly manifest: Manifest; readonly digest: string }>> {
  const refs = phaseRefs(about.plan.id, about.phase.slug);
  await takeOwnNotes(checkout, relay, refs);
  const own = [...(await refsBelow(relay.git, refs.all))].filter(([ref]) => isBundled(ref));
  const moves = new Map<string, BundledMove>();
  for (const [ref, to] of own) moves.set(ref, await moveOf(relay, ref, to));
  const landing = await landingOf(relay, about.as, await readRef(relay.git, refs.pushed));
  const begun = await readRef(relay.git, refs.begun);
  const shared = begun === undefined ? undefined : await baseOf(relay.git, begun);
  const base = shared ?? (await readRef(checkout, refs.base)) ?? '';
  const needs = await neededOf(relay, base);
  await host.files.remove(folder);
  await host.files.makeFolder(folder);
  const bundled = await bundleRefs(relay.git, {
    path: join(folder, resultsName),
    refs: [...moves.keys(), ...(landing ? [landing.ref] : [])],
    without: needs,
  });
  if (!bundled.ok) return bundled;
  for (const [path, from] of about.files) await host.files.copy(from, join(folder, path));
  const { project, plan, phase, outcome = null } = about;
  const files = await filesIn(host, folder);
  const manifest = manifestSchema.parse({
    version: 1,
    project,
    plan,
    phase,
    base,
    needs,
    refs: Object.fromEntries(moves),
    landing,
    outcome,
    files,
  } satisfies Manifest);
  const path = join(folder, manifestName);
  await host.files.write(path, json(manifest));
  const digest = await host.files.digest(path);
  if (digest === undefined) throw new Error(`Internal error: ${path} was written and cannot be read`);
  return ok({ manifest, digest });
}

async function moveOf(relay: Relay, ref: string, to: string): Promise<BundledMove> {
  return { to, before: (await readRef(relay.git, ref.replace(/^refs\//, originFolder))) ?? null };
}

/**
 * The one branch of the relay that is elsewhere than on the remote; or the phase's own, where the remote has it already: there
 * may be no pull request from it yet.
 */
async function landingOf(relay: Relay, as: Packed['as'], pushed: string | undefined): Promise<Manifest['landing']> {
  if (as === undefined) return null;
  const branches = [...(await refsBelow(relay.git, 'refs/heads/'))];
  for (const [ref, commit] of branches) {
    const move = await moveOf(relay, ref, commit);
    if (move.before !== commit) return { as, ref, ...move };
  }
  const own =
    as === 'main'
      ? undefined
      : branches.find(([ref, commit]) => commit === pushed && /^refs\/heads\/phase[/-]/.test(ref));
  return own === undefined ? null : { as, ref: own[0], to: own[1], before: own[1] };
}

/** What every full clone has: the base, and main as it was. */
async function neededOf(relay: Relay, base: string): Promise<string[]> {
  const main = (await relay.git.text(['symbolic-ref', 'HEAD'])).replace(/^refs\//, originFolder);
  return [...new Set([base, (await readRef(relay.git, main)) ?? ''])].filter(Boolean);
}

/** All files of a bundle but its manifest. */
async function filesIn(host: Host, folder: string): Promise<Manifest['files']> {
  const looks = [...(await host.files.survey(folder, []))].filter(([, { kind }]) => kind === 'file');
  const files = looks.map(async ([path, { size }]) => ({
    path,
    size,
    sha256: (await host.files.digest(join(folder, path))) ?? '',
  }));
  return (await Promise.all(files)).toSorted((a, b) => (a.path < b.path ? -1 : 1));
}
