import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Settings } from './acp/settings.ts';
import { detectCommand, finishLines, lineCapabilities, parseLine, phaseWorktreeToken } from './command.ts';
import type { AgentDriver } from './driver.ts';
import type { AgentOf } from './option.ts';

/**
 * Any agent that speaks the Agent Client Protocol. The protocol is a conversation, so a program of ours has it
 * (`acp-agent.ts`) and prints what came of it in lines, as a `command` does.
 */
export const acpDriver: AgentDriver<AgentOf<'acp'>> = {
  describe: ({ command, model }) => ['acp', ...command, ...(model === undefined ? [] : [model])].join(' '),
  provider: ({ command }) => `acp ${command.join(' ')}`,
  capabilities: () => ({ ...lineCapabilities, schema: 'text' }),
  detect: async (host, { command }, at) => await detectCommand(host, command, at),
  argv: ({ command, allow, effort, model: asked }, { node, access, session, model, workspace }) => {
    const settings: Settings = {
      command: command.map((part) => part.replaceAll(phaseWorktreeToken, workspace)),
      access,
      allow,
      session: session?.id,
      reported: session?.reported ?? {},
      model,
      isModelAsked: asked !== undefined,
      effort,
    };
    return [node, program, JSON.stringify(settings)];
  },
  env: () => ({}),
  parse: parseLine,
  finish: finishLines,
};

/** Beside this file, in source and in what is published. */
const program = fileURLToPath(new URL(`./acp-agent${extname(import.meta.url)}`, import.meta.url));
