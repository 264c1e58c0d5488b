import { join } from 'node:path';
import { ok, type Result } from '../failure.ts';
import { runVariable } from '../host/variables.ts';
import type { Host } from '../host/host.ts';
import { parseCodexLine } from './codex-events.ts';
import { recallCodex } from './codex-rollout.ts';
import { resetTime, troubleOfWords } from './codex-trouble.ts';
import { lastLines } from './command.ts';
import type { AgentDriver, AgentEnd, Installed, Seen, Surroundings, Turn } from './driver.ts';
import { temporaryFolder } from './environment.ts';
import type { AgentOf } from './option.ts';
import { findProgram, probeEnvironment } from './program.ts';
import type { Trouble } from './trouble.ts';

/**
 * `codex exec`. Its commands run in the sandbox of the operating system, in every role: without it, codex is not used.
 * Nothing of the user's or the project's settings for codex is read, but a login.
 */
export const codexDriver: AgentDriver<AgentOf<'codex'>> = {
  describe: (option) => (option.model === undefined ? 'codex' : `codex ${option.model}`),
  provider: ({ config }) => providerOf(config['model_provider']) ?? 'openai',
  capabilities: () => ({
    schema: 'native',
    readOnly: 'sandbox',
    budget: false,
    turns: true,
    resume: true,
    usage: 'tokens',
  }),
  detect: detectCodex,
  argv: (option, turn) => [
    turn.installed.program,
    'exec',
    '--json',
    '--ignore-user-config',
    '--ignore-rules',
    // Before `resume`: a session that is gone on with does not remember its sandbox.
    '-s',
    turn.access === 'write' ? 'workspace-write' : 'read-only',
    '-C',
    turn.worktree,
    '--output-schema',
    join(turn.home, schemaFile),
    ...settingsOf(option, turn).flatMap(([key, value]) => ['-c', `${key}=${value}`]),
    ...(turn.session ? ['resume', turn.session.id] : []),
    '-',
  ],
  keys: () => keys,
  env: (option, turn) => ({
    CODEX_HOME: homeOf(option, turn),
    CODEX_API_KEY: apiKey(turn),
    // The time at which a usage limit ends is told in words, in the local zone.
    TZ: 'UTC',
  }),
  files: (_, turn) => ({ [schemaFile]: JSON.stringify(turn.schema) }),
  parse: parseCodexLine,
  recall: async ({ files }, option, turn, session) => {
    const home = homeOf(option, turn);
    return home === undefined ? [] : await recallCodex(files, home, session);
  },
  finish: finishCodex,
};

/** The version that all of this was tried with. */
const oldest = '0.169.0';
const ownFolder = 'codex';
const schemaFile = `${ownFolder}/answer.schema.json`;

async function detectCodex(host: Host, option: AgentOf<'codex'>, at: Surroundings): Promise<Result<Installed>> {
  const about = { name: 'codex', written: option.program, oldest, install: 'npm install -g @openai/codex' };
  const found = await findProgram(host, about, at);
  if (!found.ok) return found;
  const home = join(host.stateFolder, ownFolder);
  await host.files.makeFolder(home);
  const tried = await host.processes.run({
    file: found.value.program,
    args: ['sandbox', '--', 'true'],
    cwd: at.git.folder,
    env: { ...probeEnvironment(host), CODEX_HOME: home },
    timeLimit: 30_000,
  });
  const sandbox = tried.ended === 'exit' && tried.code === 0;
  return ok({ ...found.value, sandbox, ...(sandbox ? {} : { remedy: remedy(lastLines(tried.stderr)) }) });
}

function remedy(said: string): string {
  return `Let it have its sandbox: on Linux, programs must be allowed to make user namespaces (\`sysctl kernel.unprivileged_userns_clone\` 1, \`kernel.apparmor_restrict_unprivileged_userns\` 0). \`codex sandbox -- true\` shows whether it works; here it said: ${said}`;
}

