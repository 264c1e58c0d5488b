import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import type { Host } from '../host/host.ts';

/**
 * A key of this user's, made once. Nothing that a gate or an agent is given names it: what is sealed by it we have written
 * ourselves, unless somebody went and looked for it.
 */
export async function ownKey(host: Host): Promise<string> {
  const path = join(host.stateFolder, 'key');
  const known = await host.files.read(path);
  if (known) return known;
  await host.files.write(path, `${host.randomId()}${host.randomId()}`);
  // Of two that make it at once both go by the later one.
  return (await host.files.read(path)) ?? '';
}

/** In hexadecimal. */
export function sealOf(key: string, text: string): string {
  return createHmac('sha256', key).update(text).digest('hex');
}
