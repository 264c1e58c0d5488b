import { agentSchema, type AgentOf } from '../../../core/agent/option.ts';
import type { Step } from '../model/step.ts';

/** Claude as an option names it; what a test sets for it in the environment is passed on. */
export function claude(program: string, own: Partial<AgentOf<'claude'>> = {}): AgentOf<'claude'> {
  const env = ['CLAUDE_CODE_MAX_RETRIES', 'API_TIMEOUT_MS'];
  return agentSchema.parse({ driver: 'claude', program, env, ...own }) as AgentOf<'claude'>;
}

/** The environment of a user whose model is a scripted one. Nothing else can be reached, and few tries are made. */
export function claudeEnvironment(origin: string): Record<string, string> {
  return {
    ANTHROPIC_BASE_URL: origin,
    ANTHROPIC_API_KEY: 'made-up-key',
    CLAUDE_CODE_MAX_RETRIES: '1',
    API_TIMEOUT_MS: '2000',
    HTTPS_PROXY: 'http://127.0.0.1:9',
    NO_PROXY: '127.0.0.1',
  };
}

/** Claude's model gives its answer by a tool. */
export function answers(input: object): Step {
  return { tools: [{ name: 'StructuredOutput', input }] };
}
