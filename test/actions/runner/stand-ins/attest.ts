import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { allows } from '../permissions.ts';
import type { StandIn, StandInCall } from '../job.ts';

/** Writes the in-toto statement that attest would sign, in an envelope without signatures: what is signed is there, who signed is not. */
export const attest: StandIn = {
  inputs: {
    'subject-path': '',
    'subject-digest': '',
    'subject-name': '',
    'subject-checksums': '',
    'predicate-type': '',
    predicate: '',
    'predicate-path': '',
    'sbom-path': '',
    'push-to-registry': 'false',
    'create-storage-record': 'true',
    'show-summary': 'true',
    'github-token': '',
  },
  run(call) {
    const { inputs, job } = call;
    for (const scope of ['id-token', 'attestations']) {
      if (!allows(job.permissions, scope, 'write')) {
        throw new Error(`Failed to attest: the job's token lacks '${scope}: write'`);
      }
    }
    for (const input of ['subject-checksums', 'sbom-path'] as const) {
      if (inputs[input] !== '') throw call.refuse(`does not do '${input}'`);
    }
    if (inputs['push-to-registry'] !== 'false') throw call.refuse('pushes to no registry');
    if (inputs['predicate-type'] === '') throw call.refuse('needs a predicate of its own, with its type');
    const statement = {
      _type: 'https://in-toto.io/Statement/v1',
      subject: subjectsOf(call),
      predicateType: inputs['predicate-type'],
      predicate: predicateOf(call),
    };
    const payload = Buffer.from(JSON.stringify(statement)).toString('base64');
    const dsseEnvelope = { payload, payloadType: 'application/vnd.in-toto+json', signatures: [] };
    const path = join(job.runner.temp, 'attestation.json');
    writeFileSync(path, JSON.stringify({ mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json', dsseEnvelope }));
    return { 'bundle-path': path, 'attestation-id': '1', 'attestation-url': '' };
  },
};

function subjectsOf({ inputs, job }: StandInCall): { name: string; digest: { sha256: string } }[] {
  const digest = inputs['subject-digest'] ?? '';
  if (digest !== '') {
    const [, sha256] = /^sha256:([0-9a-f]{64})$/.exec(digest) ?? [];
    if (sha256 === undefined) throw new Error('subject-digest must be in the format "sha256:<hex-digest>"');
    if (inputs['subject-name'] === '') throw new Error('subject-name must be provided when using subject-digest');
    return [{ name: inputs['subject-name'] ?? '', digest: { sha256 } }];
  }
  const patterns = (inputs['subject-path'] ?? '')
    .split(/[\n,]/)
    .map((path) => path.trim())
    .filter(Boolean);
  if (patterns.length === 0)
    throw new Error('One of subject-path, subject-digest, or subject-checksums must be provided');
  const files = globSync(patterns.map((pattern) => resolve(job.github.workspace, pattern)));
  if (files.length === 0) throw new Error(`Could not find subject at path ${inputs['subject-path']}`);
  return files.map((file) => ({
    name: basename(file),
    digest: { sha256: createHash('sha256').update(readFileSync(file)).digest('hex') },
  }));
}

function predicateOf({ inputs, job }: StandInCall): unknown {
  const path = resolve(job.github.workspace, inputs['predicate-path'] ?? '');
  if (inputs['predicate'] !== '') return JSON.parse(inputs['predicate'] ?? '');
  if (inputs['predicate-path'] === '') throw new Error('One of predicate-path or predicate must be provided');
  if (!existsSync(path)) throw new Error(`predicate file not found: ${inputs['predicate-path']}`);
  return JSON.parse(readFileSync(path, 'utf8'));
}
