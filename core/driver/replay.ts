import { fail, ok, type Result } from '../failure.ts';
import type { Journal } from '../journal/journal.ts';
import { after, begun, type Standing } from './fold.ts';
import { factSchema, stateVersion, workSchema } from './state.ts';

/** Where a commit is by the records of its journal. Those of another release may hold what this one cannot read. */
export function replay(entries: Journal['entries'], path: string): Result<Standing> {
  const [first, ...rest] = entries;
  if (!first) return fail('journal', `Unexpected journal ${path} without a beginning. Run init --force.`);
  const work = workSchema.safeParse(first.data);
  if (!work.success) return fail('journal', whyUnread(path, 1, versionIn(first.data)));
  let standing = begun(work.data);
  for (const [index, { data }] of rest.entries()) {
    const fact = factSchema.safeParse(data);
    if (!fact.success) return fail('journal', whyUnread(path, index + 2));
    try {
      standing = after(standing, fact.data);
    } catch {
      // Events are those of the workflow, whose next release may know more of them.
      return fail('journal', whyUnread(path, index + 2));
    }
  }
  return ok(standing);
}

function whyUnread(path: string, record: number, version = stateVersion): string {
  return version > stateVersion
    ? `Unexpected version ${version} of ${path}, expected ${stateVersion}: update phasewright.`
    : `Unexpected record ${record} in ${path}: this release of phasewright cannot read it. Nothing was changed. Update phasewright, or begin anew with init --force.`;
}

function versionIn(data: unknown): number {
  return typeof data === 'object' && data !== null && 'version' in data ? Number(data.version) : 0;
}
