import { cpSync, globSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { annotate, type StandIn, type StandInCall } from '../job.ts';
import { artifactsOf, digestOf, filesBelow, writeArtifacts } from './artifacts.ts';

/** Keeps files for other jobs and runs. A name is there once in a run, and hidden files stay out unless they are asked for. */
export const uploadArtifact: StandIn = {
  inputs: {
    name: 'artifact',
    path: '',
    'if-no-files-found': 'warn',
    'retention-days': '0',
    'compression-level': '6',
    overwrite: 'false',
    'include-hidden-files': 'false',
    archive: 'true',
  },
  run(call) {
    const { inputs, job, surroundings } = call;
    const name = inputs['name'] ?? '';
    checkName(name);
    const { files, root } = filesOf(call);
    if (files.length === 0) return noFiles(call);
    const runId = job.github.run_id;
    const known = artifactsOf(surroundings.store);
    const same = known.find((artifact) => artifact.name === name && artifact.runId === runId && artifact.digest !== '');
    if (same !== undefined && inputs['overwrite'] !== 'true') {
      throw new Error(
        'Failed to CreateArtifact: Received non-retryable error: Failed request: (409) Conflict: an artifact with this name already exists on the workflow run',
      );
    }
    const id = known.length + 1;
    const folder = join(surroundings.store, 'artifacts', runId, String(id));
    for (const file of files) {
      const to = join(folder, relative(root, file));
      mkdirSync(dirname(to), { recursive: true });
      cpSync(file, to);
    }
    const kept = known.map((artifact) => (artifact === same ? { ...artifact, digest: '' } : artifact));
    if (same !== undefined) rmSync(same.folder, { recursive: true });
    const artifact = { id, runId, name, folder, ...digestOf(folder) };
    writeArtifacts(surroundings.store, [...kept, artifact]);
    const page = `${job.github.server_url}/${job.github.repository}/actions/runs/${runId}/artifacts/${id}`;
    return { 'artifact-id': String(id), 'artifact-url': page, 'artifact-digest': artifact.digest };
  },
};

function checkName(name: string): void {
  const wrong = /[":<>|*?\r\n\\/]/.exec(name);
  if (name === '' || wrong !== null) {
    throw new Error(
      `The artifact name is not valid: ${name}. Contains the following character: ${wrong?.[0] ?? 'none'}`,
    );
  }
}

function noFiles({ inputs, job, step }: StandInCall): Record<string, string> {
  const what = `No files were found with the provided path: ${inputs['path']}. No artifacts will be uploaded.`;
  if (inputs['if-no-files-found'] === 'error') throw new Error(what);
  if (inputs['if-no-files-found'] === 'warn') annotate(job, step, 'warning', what);
  return {};
}

/** Files that are to be kept, and the folder that their paths in the artifact begin at. */
function filesOf(call: StandInCall): { readonly files: readonly string[]; readonly root: string } {
  const { inputs, job } = call;
  const written = (inputs['path'] ?? '').split('\n').map((line) => line.trim());
  const patterns = written
    .filter((line) => line !== '')
    .map((line) => resolve(job.github.workspace, line.replace(/^~(?=\/)/, job.machine['HOME'] ?? '')));
  if (patterns.length === 0) throw new Error('Input required and not supplied: path');
  if (written.some((line) => line.startsWith('!'))) throw call.refuse('does not take paths out');
  const found = patterns.flatMap((pattern) =>
    globSync(pattern).flatMap((path) =>
      statSync(path).isDirectory()
        ? filesBelow(path).map((below) => [dirname(path), join(basename(path), below)] as const)
        : [[dirname(path), basename(path)] as const],
    ),
  );
  const taken = found.filter(([, below]) => inputs['include-hidden-files'] === 'true' || !isHidden(below));
  const files = [...new Set(taken.map(([folder, below]) => join(folder, below)))];
  return { files, root: rootOf(patterns, files) };
}

function isHidden(path: string): boolean {
  return path.split('/').some((part) => part.startsWith('.'));
}

/** What is common to the parts of all patterns that are no pattern; for one file alone, its folder. */
function rootOf(patterns: readonly string[], files: readonly string[]): string {
  const searched = patterns.map((pattern) => pattern.replace(/\/[^/]*[*?[][^]*$/, ''));
  const root = searched.reduce((one, other) => {
    let common = one;
    while (!`${other}/`.startsWith(`${common}/`)) common = dirname(common);
    return common;
  });
  return files[0] === root ? dirname(root) : root;
}
