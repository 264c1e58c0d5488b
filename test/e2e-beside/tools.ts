import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Of which the behaviour was seen; a folder of each version is kept in the folder for temporary files. */
const versions = { '@fission-ai/openspec': '1.13.2', 'task-master-ai': '0.43.1' } as const;
export type Tool = keyof typeof versions;

/** A folder with files, and the program of a tool as it comes from npm, run in it. */
export interface Beside {
  readonly write: (path: string, text: string) => void;
  /** What it prints to standard output. Throws where it fails. */
  readonly run: (...args: readonly string[]) => string;
  /** The same of one that says by its exit code that it has found something. */
  readonly judge: (...args: readonly string[]) => { readonly isFine: boolean; readonly stdout: string };
}

export function useTool(tool: Tool, program: string): Beside {
  const bin = join(installed(tool), 'node_modules/.bin', program);
  const folder = mkdtempSync(join(tmpdir(), 'beside-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  const env = { PATH: process.env['PATH'], HOME: folder, CI: 'true', OPENSPEC_TELEMETRY: '0', DO_NOT_TRACK: '1' };
  const started = (args: readonly string[]) =>
    spawnSync(bin, args, { cwd: folder, env, encoding: 'utf8', timeout: 60_000 });
  return {
    write(path, text) {
      const at = join(folder, path);
      mkdirSync(dirname(at), { recursive: true });
      writeFileSync(at, text);
    },
    judge(...args) {
      const { status, stdout } = started(args);
      return { isFine: status === 0, stdout };
    },
    run(...args) {
      const { status, stdout, stderr } = started(args);
      if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr}${stdout}`);
      return stdout;
    },
  };
}

function installed(tool: Tool): string {
  const version = versions[tool];
  const folder = join(tmpdir(), 'phasewright-beside', `${tool.replace('/', '-')}-${version}`);
  const done = join(folder, 'installed');
  if (existsSync(done)) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', `${tool}@${version}`];
  const ran = spawnSync('npm', args, { cwd: folder, encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`npm could not install ${tool}@${version}: ${ran.stderr}`);
  writeFileSync(done, '');
  return folder;
}
