import { createHash } from 'node:crypto';

/**
 * A name for every id that can be part of a target name, a git ref and a path on any system: `[A-Za-z0-9._-]`, at
 * most 50 characters, unique also where case does not count. A safe id stays as it is; another one gets a hash,
 * because two ids such as `1/2` and `1:2` must not end up in one worktree. Equal ids share a slug.
 */
export function taskSlugs(ids: readonly string[]): Map<string, string> {
  const slugs = new Map<string, string>();
  const taken = new Set<string>();
  const unique = [...new Set(ids)];
  // Safe ids come first, so that no other id's hash can take their name.
  for (const id of unique) {
    if (isSafe(id)) claim(id, id);
  }
  for (const id of unique) {
    for (let attempt = 0; !slugs.has(id); attempt++) claim(id, lossy(id, attempt));
  }
  return slugs;

  function claim(id: string, name: string): void {
    const folded = name.toLowerCase();
    if (taken.has(folded)) return;
    taken.add(folded);
    slugs.set(id, name);
  }
}

/** The slug of one text on its own. */
export function slug(text: string): string {
  return isSafe(text) ? text : lossy(text, 0);
}

const longest = 50;

function isSafe(id: string): boolean {
  return (
    id.length <= longest &&
    /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(id) &&
    !id.includes('..') &&
    !/\.(?:lock)?$/i.test(id) &&
    !isWindowsDevice(id)
  );
}

/** Windows opens the device, whatever stands after the first dot. */
function isWindowsDevice(id: string): boolean {
  return /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i.test(id);
}

function lossy(id: string, attempt: number): string {
  const readable = id
    .slice(0, 200)
    .replace(/[^A-Za-z0-9]+/g, (run) => (run === '.' || run === '_' ? run : '-'))
    .replace(/^[-._]+/, '')
    .slice(0, longest - 7)
    .replace(/[-._]+$/, '');
  const hash = createHash('sha256').update(attempt === 0 ? id : `${id}\0${attempt}`);
  return `${isWindowsDevice(readable) || readable === '' ? 'id' : readable}-${hash.digest('hex').slice(0, 6)}`;
}
