import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import { isFromFork, textAt } from '../event.ts';
import { annotate, type StandIn, type StandInCall } from '../job.ts';
import { entriesOf, writeEntries, type CacheEntry } from './caches.ts';

const restoring = {
  path: '',
  key: '',
  'restore-keys': '',
  enableCrossOsArchive: 'false',
  'fail-on-cache-miss': 'false',
  'lookup-only': 'false',
};

export const restoreCache: StandIn = { inputs: restoring, run: (call) => restore(call) };

export const saveCache: StandIn = {
  inputs: { path: '', key: '', 'upload-chunk-size': '', enableCrossOsArchive: 'false' },
  run(call) {
    save(call);
    return {};
  },
};

/** Restores, and saves after a job in which all went well and the key was not there yet. */
export const cache: StandIn = {
  inputs: { ...restoring, 'upload-chunk-size': '' },
  run(call) {
    const outputs = restore(call);
    const isOver = () =>
      !call.job.steps.some(({ conclusion }) => conclusion === 'failure' || conclusion === 'cancelled');
    call.after(() => {
      if (outputs['cache-hit'] !== 'true' && isOver()) save(call);
    });
    return outputs;
  },
};

function restore(call: StandInCall): Record<string, string> {
  const { inputs, surroundings } = call;
  const key = required(call, 'key');
  const paths = pathsOf(call);
  const reachable = entriesOf(surroundings.store).filter((entry) => entry.paths === required(call, 'path').trim());
  const prefixes = (inputs['restore-keys'] ?? '').split('\n').filter((prefix) => prefix.trim() !== '');
  const found = refsOf(call)
    .flatMap((ref) => {
      const ofRef = reachable.filter((entry) => entry.ref === ref).toReversed();
      const exact = ofRef.find((entry) => entry.key === key);
      return [exact, ...prefixes.map((prefix) => ofRef.find((entry) => entry.key.startsWith(prefix.trim())))];
    })
    .find((entry) => entry !== undefined);
  if (found === undefined) {
    if (inputs['fail-on-cache-miss'] === 'true') {
      throw new Error(`Failed to restore cache entry. Exiting as fail-on-cache-miss is set. Input key: ${key}`);
    }
    call.print(`Cache not found for input keys: ${[key, ...prefixes].join(', ')}`);
    return { 'cache-hit': '', 'cache-primary-key': key, 'cache-matched-key': '' };
  }
  for (const [index, path] of inputs['lookup-only'] === 'true' ? [] : paths.entries()) {
    const from = join(surroundings.store, 'caches', found.id, String(index));
    if (existsSync(from)) cpSync(from, path, { recursive: true });
  }
  return { 'cache-hit': String(found.key === key), 'cache-primary-key': key, 'cache-matched-key': found.key };
}

function save(call: StandInCall): void {
  const { job, surroundings } = call;
  const key = required(call, 'key');
  const paths = pathsOf(call);
  const written = required(call, 'path').trim();
  const entries = entriesOf(surroundings.store);
  const ref = job.github.ref;
  const fail = (why: string) => annotate(job, call.step, 'warning', `Failed to save: ${why}`);
  if (!mayWrite(call)) return fail('the token of this event may only read caches');
  if (entries.some((entry) => entry.key === key && entry.ref === ref && entry.paths === written)) {
    return fail(`Unable to reserve cache with key ${key}, another job may be creating this cache.`);
  }
  const there = paths.filter((path) => existsSync(path));
  if (there.length === 0)
    return fail('Path Validation Error: Path(s) specified in the action for caching do(es) not exist');
  const id = randomUUID();
  for (const [index, path] of paths.entries()) {
    const to = join(surroundings.store, 'caches', id, String(index));
    mkdirSync(dirname(to), { recursive: true });
    rmSync(to, { recursive: true, force: true });
    if (existsSync(path)) cpSync(path, to, { recursive: true });
  }
  const entry: CacheEntry = { key, paths: written, ref, job: job.id, id };
  writeEntries(surroundings.store, [...entries, entry]);
}

/** Own ref, then the base of a pull request, then the default branch. */
function refsOf({ job }: StandInCall): string[] {
  const base = job.github['base_ref'];
  const usual = textAt(job.event.payload, 'repository', 'default_branch') || 'main';
  const refs = [job.github.ref, ...(base === undefined ? [] : [`refs/heads/${base}`]), `refs/heads/${usual}`];
  return [...new Set(refs)];
}

/** Events that anybody can cause read caches alone. */
function mayWrite({ job }: StandInCall): boolean {
  const isLow = ['pull_request_target', 'issue_comment', 'workflow_run'].includes(job.event.name);
  return !isLow && !isFromFork(job.event, job.github.repository);
}

/** Paths as they are on this machine. A cache is known by what is written, since each machine has its own folders. */
function pathsOf(call: StandInCall): string[] {
  const lines = required(call, 'path')
    .split('\n')
    .map((line) => line.trim());
  const { job } = call;
  if (lines.some((line) => /[*?!]/.test(line))) throw call.refuse('does no patterns in paths');
  return lines
    .filter((line) => line !== '')
    .map((line) => line.replace(/^~(?=\/|$)/, job.machine['HOME'] ?? ''))
    .map((line) => resolve(job.github.workspace, line));
}

function required(call: StandInCall, input: string): string {
  const value = call.inputs[input] ?? '';
  if (value === '') throw new Error(`Input required and not supplied: ${input}`);
  return value;
}
