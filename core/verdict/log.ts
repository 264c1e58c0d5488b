import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Host } from '../host/host.ts';

/** Characters of one output that are kept: the first and the last half. */
const most = 1024 * 1024;

/** Keeps what a gate has printed in a file that is named by its content; answers with that name. */
export async function keepLog(host: Host, ledger: string, output: string): Promise<string> {
  const text = cut(output);
  const digest = createHash('sha256').update(text).digest('hex');
  const path = logPath(ledger, digest);
  if (!(await host.files.exists(path))) await host.files.write(path, text);
  return digest;
}

export function logPath(ledger: string, digest: string): string {
  return join(ledger, 'logs', `${digest}.txt`);
}

function cut(text: string): string {
  if (text.length <= most) return text;
  const half = most / 2;
  return `${text.slice(0, half)}\n[… ${text.length - most} characters left out …]\n${text.slice(-half)}`;
}
