import { dirname, join } from 'node:path';
import { examineAgents, isHealthy } from '../core/agent/doctor.ts';
import { describeFailure, ok, type Result } from '../core/failure.ts';
import { git } from '../core/git/git.ts';
import type { Host } from '../core/host/host.ts';
import { nodeHost } from '../core/host/node-host.ts';
import { resolveOptions, type Options } from '../core/options.ts';
import { pluginOptions, type NxJson } from '../core/plugin-options.ts';
import { agentReport } from './agent-report.ts';
import { examineRepository } from './doctor-repository.ts';
import { useColor } from './use-color.ts';
import { readArgs, UsageError } from './usage-error.ts';

const usage = `phasewright doctor [--fix] [--json]
phasewright doctor --agents [--json]

Looks for what a run that was killed has left, or somebody has changed by hand, in this repository: claims without a worker,
worktrees that nobody uses or that are gone, ticks and commits that do not fit, commits that no ref keeps, stale locks, torn
journals, processes that outlived their run. What belongs to a run that is at work, or to you, is never touched. Without --fix
nothing is changed.

  --fix        repairs what can be repaired without a loss, each thing once and by name, and says what is left for you
  --agents     looks at the agents instead: those that the options in nx.json name, and the well-known ones: where they are,
               which version, whether their sandbox works here, whether there is a key or a login for them, what is missing,
               and what mends it; and at what cannot be kept from an agent on this platform. No model is called, and no key is
               shown. Options that a project has of its own are not looked at: a run looks at those itself, before it starts.
  --json       the same for programs; of the repository by the schema phasewright/doctor.schema.json
  -h, --help   this text

Exit code: 0 if nothing is wrong, or all of it was repaired (with --agents: if every agent that the options name can be used);
1 if something is left; 2 where there is no repository, or the options cannot be read.
`;

export async function run(args: readonly string[]): Promise<number> {
  const options = {
    agents: { type: 'boolean' },
    fix: { type: 'boolean' },
    json: { type: 'boolean' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  const { values } = readArgs({ args: [...args], options }, usage);
  if (values.help === true) {
    process.stdout.write(usage);
    return 0;
  }
  const asJson = values.json === true;
  if (values.agents !== true)
    return await examineRepository(nodeHost(), process.cwd(), { asJson, fix: values.fix === true });
  if (values.fix === true)
    throw new UsageError('Unexpected --fix with --agents: what they lack is for you to mend.', usage);
  return await examineAgentsHere(nodeHost(), process.cwd(), asJson);
}

async function examineAgentsHere(host: Host, cwd: string, asJson: boolean): Promise<number> {
  const workspace = await workspaceAround(host, cwd);
  const options = workspace === undefined ? ok(undefined) : await optionsOf(host, workspace);
  if (!options.ok) {
    process.stderr.write(`${describeFailure(options.failure)}\n`);
    return 2;
  }
  const checkout = git(host, workspace ?? cwd);
  const head = await checkout.run(['rev-parse', '--verify', '--quiet', 'HEAD']);
  const at = { git: checkout, commit: head.ok ? head.stdout.trim() : 'HEAD' };
  const examination = await examineAgents(host, at, { options: options.value, platform: process.platform });
  const { stdout } = process;
  stdout.write(
    asJson
      ? `${JSON.stringify(examination, null, 2)}\n`
      : agentReport(examination, { color: useColor(), columns: Math.min(stdout.columns ?? 100, 100) }),
  );
  return isHealthy(examination) ? 0 : 1;
}

async function workspaceAround(host: Host, folder: string): Promise<string | undefined> {
  for (let at = folder; ; at = dirname(at)) {
    if (await host.files.exists(join(at, 'nx.json'))) return at;
    if (dirname(at) === at) return undefined;
  }
}

/** Undefined where the workspace does not use the plugin. */
async function optionsOf(host: Host, workspace: string): Promise<Result<Options | undefined>> {
  // Nx takes comments in its configuration.
  const { parseJson } = await import('@nx/devkit');
  const written = pluginOptions(parseJson<NxJson>((await host.files.read(join(workspace, 'nx.json'))) ?? '{}'));
  return written === undefined ? ok(undefined) : resolveOptions([{ from: 'nx.json, plugin phasewright', written }]);
}