/** Settings as `codex -c` takes them: TOML, in which a JSON string is a string. Those of the option come last and win. */
function settingsOf(option: AgentOf<'codex'>, turn: Turn): readonly (readonly [key: string, value: string])[] {
  const text = JSON.stringify;
  const { model } = turn;
  return [
    ...fixedSettings,
    // Commands get next to nothing of our environment, so what marks them is told again.
    ['shell_environment_policy.set', `{${turn.marker[0]}=${text(turn.marker[1])},${runVariable}=${text(turn.run)}}`],
    ...(turn.access === 'write' ? writeSettings(turn) : []),
    ...(model === undefined ? [] : [['model', text(model)] as const]),
    ...(option.effort === undefined ? [] : [['model_reasoning_effort', text(option.effort)] as const]),
    ...Object.entries(option.config),
  ];
}

/** Beside the worktree nothing can be written, but a temporary folder of ours: not that of the system, which others use. */
function writeSettings(turn: Turn): [key: string, value: string][] {
  return [
    ['sandbox_workspace_write.exclude_slash_tmp', 'true'],
    ['sandbox_workspace_write.exclude_tmpdir_env_var', 'true'],
    ['sandbox_workspace_write.writable_roots', JSON.stringify([temporaryFolder(turn.home)])],
  ];
}

const fixedSettings: readonly (readonly [key: string, value: string])[] = [
  // Nobody is there to be asked: what the sandbox does not allow is refused.
  ['approval_policy', '"never"'],
  ['web_search', '"disabled"'],
  // The project's instruction files are in the prompt, as they are at the base.
  ['project_doc_max_bytes', '0'],
  ['skills.include_instructions', 'false'],
  ['skills.bundled.enabled', 'false'],
  ['shell_environment_policy.inherit', '"core"'],
  // A login shell would put another PATH in place of ours.
  ['allow_login_shell', 'false'],
  // What acts outside the sandbox, or calls models that neither steps nor usage tell of.
  ['features.hooks', 'false'],
  ['features.plugins', 'false'],
  ['features.apps', 'false'],
  ['features.multi_agent', 'false'],
  ['features.goals', 'false'],
  ['analytics.enabled', 'false'],
  // It would wait for a network that is not there for as long as it is let.
  ['features.unbounded_connection_retries', 'false'],
];

/** The first that is there counts. `codex exec` itself looks for a key only under its own name. */
const keys = ['CODEX_API_KEY', 'OPENAI_API_KEY'];

function apiKey({ userEnv }: Turn): string | undefined {
  return keys.map((name) => userEnv[name]).find((key) => key !== undefined);
}

function homeOf(option: AgentOf<'codex'>, turn: Turn): string | undefined {
  return usesLogin(option, turn) ? loginFolder(turn) : join(turn.home, ownFolder);
}

/** As the option names it, in TOML, where a name stands between quotes of one kind or the other. */
function providerOf(written: string | undefined): string | undefined {
  return written?.trim().replace(/^(["'])(.*)\1$/s, '$2');
}

/** With neither a key nor a provider of the user's own, it is the user's login that is worked with. */
function usesLogin(option: AgentOf<'codex'>, turn: Turn): boolean {
  return apiKey(turn) === undefined && option.config['model_provider'] === undefined;
}

function loginFolder({ userEnv }: Turn): string | undefined {
  const home = userEnv['HOME'] ?? userEnv['USERPROFILE'];
  return userEnv['CODEX_HOME'] ?? (home === undefined ? undefined : join(home, '.codex'));
}

function finishCodex(seen: Seen, end: AgentEnd): Trouble | undefined {
  if (seen.end?.well === true && end.ended === 'exit' && end.code === 0) return undefined;
  const trouble = seen.trouble ?? troubleOfEnd(end);
  return trouble.kind === 'quota' ? { ...trouble, resetsAt: resetTime(trouble.text, end.at) } : trouble;
}

/** Without a word in its events, what it says on standard error is why. */
function troubleOfEnd(end: AgentEnd): Trouble {
  const said = troubleOfWords(lastLines(end.stderr));
  const how = end.ended === 'signal' ? `ended by ${end.signal}` : `ended with exit code ${end.code}`;
  return { ...said, text: `${how}: ${said.text}` };
}
