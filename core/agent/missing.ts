import { delimiter, isAbsolute, join } from 'node:path';
import type { Host } from '../host/host.ts';
import { fail, type Failure } from '../failure.ts';
import type { Git } from '../git/git.ts';
import { fileAt } from '../git/repository.ts';
import type { AgentOption, Options } from '../options.ts';
import { phaseWorktreeToken } from './command.ts';

/**
 * Looks for the agents before anything starts: a missing one would be found out only after work was bound and claimed.
 * Files of the workspace are looked for at the commit that the phase starts from, since that is where they are run.
 */
export async function missingAgent(
  host: Host,
  at: { readonly git: Git; readonly commit: string },
  options: Options,
): Promise<{ ok: false; failure: Failure } | undefined> {
  for (const role of ['implementer', 'reviewer'] as const) {
    const missing = await whatIsMissing(host, at, options[role]);
    if (missing) return fail('missing-agent', `Unexpected absence of the ${role}: ${missing}`);
  }
  return undefined;
}

async function whatIsMissing(
  host: Host,
  { git, commit }: { readonly git: Git; readonly commit: string },
  agent: AgentOption,
): Promise<string | undefined> {
  const isCommitted = async (path: string) => (await fileAt(git, commit, path.replace(/^\.\//, ''))) !== undefined;
  const at = `at ${commit.slice(0, 10)}, the commit that the phase starts from`;
  if (agent.driver === 'scripted') {
    const { script } = agent;
    if (isAbsolute(script)) return (await host.files.exists(script)) ? undefined : `there is no script ${script}.`;
    return (await isCommitted(script)) ? undefined : `its script ${script} is not a file ${at}.`;
  }
  const [program = ''] = agent.command;
  for (const part of agent.command.filter((one) => one.startsWith(`${phaseWorktreeToken}/`))) {
    if (!(await isCommitted(part.slice(phaseWorktreeToken.length + 1)))) return `\`${part}\` is not a file ${at}.`;
  }
  if (program.startsWith(phaseWorktreeToken)) return undefined;
  if (isAbsolute(program))
    return (await host.files.exists(program)) ? undefined : `there is no program \`${program}\`.`;
  if (/[\\/]/.test(program)) {
    return `\`${program}\` would be looked for in the worktree of each task, which agents change; write \`${phaseWorktreeToken}/${program}\`.`;
  }
  return (await isOnPath(host, program)) ? undefined : `the program \`${program}\` is not on PATH.`;
}

async function isOnPath(host: Host, program: string): Promise<boolean> {
  const endings = ['', ...(host.env['PATHEXT'] ?? '').split(';').filter(Boolean)];
  for (const folder of (host.env['PATH'] ?? '').split(delimiter)) {
    for (const ending of endings) {
      if (await host.files.exists(join(folder, program + ending))) return true;
    }
  }
  return false;
}
