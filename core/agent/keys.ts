import type { Host } from '../host/host.ts';
import type { Options } from '../options.ts';
import { driverOf } from './driver.ts';
import { agentOf, roles } from './role.ts';

/**
 * The user's variables that agents are given on purpose: those that their options name, and the keys that their drivers
 * look for. Stages run in an environment without anything that looks like a secret, so these are handed to them.
 */
export function agentKeys(host: Host, options: Options): Readonly<Record<string, string>> {
  const names = roles.flatMap((role) => {
    const agent = agentOf(options, role);
    return [...('env' in agent ? agent.env : []), ...(driverOf(agent).keys?.() ?? [])];
  });
  const values = names.map((name) => [name, host.env[name]] as const);
  return Object.fromEntries(values.filter((entry): entry is [string, string] => entry[1] !== undefined));
}
