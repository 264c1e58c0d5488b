import { cpSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import picomatch from 'picomatch';
import { allows } from '../permissions.ts';
import type { StandIn, StandInCall } from '../job.ts';
import { artifactsOf, digestOf, type Artifact } from './artifacts.ts';

/** Fetches artifacts of this run, or of another where a token is given. One by name lies in `path` itself, several each in a folder. */
export const downloadArtifact: StandIn = {
  inputs: {
    name: '',
    'artifact-ids': '',
    path: '',
    pattern: '',
    'merge-multiple': 'false',
    'github-token': '',
    repository: '',
    'run-id': '',
    'digest-mismatch': 'error',
    'skip-decompress': 'false',
  },
  run(call) {
    const { inputs, job } = call;
    if (inputs['skip-decompress'] !== 'false') throw call.refuse(`does not do 'skip-decompress'`);
    if (inputs['repository'] !== '' && inputs['repository'] !== job.github.repository) {
      throw call.refuse('knows no other repositories');
    }
    const path = resolve(job.github.workspace, inputs['path'] || '.');
    const wanted = wantedOf(call, ofRun(call));
    const isSingle = inputs['name'] !== '' || (inputs['artifact-ids'] !== '' && wanted.length === 1);
    for (const artifact of wanted) {
      if (digestOf(artifact.folder).digest !== artifact.digest && inputs['digest-mismatch'] === 'error') {
        throw new Error(`Digest validation failed for artifact '${artifact.name}'`);
      }
      const to = isSingle || inputs['merge-multiple'] === 'true' ? path : join(path, artifact.name);
      mkdirSync(to, { recursive: true });
      cpSync(artifact.folder, to, { recursive: true });
    }
    return { 'download-path': path };
  },
};

function ofRun(call: StandInCall): readonly Artifact[] {
  const { inputs, job, surroundings } = call;
  const own = job.github.run_id;
  const runId = inputs['run-id'] || own;
  if (runId !== own && inputs['github-token'] === '') {
    throw new Error(`Unable to download artifact(s): the run ${runId} needs 'github-token'`);
  }
  if (runId !== own && !allows(job.permissions, 'actions', 'read')) {
    throw new Error('Unable to download artifact(s): Resource not accessible by integration');
  }
  return artifactsOf(surroundings.store).filter((artifact) => artifact.runId === runId && artifact.digest !== '');
}

function wantedOf({ inputs }: StandInCall, artifacts: readonly Artifact[]): readonly Artifact[] {
  const { name = '', pattern = '' } = inputs;
  const ids = (inputs['artifact-ids'] ?? '')
    .split(',')
    .map((id) => id.trim())
    .filter(Boolean);
  if (name !== '' && ids.length > 0) throw new Error("Inputs 'name' and 'artifact-ids' cannot be used together.");
  if (ids.length > 0) {
    const found = artifacts.filter(({ id }) => ids.includes(String(id)));
    if (found.length < ids.length) throw new Error('Unable to download artifact(s): not all ids were found');
    return found;
  }
  if (name === '') return artifacts.filter((artifact) => pattern === '' || picomatch.isMatch(artifact.name, pattern));
  const found = artifacts.filter((artifact) => artifact.name === name);
  if (found.length === 0) throw new Error(`Unable to download artifact(s): Artifact not found for name: ${name}`);
  return found;
}
