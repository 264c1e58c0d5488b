import { posix } from 'node:path';
import { jsonObject } from '../json.ts';

/** The packages that a manifest asks for, by their names; a word that stands elsewhere in it is none. */
export function namedDependencies(path: string, text: string): string[] {
  const name = posix.basename(path);
  if (name === 'package.json') return ofPackage(text);
  if (name === 'pyproject.toml') return ofPyproject(text);
  return /^requirements[\w.-]*\.txt$/.test(name) ? text.split('\n').flatMap(ofRequirement) : [];
}

function ofPackage(text: string): string[] {
  const manifest = jsonObject(text) ?? {};
  return ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'].flatMap((key) => {
    const all = manifest[key];
    return typeof all === 'object' && all !== null ? Object.keys(all) : [];
  });
}

/** Both ways: a list of requirements, and a table with a key for each. */
function ofPyproject(text: string): string[] {
  const found: string[] = [];
  let section = '';
  let isAsking = false;
  for (const line of text.split('\n').map((one) => one.replace(/#.*/, '').trim())) {
    section = /^\[([^[\]]+)\]$/.exec(line)?.[1] ?? section;
    const key = /^["']?([\w.-]+)["']?\s*=/.exec(line)?.[1];
    if (line.startsWith('[')) isAsking = false;
    if (key !== undefined) isAsking = asking.test(`${section}.${key}`);
    if (!isAsking) continue;
    if (key !== undefined) found.push(key);
    for (const [, one = ''] of line.matchAll(/["']([^"']*)["']/g)) found.push(...ofRequirement(one));
  }
  return found;
}

const asking =
  /^(?:project\.(?:optional-dependencies\.|dependencies$)|dependency-groups\.|tool\.(?:[\w-]+\.)*(?:dev-)?dependencies(?:\.|$))/;

function ofRequirement(text: string): string[] {
  return /^\s*([A-Za-z0-9][\w.-]*)/.exec(text)?.slice(1) ?? [];
}
