import { fail, ok, type Result } from '../failure.ts';
import type { Host } from '../host/host.ts';
import type { Options } from '../options.ts';
import { driverOf, type Installed, type Surroundings } from './driver.ts';
import type { AgentOption } from './option.ts';
import { agentOf, type Role } from './role.ts';

/** What each role's agent was found to be. */
export type InstalledAgents = Readonly<Partial<Record<Role, Installed>>>;

/**
 * Looks for the agents before anything starts: a missing one, or one that cannot do what is asked of it, would be found
 * out only after work was bound and claimed.
 */
export async function findAgents(
  host: Host,
  at: Surroundings,
  options: Options,
  wanted: readonly Role[],
): Promise<Result<InstalledAgents>> {
  const found: Partial<Record<Role, Installed>> = {};
  for (const role of wanted) {
    const agent = agentOf(options, role);
    const lacks = whatIsLacking(agent, options);
    if (lacks) return fail('agent-ability', `The ${role} cannot do what is asked of it: ${lacks}`);
    const installed = await driverOf(agent).detect(host, agent, at);
    if (!installed.ok) {
      const { reason, message } = installed.failure;
      return fail(
        reason,
        `${reason === 'missing-agent' ? `Unexpected absence of the ${role}` : `The ${role}`}: ${message}`,
      );
    }
    const unsafe = whyUnsafe(agent, installed.value);
    if (unsafe) return fail('agent-ability', `The ${role} cannot do what is asked of it: ${unsafe}`);
    found[role] = installed.value;
  }
  return ok(found);
}

/** An option that an agent cannot keep to is refused, not ignored. */
export function whatIsLacking(agent: AgentOption, options: Options): string | undefined {
  const driver = driverOf(agent);
  const { usage, budget, turns } = driver.capabilities(agent);
  const name = driver.describe(agent);
  if (agent.maxSteps !== undefined && !turns)
    return `${name} does not tell of its steps, so option "maxSteps" could not be kept; leave it out, and set "timeLimit".`;
  if (agent.maxCostUsd !== undefined && !budget)
    return `${name} does not end by itself when a call costs too much, so option "maxCostUsd" could not be kept; use option "budget".`;
  const limits = [options.budget.task, options.budget.phase].flatMap((limit) => [limit?.soft, limit?.hard]);
  const asksForMoney = limits.some((limit) => limit?.usd !== undefined);
  if (asksForMoney && (usage === 'tokens' || usage === 'none'))
    return `${name} does not say what it costs in money, so a limit in USD could not be kept; set one in tokens.`;
  const asksForTokens = limits.some((limit) => limit?.tokens !== undefined);
  if (asksForTokens && usage === 'none')
    return `${name} does not say how many tokens it uses, so option "budget" could not be kept.`;
  return undefined;
}

/** An agent that relies on its sandbox is not used without it. */
export function whyUnsafe(agent: AgentOption, installed: Installed): string | undefined {
  const driver = driverOf(agent);
  if (driver.capabilities(agent).readOnly !== 'sandbox' || installed.sandbox !== false) return undefined;
  const { remedy = '' } = installed;
  return `${driver.describe(agent)} has no working sandbox here, and nothing else would keep what it runs from writing elsewhere. ${remedy}`.trimEnd();
}
