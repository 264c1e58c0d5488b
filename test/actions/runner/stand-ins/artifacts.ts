import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** An artifact of a run. Its id is its place in the store, counted from 1. */
export interface Artifact {
  readonly id: number;
  readonly runId: string;
  readonly name: string;
  readonly digest: string;
  readonly folder: string;
  /** Of all files, before they are compressed. */
  readonly bytes: number;
}

/** All artifacts that runs with this folder have uploaded, the oldest first. */
export function artifactsIn(folder: string): readonly Artifact[] {
  return artifactsOf(join(folder, 'store'));
}

export function artifactsOf(store: string): readonly Artifact[] {
  const list = join(store, 'artifacts.json');
  return existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as Artifact[]) : [];
}

export function writeArtifacts(store: string, artifacts: readonly Artifact[]): void {
  mkdirSync(store, { recursive: true });
  writeFileSync(join(store, 'artifacts.json'), JSON.stringify(artifacts));
}

/** Paths of all files below a folder. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(folder, path)).isFile())
    .toSorted();
}

export function digestOf(folder: string): { digest: string; bytes: number } {
  const hash = createHash('sha256');
  let bytes = 0;
  for (const path of filesBelow(folder)) {
    const content = readFileSync(join(folder, path));
    bytes += content.length;
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return { digest: hash.digest('hex'), bytes };
}
