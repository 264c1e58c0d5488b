import { join } from 'node:path';
import type { Host } from '../host/host.ts';
import { driverOf } from './driver.ts';
import type { AgentOption } from './option.ts';

/** With what an agent could get to its model: names of variables and files that are there, never what they hold. */
export interface Login {
  readonly found: readonly string[];
  /** Variables that the option names, and that are not there. */
  readonly unset: readonly string[];
  /** What a person can do about it, where nothing was found and nothing else is known to do. */
  readonly remedy: string | undefined;
}

/** Looks for a key or a login. Of agents of any kind only those are known that the option `env` names. */
export async function findLogin(host: Host, agent: AgentOption, platform: string): Promise<Login> {
  const wanted = 'env' in agent ? agent.env : [];
  const named = wanted.filter((name) => host.env[name]);
  const unset = wanted.filter((name) => !host.env[name]);
  const known = agent.driver === 'claude' || agent.driver === 'codex' ? wellKnown[agent.driver] : undefined;
  if (!known) return { found: named, unset, remedy: undefined };
  const keys = (driverOf(agent).keys?.() ?? []).filter((name) => host.env[name]);
  const file = loginFile(host, known);
  const files = file !== undefined && (await host.files.exists(file)) ? [file] : [];
  const found = [...new Set([...keys, ...named, ...files])];
  // The key of another provider has a name that only the agent's own settings know.
  const isElsewhere = agent.driver === 'codex' && agent.config['model_provider'] !== undefined;
  const isInKeychain = agent.driver === 'claude' && platform === 'darwin';
  return { found, unset, remedy: found.length > 0 || isElsewhere || isInKeychain ? undefined : known.remedy };
}

interface Known {
  /** Variable that names the folder of the login, and where it is else, in the user's home. */
  readonly folder: readonly [variable: string, usual: string];
  readonly file: string;
  readonly remedy: string;
}

const wellKnown: Readonly<Record<'claude' | 'codex', Known>> = {
  claude: {
    folder: ['CLAUDE_CONFIG_DIR', '.claude'],
    file: '.credentials.json',
    remedy: 'set ANTHROPIC_API_KEY, or log in with `claude auth login`',
  },
  codex: {
    folder: ['CODEX_HOME', '.codex'],
    file: 'auth.json',
    remedy: 'set OPENAI_API_KEY, or log in with `codex login`',
  },
};

function loginFile({ env }: Host, { folder: [variable, usual], file }: Known): string | undefined {
  const home = env['HOME'] ?? env['USERPROFILE'];
  const folder = env[variable] ?? (home === undefined ? undefined : join(home, usual));
  return folder === undefined ? undefined : join(folder, file);
}
