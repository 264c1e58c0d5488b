import { finishLines, lineCapabilities, detectCommand, parseLine } from './command.ts';
import type { AgentDriver } from './driver.ts';
import type { AgentOf } from './option.ts';

export const acpDriver: AgentDriver<AgentOf<'acp'>> = {
  describe: (option) => `acp ${option.command.join(' ')}`,
  provider: (option) => `acp ${option.command[0]}`,
  capabilities: () => ({ ...lineCapabilities, schema: 'text' }),
  detect: async (host, option, at) => await detectCommand(host, option.command, at),
  argv: (_, { installed }) => [installed.program],
  env: () => ({}),
  parse: parseLine,
  finish: finishLines,
};
