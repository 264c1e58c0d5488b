import { isAbsolute, join, normalize, sep } from 'node:path';
import { fail, ok, type Result } from '../failure.ts';
import { fetchBundle, refsInBundle } from '../git/bundle.ts';
import type { Git } from '../git/git.ts';
import { isHere } from '../git/remote.ts';
import { phaseRefs } from '../git/refs.ts';
import type { Host } from '../host/host.ts';
import { jsonObject } from '../json.ts';
import { visibleLine } from '../visible.ts';
import { isBundled, manifestName, manifestSchema, resultsName, type BundledMove, type Manifest } from './manifest.ts';

/** Bytes, and files, that a bundle may have. */
export interface BundleLimits {
  readonly bytes: number;
  readonly files: number;
}

export const usualLimits: BundleLimits = { bytes: 512 * 1024 * 1024, files: 1000 };
/** Bytes of the manifest alone: some hundred per task. */
const mostManifest = 16 * 1024 * 1024;

export interface OpenedBundle {
  /** Absolute. */
  readonly folder: string;
  readonly manifest: Manifest;
  /** All refs that it would have moved, results first and what lands last. */
  readonly moves: readonly (BundledMove & { readonly ref: string })[];
}

/** Where a bundle is, and what is known of it without it. */
export interface BundlePlace {
  /** Absolute. */
  readonly folder: string;
  /** SHA-256 of its manifest, which came another way. */
  readonly digest?: string | undefined;
  readonly limits?: BundleLimits;
}

/**
 * Checks a bundle and brings its commits here; no ref is moved. It comes from a place where agents were at work, so nothing
 * of it is believed: that it is whole (against a digest that came another way, where there is one), no larger than it may
 * be, in the form that we know, of nothing but one phase, and that git finds each object sound.
 */
export async function openBundle(host: Host, git: Git, place: BundlePlace): Promise<Result<OpenedBundle>> {
  const { folder } = place;
  const checked = await checkBundle(host, place);
  if (!checked.ok) return checked;
  const manifest = checked.value;
  const path = join(folder, resultsName);
  const hasResults = manifest.files.some((file) => file.path === resultsName);
  const listed = hasResults ? await refsInBundle(git, path) : ok(new Map<string, string>());
  if (!listed.ok) return listed;
  const moves = movesOf(manifest);
  const named = new Map(moves.map(({ ref, to }) => [ref, to]));
  const elsewhere = [...listed.value].find(([ref, commit]) => named.get(ref) !== commit);
  if (elsewhere) return refused(folder, `its results have ${elsewhere[0]} elsewhere than its manifest says`);
  // What stands on nothing new is in no bundle of git's.
  const needed = moves.filter(({ ref }) => !listed.value.has(ref)).map(({ to }) => to);
  for (const commit of [...manifest.needs, ...needed])
    if (!(await isHere(git, commit)))
      return refused(folder, `it builds on ${commit}, which is not here: the checkout needs all of the history`);
  const fetched = hasResults ? await fetchBundle(host, git, path, [...listed.value.keys()]) : ok('nothing');
  return fetched.ok ? ok({ folder, manifest, moves }) : fetched;
}

/** Checks all of a bundle that can be checked without git: that each of its files is what was handed over. */
export async function checkBundle(
  host: Host,
  { folder, digest, limits = usualLimits }: BundlePlace,
): Promise<Result<Manifest>> {
  const manifest = await readManifest(host, folder, digest);
  if (!manifest.ok) return manifest;
  const wrong = (await filesDiffer(host, folder, manifest.value, limits)) ?? refsOutside(manifest.value);
  return wrong === undefined ? manifest : refused(folder, wrong);
}

async function readManifest(host: Host, folder: string, digest: string | undefined): Promise<Result<Manifest>> {
  const path = join(folder, manifestName);
  const look = (await host.files.survey(folder, [])).get(manifestName);
  if (look?.kind !== 'file') return refused(folder, `it has no ${manifestName}`);
  if (look.size > mostManifest) return refused(folder, `its ${manifestName} has ${look.size} bytes`);
  const found = await host.files.digest(path);
  if (digest !== undefined && found !== digest)
    return refused(folder, `its manifest has the digest ${found}, and ${visibleLine(digest)} was handed over`);
  const parsed = manifestSchema.safeParse(jsonObject((await host.files.read(path)) ?? ''));
  if (parsed.success) return ok(parsed.data);
  const [issue] = parsed.error.issues;
  return refused(
    folder,
    `its manifest is in no form that this version of phasewright knows: ${issue?.path.join('.')}: ${issue?.message}`,
  );
}

async function filesDiffer(
  host: Host,
  folder: string,
  { files }: Manifest,
  limits: BundleLimits,
): Promise<string | undefined> {
  const there = await host.files.survey(folder, []);
  const found = [...there].filter(([path, { kind }]) => kind !== 'folder' && path !== manifestName);
  const bytes = found.reduce((sum, [, { size }]) => sum + size, 0);
  if (found.length > limits.files) return `it has ${found.length} files, and may have ${limits.files}`;
  if (bytes > limits.bytes) return `it has ${bytes} bytes, and may have ${limits.bytes}`;
  const odd = found.find(([, { kind }]) => kind !== 'file');
  if (odd) return `${visibleLine(odd[0])} in it is no regular file`;
  const named = new Map(files.map((file) => [file.path, file]));
  const outside = files.find(({ path }) => isAbsolute(path) || normalize(path) !== path || path.startsWith(`..${sep}`));
  if (outside) return `its manifest names ${visibleLine(outside.path)}, which is not in it`;
  const more = found.find(([path]) => !named.has(path));
  if (more) return `its manifest does not name ${visibleLine(more[0])}`;
  for (const [path, file] of named) {
    if (!there.has(path)) return `${visibleLine(path)} is missing in it`;
    const digest = await host.files.digest(join(folder, path));
    if (digest !== file.sha256) return `${visibleLine(path)} in it is not what its manifest says`;
  }
  return undefined;
}

function refsOutside({ refs, plan, phase, landing }: Manifest): string | undefined {
  const { all } = phaseRefs(plan.id, phase.slug);
  const outside = Object.keys(refs).find((ref) => !ref.startsWith(all) || !isBundled(ref) || !isPlain(ref));
  if (outside !== undefined) return `${visibleLine(outside)} in it is no ref that a phase brings`;
  return landing && !isPlain(landing.ref) ? `${visibleLine(landing.ref)} in it is no branch` : undefined;
}

/** What git takes for a name and no more: no pattern, no way up, nothing that a shell or a log would read otherwise. */
function isPlain(ref: string): boolean {
  return /^refs\/[\w./-]+$/.test(ref) && !/\.\.|\/\.|\/\/|\.lock(?:\/|$)|[./]$/.test(ref);
}

function movesOf({ refs, landing }: Manifest): OpenedBundle['moves'] {
  const results = Object.entries(refs).map(([ref, move]) => ({ ref, ...move }));
  return landing ? [...results, { ref: landing.ref, to: landing.to, before: landing.before }] : results;
}

function refused(folder: string, why: string): Result<never> {
  return fail('bundle', `The bundle ${folder} is refused: ${why}. Nothing of it was taken.`);
}
