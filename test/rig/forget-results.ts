import { readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Rig } from './rig.ts';

/** As if nothing had ever been done; but what lies elsewhere in the state folder stays: verdicts, and Nx's caches unless said. */
export async function forgetResults(rig: Rig, folders: readonly string[] = ['journal']): Promise<void> {
  const refs = await rig.git('for-each-ref', '--format=%(refname)', 'refs/phasewright', 'refs/heads/phase');
  for (const ref of refs.split('\n')) await rig.git('update-ref', '-d', ref);
  const all = readdirSync(rig.state, { recursive: true, encoding: 'utf8' });
  for (const path of all.filter((one) => folders.includes(basename(one))))
    rmSync(join(rig.state, path), { recursive: true, force: true });
}
