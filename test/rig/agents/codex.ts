import type { AgentOf } from '../../../core/agent/option.ts';

/** The variable that codex finds the key of the scripted model in. */
export const codexKey = 'SCRIPTED_MODEL_KEY';

/** Codex with a scripted model in place of its provider, and few retries of its own. */
export function codexAt(origin: string, program: string): AgentOf<'codex'> {
  const provider = {
    name: 'scripted',
    base_url: `${origin}/v1`,
    env_key: codexKey,
    wire_api: 'responses',
    request_max_retries: 1,
    stream_max_retries: 1,
  };
  const toml = Object.entries(provider).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return {
    driver: 'codex',
    program,
    // Of a model that codex does not know it asks nothing out of the ordinary.
    model: 'scripted-model',
    config: { model_provider: '"scripted"', 'model_providers.scripted': `{${toml.join(',')}}` },
    env: [codexKey],
  };
}

/** A call of codex's tool that runs a command. */
export function runs(cmd: string): { readonly name: string; readonly input: object } {
  return { name: 'exec_command', input: { cmd } };
}
