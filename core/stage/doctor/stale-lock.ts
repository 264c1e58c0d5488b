import { join } from 'node:path';
import { ownerFromText } from '../../host/owner-text.ts';
import type { Finding } from './finding.ts';
import type { Look } from './look.ts';

/** Milliseconds. Git holds a lock on a ref much shorter, and whoever holds another one has it open. */
const patience = 1000;

interface Lock {
  readonly path: string;
  readonly stamp: string;
  /** Of the phase whose lock it is; undefined for those that all share. */
  readonly of: Finding['of'] | undefined;
}

/**
 * Locks that a dead git has left: on our refs, and on the index or HEAD of our worktrees. One that counts is there twice and
 * unchanged, no process has it open, and nobody works on its phase. Locks on journals name who has them. Locks that the user's git takes as well are told, and
 * theirs to remove; those of the user's own checkouts are not looked at.
 */
export async function staleLocks(look: Look): Promise<Finding[]> {
  const { host } = look;
  const first = await locksIn(look);
  const findings = await journalLocks(look);
  if (first.length === 0 || (await host.stopsWithin(patience))) return findings;
  for (const { path, stamp, of } of first) {
    if ((await host.files.stamp(path)) !== stamp || (await host.processes.usersOf(path)).length > 0) continue;
    const about = {
      kind: 'stale-lock',
      name: path,
      says: 'A git that is gone has left it, and others wait for it in vain.',
    } as const;
    if (of)
      findings.push({
        ...about,
        of,
        repair: {
          does: 'removes the lock; what it locks stays as it is',
          async carryOut() {
            if ((await host.files.stamp(path)) !== stamp) return { done: false, says: 'it is another one by now' };
            await host.files.remove(path);
            return { done: true, says: 'removed' };
          },
        },
      });
    else
      findings.push({
        ...about,
        of: { plan: '', phase: '' },
        advice: 'It may be of a git of yours. If none runs in this repository, remove it.',
      });
  }
  return findings;
}

/** Locks on journals name the process that has them: one that is dead has left them. */
async function journalLocks({ host, phases }: Look): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { plan, slug, state, isAtWork } of phases) {
    if (isAtWork || state === undefined) continue;
    for (const { name } of await host.files.list(join(state, 'journal'))) {
      if (!name.endsWith('.lock')) continue;
      const path = join(state, 'journal', name);
      const text = await host.files.read(path);
      const owner = ownerFromText(text ?? '');
      if (!owner || (await host.processes.isAlive(owner))) continue;
      findings.push({
        kind: 'stale-lock',
        of: { plan, phase: slug },
        name: path,
        says: `${owner.user}@${owner.host}, process ${owner.pid}, has left it, and is dead.`,
        repair: {
          does: 'removes the lock; the journal stays as it is',
          async carryOut() {
            if ((await host.files.read(path)) !== text) return { done: false, says: 'it is another one by now' };
            await host.files.remove(path);
            return { done: true, says: 'removed' };
          },
        },
      });
    }
  }
  return findings;
}

async function locksIn({ host, commonFolder, phases }: Look): Promise<Lock[]> {
  const isFree = ({ plan, phase }: Finding['of']): boolean =>
    !phases.some((one) => one.plan === plan && one.slug === phase && one.isAtWork);
  const found: { path: string; of: Finding['of'] | undefined }[] = [];
  const refs = join(commonFolder, 'refs/phasewright');
  for (const [name, { kind }] of await host.files.survey(refs, [])) {
    const [, plan, phase] = /^([^/]+)\/([^/]+)\/.+\.lock$/.exec(name) ?? [];
    if (kind === 'file' && plan !== undefined && phase !== undefined && plan !== 'driver')
      found.push({ path: join(refs, name), of: { plan, phase } });
  }
  for (const { plan, slug, worktrees } of phases) {
    for (const { record } of worktrees) {
      const inRecord = record === undefined ? [] : await host.files.list(record);
      for (const { name } of inRecord)
        if (name.endsWith('.lock')) found.push({ path: join(record ?? '', name), of: { plan, phase: slug } });
    }
  }
  for (const name of ['packed-refs.lock', 'config.lock'])
    if (await host.files.exists(join(commonFolder, name)))
      found.push({ path: join(commonFolder, name), of: undefined });
  const locks = found
    .filter(({ of }) => of === undefined || isFree(of))
    .map(async (lock) => ({ ...lock, stamp: (await host.files.stamp(lock.path)) ?? '' }));
  return await Promise.all(locks);
}
