import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const program = join(import.meta.dirname, '../../cli/phasewright.ts');

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command as people do, from a folder. */
export function phasewright(cwd: string, args: readonly string[], env: Readonly<Record<string, string>> = {}): Ran {
  const { FORCE_COLOR: _color, NO_COLOR: _none, ...own } = process.env;
  const options = { cwd, env: { ...own, ...env }, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 } as const;
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], options);
  return { code: status, out: stdout, err: stderr };
}
