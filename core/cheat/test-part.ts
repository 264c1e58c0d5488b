import type { Source } from './change.ts';

/** The line from which on a file of Rust has tests of what is above; undefined where there are none. */
export function testPart(path: string, { lines }: Source): number | undefined {
  if (!path.endsWith('.rs')) return undefined;
  const at = lines.findIndex((line) => /^\s*#\[cfg\(test\)\]/.test(line));
  return at < 0 ? undefined : at + 1;
}
