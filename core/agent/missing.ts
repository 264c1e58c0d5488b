import { delimiter, isAbsolute, join } from 'node:path';
import type { Host } from '../host/host.ts';
import { fail, type Failure } from '../failure.ts';
import { fileAt, type Repository } from '../git/repository.ts';
import type { AgentOption, Options } from '../options.ts';

/** Looks for the agents before anything starts: a missing one would be found out only after work was bound and claimed. */
export async function missingAgent(
  host: Host,
  repository: Repository,
  options: Options,
): Promise<{ ok: false; failure: Failure } | undefined> {
  for (const role of ['implementer', 'reviewer'] as const) {
    const missing = await whatIsMissing(host, repository, options[role]);
    if (missing) return fail('missing-agent', `Unexpected absence of the ${role}: ${missing}`);
  }
  return undefined;
}

async function whatIsMissing(host: Host, repository: Repository, agent: AgentOption): Promise<string | undefined> {
  if (agent.driver === 'scripted') {
    const exists = isAbsolute(agent.script)
      ? await host.files.exists(agent.script)
      : (await fileAt(repository.git, repository.head, agent.script)) !== undefined;
    return exists ? undefined : `its script ${agent.script} is not a file at HEAD.`;
  }
  const [program] = agent.command;
  if (program === undefined || (await isProgram(host, repository, program))) return undefined;
  return `the program \`${program}\` is neither on PATH nor a file of the workspace at HEAD.`;
}

async function isProgram(host: Host, repository: Repository, program: string): Promise<boolean> {
  if (isAbsolute(program)) return await host.files.exists(program);
  if (/[\\/]/.test(program))
    return (await fileAt(repository.git, repository.head, program.replace(/^\.\//, ''))) !== undefined;
  const endings = ['', ...(host.env['PATHEXT'] ?? '').split(';').filter(Boolean)];
  for (const folder of (host.env['PATH'] ?? '').split(delimiter)) {
    for (const ending of endings) {
      if (await host.files.exists(join(folder, program + ending))) return true;
    }
  }
  return false;
}
