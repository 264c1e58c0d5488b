import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { dirname, join } from 'node:path';
import type { Manifest } from '../../core/bundle/manifest.ts';
import { pack, type Packed } from '../../core/bundle/pack.ts';
import { makeRelay, type Relay } from '../../core/bundle/relay.ts';
import { takeFromRemote } from '../../core/bundle/take-in.ts';
import { begunAt } from '../../core/stage/decide/begun.ts';
import { refsBelow } from '../../core/claim/unshared.ts';
import { finish, withRemote, type Finished, type Landable } from '../stage/land/landable.ts';
import { openScratch, userGit, type Scratch, type Texts } from '../git/scratch.ts';

/** A finished phase as a job leaves it that may not write to the remote: in a relay, and packed into a bundle. */
export interface Bundled {
  readonly user: Scratch;
  /** A bare repository that is `origin` of the user's. */
  readonly remote: string;
  readonly phase: Landable;
  readonly relay: Relay;
  readonly folder: string;
  readonly digest: string;
  readonly manifest: Manifest;
  /** The same from what the relay has by now. */
  readonly packAgain: (more: Partial<Packed>) => Promise<{ readonly manifest: Manifest; readonly digest: string }>;
}

/** The branch that a phase lands on. */
export const branch = 'refs/heads/phase/1';

export async function bundled(
  about: Finished = {},
  changed: Partial<Packed> = {},
  before: Texts = {},
): Promise<Bundled> {
  const { remote, ...made } = await withRemote(before);
  const user = await openScratch(made.user.host, made.user.root);
  const phase = await finish(user, about);
  const relay = unwrap(await makeRelay(user.host, user.git, join(dirname(user.root), 'job')));
  unwrap(await takeFromRemote(user.git, relay));
  const results = await refsBelow(user.git, phase.context.refs.all);
  for (const [ref, commit] of [
    ...results,
    [branch, phase.handOff],
    [phase.context.refs.begun, await begunAt(user.git, phase.context.phase.base)],
  ])
    userGit(relay.folder, 'update-ref', ref ?? '', commit ?? '');
  const folder = join(dirname(user.root), 'bundle');
  const report = join(dirname(user.root), 'report.md');
  writeFileSync(report, '# A report\n');
  const { plan, phase: one, project } = phase.context.phase;
  const files = new Map([['report/report.md', report]]);
  const usual: Packed = { project, plan, phase: one, as: 'pull-request', outcome: 'landed', files };
  const packAgain = async (more: Partial<Packed>) =>
    unwrap(await pack(user.host, { checkout: user.git, relay, folder }, { ...usual, ...more }));
  return { user, remote, phase, relay, folder, ...(await packAgain(changed)), packAgain };
}

/** A fresh clone of the remote: the job that lands has nothing else. */
export function freshClone(remote: string, name = 'fresh'): string {
  const clone = join(dirname(remote), name);
  userGit(dirname(remote), 'clone', '--quiet', remote, clone);
  return clone;
}

/** Writes a file of a bundle, and has its manifest say so, as somebody would who knows how bundles are made. */
export function forge(folder: string, path: string, content: string | Buffer): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
  const sha256 = createHash('sha256').update(content).digest('hex');
  const size = Buffer.byteLength(content);
  remake(folder, (manifest) => ({
    ...manifest,
    files: [...manifest.files.filter((one) => one.path !== path), { path, size, sha256 }],
  }));
}

/** Changes a manifest as somebody would who knows how bundles are made. */
export function remake(folder: string, change: (manifest: Manifest) => object): void {
  const path = join(folder, 'manifest.json');
  writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, 'utf8')) as Manifest)));
}

export function unwrap<T>(result: { ok: true; value: T } | { ok: false; failure: { message: string } }): T {
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}
