import type { Host } from '../host/host.ts';
import type { Options } from '../options.ts';
import { driverOf, type Surroundings } from './driver.ts';
import { whatIsLacking, whyUnsafe } from './find.ts';
import { findLogin } from './login.ts';
import { agentSchema, type AgentOption } from './option.ts';
import { agentOf, roles, type Role } from './role.ts';

/** What is to be said of the agents of a machine. */
export interface Examination {
  readonly agents: readonly AgentHealth[];
  /** What nothing keeps an agent from here. */
  readonly uncontained: readonly string[];
}

export interface AgentHealth {
  /** As its driver describes it: `claude`, `acp gemini --acp`. */
  readonly agent: string;
  readonly driver: AgentOption['driver'];
  /** What the options name it for; none for an agent that is merely well known. */
  readonly roles: readonly Role[];
  readonly program: string | null;
  readonly version: string | null;
  /** Whether its own sandbox works here; `off` where its option wants none, null where it has none, or is not here. */
  readonly sandbox: boolean | 'off' | null;
  /** Variables and files that hold a key or a login. Names, never what they hold. */
  readonly login: readonly string[];
  /** Why it cannot be used, with what to do. */
  readonly problems: readonly string[];
  /** What works less well than it could, with what to do. */
  readonly advice: readonly string[];
}

/**
 * Looks at the agents that options name, if there are options, and at the well-known ones. Nothing is asked of a model.
 *
 * @param about.platform as Node names it: `linux`, `darwin`, `win32`.
 */
export async function examineAgents(
  host: Host,
  at: Surroundings,
  about: { readonly options: Options | undefined; readonly platform: string },
): Promise<Examination> {
  const { options, platform } = about;
  const named = options ? agentsByRole(options) : [];
  const others = (['claude', 'codex'] as const)
    .filter((driver) => !named.some(({ agent }) => agent.driver === driver))
    .map((driver) => ({ agent: agentSchema.parse(driver), roles: [] }));
  const agents: AgentHealth[] = [];
  for (const { agent, roles: its } of [...named, ...others])
    agents.push(await examineAgent(host, at, { agent, roles: its, options, platform }));
  return { agents, uncontained: whatIsUncontained(agents, platform) };
}

/** Whether all agents that the options name can be used. */
export function isHealthy({ agents }: Examination): boolean {
  return agents.every(({ roles: its, problems }) => its.length === 0 || problems.length === 0);
}

interface Patient {
  readonly agent: AgentOption;
  readonly roles: readonly Role[];
}

function agentsByRole(options: Options): Patient[] {
  const byAgent = Map.groupBy(roles, (role) => JSON.stringify(agentOf(options, role)));
  return [...byAgent.values()].map((its) => ({ agent: agentOf(options, its[0]!), roles: its }));
}

async function examineAgent(
  host: Host,
  at: Surroundings,
  about: Patient & { readonly options: Options | undefined; readonly platform: string },
): Promise<AgentHealth> {
  const { agent, options, platform } = about;
  const driver = driverOf(agent);
  const health = { agent: driver.describe(agent), driver: agent.driver, roles: about.roles };
  const installed = await driver.detect(host, agent, at);
  const login = await findLogin(host, agent, platform);
  if (!installed.ok) {
    const problems = [installed.failure.message];
    return { ...health, program: null, version: null, sandbox: null, login: login.found, problems, advice: [] };
  }
  const { program, version, sandbox, remedy } = installed.value;
  const lacks =
    options && about.roles.length > 0
      ? (whatIsLacking(agent, options) ?? whyUnsafe(agent, installed.value))
      : undefined;
  return {
    ...health,
    program,
    version,
    sandbox: sandbox ?? null,
    login: login.found,
    problems: [
      ...(lacks === undefined ? [] : [lacks]),
      ...(login.remedy === undefined ? [] : [`no key and no login was found: ${login.remedy}.`]),
    ],
    advice: [
      ...(sandbox === false && lacks === undefined
        ? [`its sandbox does not work here. ${remedy ?? ''}`.trimEnd()]
        : []),
      ...login.unset.map((name) => `the variable ${name}, which its option \`env\` names, is not set.`),
    ],
  };
}

function whatIsUncontained(agents: readonly AgentHealth[], platform: string): string[] {
  const free = agents.filter(({ program, sandbox }) => program !== null && sandbox !== true);
  const names = free.map(({ agent }) => `\`${agent}\``).join(', ');
  return [
    'Reading: what you can read, an agent can read. Keep secrets out of reach, or run phasewright as another user.',
    ...(names === ''
      ? []
      : [
          `Commands of ${names}: no sandbox holds them, they run with your rights, and reach files and the network. What they change in the repository is found afterwards.`,
        ]),
    ...(platform === 'linux' && names !== ''
      ? [
          `Secrets of your other programs: commands of ${names} find them in \`/proc/<pid>/environ\`, wherever you have started those.`,
        ]
      : []),
    platform === 'linux'
      ? 'Processes: one that has left its process group, cleared its environment and changed its folder is not found, and may run on after its call.'
      : 'Processes: one that leaves its process group is found and ended on Linux only; here it may run on after its call.',
  ];
}
