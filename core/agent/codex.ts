import { fail } from '../failure.ts';
import { finishLines, parseLine } from './command.ts';
import type { AgentDriver } from './driver.ts';
import type { AgentOf } from './option.ts';

export const codexDriver: AgentDriver<AgentOf<'codex'>> = {
  describe: (option) => (option.model === undefined ? 'codex' : `codex ${option.model}`),
  provider: () => 'openai',
  capabilities: () => ({
    schema: 'native',
    readOnly: 'tools',
    budget: true,
    turns: true,
    resume: 'always',
    usage: 'cost',
  }),
  detect: async () => await Promise.resolve(fail('missing-agent', 'not there yet')),
  argv: (_, { installed }) => [installed.program],
  env: () => ({}),
  parse: parseLine,
  finish: finishLines,
};
