import { dirname } from 'node:path';
import type { Result } from '../failure.ts';
import { closePackages, lookAtPackages, type PackagesPlace } from '../git/known-packages.ts';
import { deleteRef } from '../git/refs.ts';
import type { Repository } from '../git/repository.ts';
import type { StageContext } from './context.ts';

export function packagesPlace(repository: Repository, checkout: string): PackagesPlace {
  return { home: dirname(repository.standIn), checkout };
}

/** Fails when installed packages have changed since the phase was bound; `folders` have a manifest by now. */
export async function packagesUnchanged(
  { host, repository, phase }: StageContext,
  folders: readonly string[] = [],
): Promise<Result<'unchanged'>> {
  const run = { id: phase.run, note: phase.packages };
  return await lookAtPackages(host, packagesPlace(repository, phase.checkout), run, folders);
}

/**
 * The last look of a run, by the process that began it: stages themselves are started from installed packages. When some
 * have changed, the final judgement is forgotten, whatever it was, so that the next run judges anew.
 */
export async function lookLast(context: StageContext): Promise<Result<'unchanged'>> {
  const { host, repository, phase, refs } = context;
  const looked = await packagesUnchanged(context);
  await closePackages(host, packagesPlace(repository, phase.checkout), phase.run);
  if (looked.ok) return looked;
  const judgements = ['gates', 'exit-criteria'].map((stage) => `${refs.all}result/${stage}/`);
  const listed = await repository.git.text(['for-each-ref', '--format=%(refname) %(objectname)', ...judgements]);
  for (const line of listed.split('\n').filter(Boolean)) {
    const [ref = '', commit = ''] = line.split(' ');
    await deleteRef(repository.git, ref, commit);
  }
  return looked;
}
