import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Host } from '../host/host.ts';

/** Characters of one output that are kept: the first and the last half. */
const most = 1024 * 1024;

/** Keeps what a gate has printed in a file that is named by its content; answers with that name. */
export async function keepLog(host: Host, ledger: string, output: string): Promise<string> {
  const text = cut(output);
  const digest = digestOf(text);
  const path = logPath(ledger, digest);
  if (!(await host.files.exists(path))) await host.files.write(path, text);
  return digest;
}

/** Undefined where the file is gone, or holds something else than its name says. */
export async function readLog(host: Host, ledger: string, digest: string): Promise<string | undefined> {
  const text = await host.files.read(logPath(ledger, digest));
  return text !== undefined && digestOf(text) === digest ? text : undefined;
}

export function logPath(ledger: string, digest: string): string {
  return join(ledger, 'logs', `${digest}.txt`);
}

function cut(text: string): string {
  if (text.length <= most) return text;
  const half = most / 2;
  return `${text.slice(0, half)}\n[… ${text.length - most} characters left out …]\n${text.slice(-half)}`;
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
