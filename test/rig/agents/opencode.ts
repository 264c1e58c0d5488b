import { agentSchema, type AgentOf } from '../../../core/agent/option.ts';

/** Opencode over the Agent Client Protocol, as an option names it. */
export function opencode(program: string, own: Partial<AgentOf<'acp'>> = {}): AgentOf<'acp'> {
  const env = Object.keys(opencodeEnvironment(''));
  return agentSchema.parse({ driver: 'acp', command: [program, 'acp'], env, ...own }) as AgentOf<'acp'>;
}

/** The environment of a user who has opencode ask before it acts, and whose model is a scripted one. */
export function opencodeEnvironment(origin: string): Record<string, string> {
  const provider = {
    npm: '@ai-sdk/anthropic',
    options: { baseURL: `${origin}/v1`, apiKey: 'made-up-key' },
    // It says what a session costs only where it knows how much the model can take.
    models: {
      'scripted-model': { tool_call: true, cost: { input: 3, output: 15 }, limit: { context: 200_000, output: 8_000 } },
    },
  };
  const config = {
    provider: { scripted: provider },
    model: 'scripted/scripted-model',
    small_model: 'scripted/scripted-model',
    permission: { edit: 'ask', bash: 'ask' },
    share: 'disabled',
  };
  return {
    OPENCODE_CONFIG_CONTENT: JSON.stringify(config),
    OPENCODE_DISABLE_AUTOUPDATE: '1',
    OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
    OPENCODE_DISABLE_MODELS_FETCH: '1',
    OPENCODE_DISABLE_PROJECT_CONFIG: '1',
    HTTPS_PROXY: 'http://127.0.0.1:9',
    NO_PROXY: '127.0.0.1',
  };
}
