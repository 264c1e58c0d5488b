import type { Host } from '../host/host.ts';
import type { Git } from './git.ts';

/**
 * The texts of many files by names that git understands, such as `<commit>:record.json`, in one call; undefined for each that
 * is not there. What stands between two is a name that no file can hold, since it was made up just now.
 */
export async function readBlobs(host: Host, git: Git, names: readonly string[]): Promise<(string | undefined)[]> {
  if (names.length === 0) return [];
  const between = `between-${host.randomId()}`;
  const input = names.map((name) => `${name}\n${between}\n`).join('');
  const parts = `${await git.text(['cat-file', '--batch'], { input })}\n`.split(`${between} missing\n`);
  return names.map((_, index) => {
    const part = parts[index] ?? '';
    const head = part.indexOf('\n');
    // After the text of the file comes a line break that is git's.
    return / blob \d+$/.test(part.slice(0, head)) ? part.slice(head + 1, -1) : undefined;
  });
}
