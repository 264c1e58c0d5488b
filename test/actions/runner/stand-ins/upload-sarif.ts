import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { StandIn } from '../job.ts';

/** Hands a SARIF file to the API, as GitHub's action does; what it takes is for that to say. */
export const uploadSarif: StandIn = {
  inputs: {
    sarif_file: '../results',
    checkout_path: '',
    ref: '',
    sha: '',
    token: '',
    matrix: '',
    category: '',
    'wait-for-processing': 'true',
  },
  async run({ inputs, job, refuse }) {
    const { github } = job;
    if (inputs['category'] !== '') throw refuse("does not do 'category'");
    if ((inputs['ref'] === '') !== (inputs['sha'] === '')) throw new Error('ref and sha have to be given together');
    const path = resolve(github.workspace, inputs['sarif_file'] ?? '');
    if (!existsSync(path)) throw new Error(`Path does not exist: ${path}`);
    const body = {
      commit_sha: inputs['sha'] || github.sha,
      ref: inputs['ref'] || github.ref,
      sarif: gzipSync(readFileSync(path)).toString('base64'),
    };
    const response = await fetch(`${github['api_url']}/repos/${github.repository}/code-scanning/sarifs`, {
      method: 'POST',
      headers: { authorization: `Bearer ${inputs['token'] || github.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    const { id = '', message = '' } = (await response.json()) as { id?: string; message?: string };
    if (!response.ok) throw new Error(message);
    return { 'sarif-id': id, 'sarif-ids': JSON.stringify({ 'code-scanning': id }) };
  },
};
