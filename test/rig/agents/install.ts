import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

/** An agent's program, or why there is none here. */
export type InstalledAgent = { readonly program: string } | { readonly skipped: string };

/** For the title of what is tested with it: says why it is skipped. */
export function whySkipped(agent: InstalledAgent): string {
  return 'skipped' in agent ? ` (skipped: ${agent.skipped})` : '';
}

/**
 * The program of an agent, as published on npm. It is installed once for each version, into the user's cache; the
 * variables CLAUDE_BIN and CODEX_BIN name another one to try.
 */
export async function installedAgent(name: 'claude' | 'codex'): Promise<InstalledAgent> {
  const { variable, packageName, version, programs } = agents[name];
  const named = process.env[variable];
  if (named !== undefined) return existsSync(named) ? { program: named } : { skipped: `${variable} names no file` };
  const platform = `${process.platform}-${process.arch}`;
  const program = programs[platform];
  if (program === undefined) return { skipped: `it is not known where ${packageName} has its program for ${platform}` };
  const folder = join(homedir(), '.cache/phasewright-e2e', `${packageName}@${version}`);
  try {
    if (!existsSync(folder)) await install(`${packageName}@${version}`, folder);
  } catch (error) {
    return { skipped: `${packageName}@${version} could not be installed: ${lastLine(error)}` };
  }
  const path = join(folder, 'node_modules', program);
  return existsSync(path) ? { program: path } : { skipped: `${packageName}@${version} has no ${program}` };
}

/**
 * Versions are those that the drivers were written against. The packages of the platform hold the programs themselves:
 * what the main packages put in front of them needs install scripts, or a Node of its own.
 */
const agents: Readonly<Record<'claude' | 'codex', Agent>> = {
  claude: {
    variable: 'CLAUDE_BIN',
    packageName: '@anthropic-ai/claude-code',
    version: '2.1.330',
    programs: {
      'linux-x64': '@anthropic-ai/claude-code-linux-x64/claude',
      'linux-arm64': '@anthropic-ai/claude-code-linux-arm64/claude',
      'darwin-arm64': '@anthropic-ai/claude-code-darwin-arm64/claude',
    },
  },
  codex: {
    variable: 'CODEX_BIN',
    packageName: '@openai/codex',
    version: '0.169.0',
    programs: {
      'linux-x64': '@openai/codex-linux-x64/vendor/x86_64-unknown-linux-musl/bin/codex',
      'linux-arm64': '@openai/codex-linux-arm64/vendor/aarch64-unknown-linux-musl/bin/codex',
      'darwin-arm64': '@openai/codex-darwin-arm64/vendor/aarch64-apple-darwin/bin/codex',
    },
  },
};

interface Agent {
  readonly variable: string;
  readonly packageName: string;
  readonly version: string;
  /** Platform → path below `node_modules`. */
  readonly programs: Readonly<Record<string, string>>;
}

/** Beside its place first, so that the folder is whole when it is there; another process may have been faster. */
async function install(what: string, folder: string): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true });
  const beside = mkdtempSync(`${folder}-`);
  try {
    const args = ['install', '--prefix', beside, '--ignore-scripts', '--no-audit', '--no-fund', '--no-save', what];
    await promisify(execFile)('npm', args, { cwd: beside, timeout: 300_000 });
    renameSync(beside, folder);
  } catch (error) {
    rmSync(beside, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
}

function lastLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.trim().split('\n').at(-1) ?? '';
}
