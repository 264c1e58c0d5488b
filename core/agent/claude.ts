import { join } from 'node:path';
import { fail, ok, type Result } from '../failure.ts';
import type { Host } from '../host/host.ts';
import { parseClaudeLine } from './claude-events.ts';
import { recallClaude } from './claude-session.ts';
import { troubleOfStart } from './claude-trouble.ts';
import { lastLines } from './command.ts';
import type { AgentDriver, AgentEnd, Installed, Seen, Surroundings, Turn } from './driver.ts';
import { findOnPath } from './on-path.ts';
import { defaultMaxSteps, type AgentOf } from './option.ts';
import { findProgram, probeEnvironment } from './program.ts';
import type { Trouble } from './trouble.ts';

/**
 * `claude -p`. A reader gets tools that only read. A writer edits below its worktree, and runs commands where the
 * sandbox of the operating system works, else only those that are allowed by name. Nobody is asked: all else is denied.
 * Nothing of the user's or the project's settings, hooks, MCP servers or instruction files is read, but a login.
 */
export const claudeDriver: AgentDriver<AgentOf<'claude'>> = {
  describe: (option) => (option.model === undefined ? 'claude' : `claude ${option.model}`),
  provider: () => 'anthropic',
  capabilities: () => ({
    schema: 'native',
    readOnly: 'tools',
    budget: true,
    turns: true,
    resume: true,
    usage: 'cost',
  }),
  detect: detectClaude,
  // Values that are not ours stand behind `=`, so that none of them is ever taken for a flag.
  argv: (option, turn) => [
    turn.installed.program,
    '-p',
    '--output-format=stream-json',
    '--verbose',
    `--json-schema=${JSON.stringify(turn.schema)}`,
    '--setting-sources=',
    '--strict-mcp-config',
    '--disable-slash-commands',
    '--permission-prompts=none',
    ...(turn.access === 'write' ? writing(option, turn) : reading),
    turn.session ? `--resume=${turn.session.id}` : `--session-id=${turn.newSession}`,
    `--max-turns=${option.maxSteps ?? defaultMaxSteps}`,
    ...(turn.mostUsd === undefined ? [] : [`--max-budget-usd=${turn.mostUsd}`]),
    ...(turn.model === undefined ? [] : [`--model=${turn.model}`]),
    ...(option.effort === undefined ? [] : [`--effort=${option.effort}`]),
  ],
  keys: () => keys,
  env: (option, turn) => ({
    ...fixedVariables,
    ...patience(option, turn),
    ...access(turn),
    CLAUDE_CONFIG_DIR: folderOf(turn),
  }),
  parse: parseClaudeLine,
  recall: async ({ files }, _, turn, session) =>
    await recallClaude(files, { folder: folderOf(turn), worktree: turn.worktree, session }),
  finish: finishClaude,
};

/** What it keeps for itself; ours, so that nothing of the user's is in it. */
function folderOf({ home }: Turn): string {
  return join(home, 'claude');
}

/** The version that all of this was tried with. */
const oldest = '2.1.330';

/** It passes over any other with a warning. */
const efforts = ['low', 'medium', 'high', 'xhigh', 'max'];

async function detectClaude(host: Host, option: AgentOf<'claude'>, at: Surroundings): Promise<Result<Installed>> {
  if (option.effort !== undefined && !efforts.includes(option.effort))
    return fail('agent-ability', `unexpected effort \`${option.effort}\`, expected one of ${efforts.join(', ')}.`);
  const about = {
    name: 'claude',
    written: option.program,
    oldest,
    install: 'npm install -g @anthropic-ai/claude-code',
  };
  const found = await findProgram(host, about, at);
  if (!found.ok) return found;
  if (option.sandbox === false) return ok({ ...found.value, sandbox: 'off' });
  const sandbox = await sandboxWorks(host, at);
  if (option.sandbox === true && !sandbox) return fail('agent-ability', `its sandbox does not work here. ${remedy}`);
  return ok({ ...found.value, sandbox, ...(sandbox ? {} : { remedy }) });
}

const remedy =
  'On Linux it needs the programs `bwrap` (package bubblewrap) and `socat`, and programs must be allowed to make user namespaces; or set its option `sandbox` to false, and name in `allow` what it may run.';

