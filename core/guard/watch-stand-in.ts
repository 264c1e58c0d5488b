import { dirname, join } from 'node:path';
import type { Repository } from '../git/repository.ts';
import { isIntact, putRight, standInContent } from '../git/stand-in.ts';
import type { Host } from '../host/host.ts';
import { differences, nothing, some, type Watch } from './watch.ts';

/**
 * Watches the copy of the configuration that our git goes by. It is put right by the look itself, and what was found is
 * kept beside it: all other watches have git look, which would go by it.
 */
export async function watchStandIn(host: Host, { standIn, commonFolder }: Repository): Promise<Watch> {
  const before = await standInContent(host, standIn);
  return async () => {
    if (!isIntact(before, standIn, commonFolder))
      return { ...nothing, violations: [`${standIn} was changed before the turn began; run again`] };
    const now = await standInContent(host, standIn);
    const changed = differences(before, now);
    if (changed.length === 0) return nothing;
    const kept = join(dirname(standIn), 'changed', host.randomId().slice(0, 8));
    for (const { name } of changed) await host.files.write(join(kept, name), now.get(name) ?? 'removed');
    await putRight(host, standIn, before);
    const what = some(changed.map(({ name, how }) => `${name} was ${how}`));
    return { ...nothing, violations: [`${standIn}, which our git goes by: ${what}; put right, and kept in ${kept}`] };
  };
}
