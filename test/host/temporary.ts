import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Host } from '../../core/host/host.ts';
import { nodeHost } from '../../core/host/node-host.ts';

const { CI: _ci, ...env } = nodeHost().env;
/** Whether the tests themselves run in a CI is nothing to what they are about. */
const real: Host = { ...nodeHost(), env };

/** A folder that is gone when the test is over. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'phasewright-test-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  return folder;
}

/** The real host, with some of it set by the test. */
export function hostWith(own: Partial<Host> = {}): Host {
  return { ...real, ...own };
}
