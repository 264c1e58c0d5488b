import { execFileSync } from 'node:child_process';

/** Whether a program can be run here, as tests of what only some machines have need to know. */
export function isThere(file: string, args: readonly string[]): boolean {
  try {
    execFileSync(file, [...args], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