/** On macOS it uses what is part of the system; on Linux it starts programs that have to be there and to work. */
async function sandboxWorks(host: Host, { git }: Surroundings): Promise<boolean> {
  if ((await findOnPath(host, 'sandbox-exec')) !== undefined) return true;
  const [bwrap, socat] = [await findOnPath(host, 'bwrap'), await findOnPath(host, 'socat')];
  if (bwrap === undefined || socat === undefined) return false;
  const tried = await host.processes.run({
    file: bwrap,
    args: ['--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc', '--unshare-all', 'true'],
    cwd: git.folder,
    env: probeEnvironment(host),
    timeLimit: 30_000,
  });
  return tried.ended === 'exit' && tried.code === 0;
}

const reading = ['--restricted', '--tools=Read,Grep,Glob', '--permission-mode=dontAsk'];

function writing(option: AgentOf<'claude'>, { installed }: Turn): string[] {
  const sandboxed = option.sandbox !== false && installed.sandbox === true;
  const settings = {
    permissions: { allow: option.allow, deny: oursToDo },
    ...(sandboxed ? { sandbox } : {}),
  };
  return [
    '--tools=Read,Write,Edit,Grep,Glob,Bash',
    '--permission-mode=acceptEdits',
    `--settings=${JSON.stringify(settings)}`,
  ];
}

/**
 * What changes the repository is ours to do. This keeps it from doing so by habit, no more: there are other ways to write
 * the same command, which is why the repository is looked at after each turn.
 */
const oursToDo = ['commit', 'push', 'stash', 'reset', 'rebase', 'merge', 'config'].map((one) => `Bash(git ${one} *)`);

const keys = ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'CLAUDE_CODE_OAUTH_TOKEN'];

const sandbox = {
  enabled: true,
  failIfUnavailable: true,
  allowUnsandboxedCommands: false,
  autoAllowBashIfSandboxed: true,
  credentials: { envVars: keys.map((name) => ({ name, mode: 'deny' })) },
};

const fixedVariables = {
  DISABLE_AUTOUPDATER: '1',
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  // What it learned in one task is not for another one, and nobody would see it.
  CLAUDE_CODE_DISABLE_AUTO_MEMORY: '1',
  CLAUDE_CODE_DISABLE_BACKGROUND_TASKS: '1',
};

const defaultPatience = {
  // A provider that says nothing is given up before our own limit of silence takes it for an agent that does.
  API_TIMEOUT_MS: '240000',
  // Beyond a few tries we wait ourselves: then it is seen, and can be stopped.
  CLAUDE_CODE_MAX_RETRIES: '4',
};

/** How long it tries by itself: as the user has it, where the option names the variable. */
function patience({ env }: AgentOf<'claude'>, { userEnv }: Turn): Record<string, string | undefined> {
  const values = Object.entries(defaultPatience).map(([name, value]) => [
    name,
    (env.includes(name) ? userEnv[name] : undefined) ?? value,
  ]);
  return Object.fromEntries(values);
}

/** A key of the user's; without one the user's login, while all else that it keeps lies in a folder of ours. */
function access({ userEnv }: Turn): Record<string, string | undefined> {
  const given = Object.fromEntries([...keys, 'ANTHROPIC_BASE_URL'].map((name) => [name, userEnv[name]]));
  if (keys.some((name) => given[name])) return given;
  const home = userEnv['HOME'] ?? userEnv['USERPROFILE'];
  const login = userEnv['CLAUDE_CONFIG_DIR'] ?? (home === undefined ? undefined : join(home, '.claude'));
  return { ...given, CLAUDE_SECURESTORAGE_CONFIG_DIR: login };
}

function finishClaude(seen: Seen, end: AgentEnd): Trouble | undefined {
  if (seen.end?.well === true && end.ended === 'exit' && end.code === 0) return undefined;
  if (seen.trouble) return seen.trouble;
  const how = end.ended === 'signal' ? `ended by ${end.signal}` : `ended with exit code ${end.code} and no result`;
  return troubleOfStart(how, lastLines(end.stderr));
}
