import type { StandIn } from '../job.ts';
import { attest } from './attest.ts';
import { cache, restoreCache, saveCache } from './cache.ts';
import { checkout } from './checkout.ts';
import { downloadArtifact } from './download-artifact.ts';
import { setupNode } from './setup-node.ts';
import { uploadArtifact } from './upload-artifact.ts';
import { uploadSarif } from './upload-sarif.ts';

/** What stands in for the actions of others that our workflows use. */
export const standIns: Readonly<Record<string, StandIn>> = {
  'actions/attest': attest,
  'actions/cache': cache,
  'actions/cache/restore': restoreCache,
  'actions/cache/save': saveCache,
  'actions/checkout': checkout,
  'actions/download-artifact': downloadArtifact,
  'actions/setup-node': setupNode,
  'actions/upload-artifact': uploadArtifact,
  'github/codeql-action/upload-sarif': uploadSarif,
};
