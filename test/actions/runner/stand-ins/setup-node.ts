import { dirname } from 'node:path';
import type { StandIn } from '../job.ts';

/** Puts the Node that runs this on the path; another version than it is refused. */
export const setupNode: StandIn = {
  inputs: {
    'node-version': '',
    'node-version-file': '',
    architecture: '',
    'check-latest': 'false',
    'registry-url': '',
    scope: '',
    token: '',
    cache: '',
    'package-manager-cache': 'true',
    'cache-dependency-path': '',
    mirror: '',
    'mirror-token': '',
  },
  run({ inputs, job, refuse }) {
    for (const input of ['node-version-file', 'architecture', 'registry-url', 'mirror'] as const) {
      if (inputs[input] !== '') throw refuse(`does not do '${input}'`);
    }
    const wanted = /^v?(\d+)(?:\.x)?$/.exec(inputs['node-version'] ?? '')?.[1];
    const own = process.versions.node.split('.')[0];
    if (inputs['node-version'] !== '' && wanted !== own) {
      throw refuse(`has Node ${own}, not '${inputs['node-version']}'`);
    }
    job.path.unshift(dirname(process.execPath));
    return { 'node-version': process.version, 'cache-hit': 'false' };
  },
};
