import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import type { Host } from '../host/host.ts';

/**
 * A key of this user's, made once. Nothing that a gate or an agent is given names it: what is sealed by it we have written
 * ourselves, unless somebody went and looked for it.
 */
export async function ownKey(host: Host): Promise<string> {
  const path = join(host.stateFolder, 'key');
  const known = firstLine(await host.files.read(path));
  if (known !== undefined) return known;
  await host.files.append(path, `${host.randomId()}${host.randomId()}\n`);
  // Of several that make it at once all go by the first line.
  const made = firstLine(await host.files.read(path));
  if (made === undefined) throw new Error(`Internal error: no key could be written to ${path}`);
  return made;
}

/** An empty line is no key: anybody could seal by it. */
function firstLine(text = ''): string | undefined {
  return text.split('\n').find((line) => line.trim() !== '');
}

/** In hexadecimal. */
export function sealOf(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}
