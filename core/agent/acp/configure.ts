import { z } from 'zod';
import { ask, type Asked } from './ask.ts';
import type { ConfigOption, OpenedSession } from './messages.ts';
import type { Rpc } from './rpc.ts';
import type { Settings } from './settings.ts';

interface Session extends OpenedSession {
  readonly id: string;
  readonly settings: Settings;
}

/**
 * Chooses model and effort, as far as they are asked for, of what the agent offers; and for a role that only reads, a mode
 * in which the agent does so by itself, where it has one. Answers with the model, where it is known. A task never goes on
 * with another model than it was begun with: one that is gone is trouble.
 */
export async function configure(agent: Rpc, session: Session): Promise<Asked<{ readonly model: string | undefined }>> {
  const { settings } = session;
  if (settings.access === 'read') {
    const mode = readingModes.find((one) => modesOf(session).includes(one));
    const chosen = mode === undefined ? nothing : await setMode(agent, session, mode);
    if (!chosen.ok) return chosen;
  }
  if (settings.effort !== undefined) {
    const chosen = await choose(agent, session, 'thought_level', { option: 'effort', value: settings.effort });
    if (!chosen.ok) return chosen;
  }
  const current = optionOf(session, 'model')?.currentValue ?? session.models?.currentModelId ?? undefined;
  const { model, isModelAsked } = settings;
  // One that tells of no model goes on with that of its session, unless the option asks for another.
  const isToStay = model === undefined || model === current || (current === undefined && !isModelAsked);
  if (isToStay) return { ok: true, value: { model: current } };
  const chosen = await setModel(agent, session, model);
  if (chosen.ok) return { ok: true, value: { model } };
  if (isModelAsked) return chosen;
  const { kind, text } = chosen.trouble;
  return {
    ok: false,
    trouble: { kind, text: `it does not have the model any more that the task was begun with: ${text}` },
  };
}

/** As codex, and as gemini, claude and opencode call it. */
const readingModes = ['read-only', 'plan'];

type Chosen = Asked<unknown>;
const nothing: Chosen = { ok: true, value: {} };

async function setMode(agent: Rpc, session: Session, mode: string): Promise<Chosen> {
  const option = optionOf(session, 'mode');
  return option
    ? await setOption(agent, session, option, mode)
    : await ask(z.object({}), agent, 'session/set_mode', { sessionId: session.id, modeId: mode });
}

async function setModel(agent: Rpc, session: Session, model: string): Promise<Chosen> {
  const { id, models } = session;
  if (optionOf(session, 'model') || !models)
    return await choose(agent, session, 'model', { option: 'model', value: model });
  const offered = models.availableModels.map(({ modelId }) => modelId);
  return offered.includes(model)
    ? await ask(z.object({}), agent, 'session/set_model', { sessionId: id, modelId: model })
    : notOffered('model', model, offered);
}

/** What the option asks for and the agent does not offer is refused, not ignored. */
async function choose(
  agent: Rpc,
  session: Session,
  category: string,
  wanted: { readonly option: string; readonly value: string },
): Promise<Chosen> {
  const option = optionOf(session, category);
  const offered = option ? valuesOf(option) : [];
  return option && (option.currentValue === wanted.value || offered.includes(wanted.value))
    ? await setOption(agent, session, option, wanted.value)
    : notOffered(wanted.option, wanted.value, offered);
}

async function setOption(agent: Rpc, { id }: Session, option: ConfigOption, value: string): Promise<Chosen> {
  if (option.currentValue === value) return nothing;
  return await ask(z.object({}), agent, 'session/set_config_option', { sessionId: id, configId: option.id, value });
}

function notOffered(option: string, value: string, offered: readonly string[]): Chosen {
  const text =
    offered.length === 0
      ? `it offers no choice of ${option}; leave option ${option} out and set it where the agent is configured`
      : `unexpected ${option} "${value}", expected one that it offers: ${offered.slice(0, mostNamed).join(', ')}`;
  return { ok: false, trouble: { kind: 'agent-error', text } };
}

const mostNamed = 20;

function optionOf({ configOptions }: Session, category: string): ConfigOption | undefined {
  return configOptions?.find((option) => option.category === category);
}

function modesOf(session: Session): string[] {
  const option = optionOf(session, 'mode');
  return option ? valuesOf(option) : (session.modes?.availableModes.map(({ id }) => id) ?? []);
}

function valuesOf({ options }: ConfigOption): string[] {
  return (options ?? []).flatMap((one) => ('value' in one ? [one.value] : one.options.map(({ value }) => value)));
}
