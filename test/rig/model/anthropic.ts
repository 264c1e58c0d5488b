import { textOf, usualTokens, type Refuses, type Says, type StreamEvent } from './step.ts';

/** The events of one answer of the Anthropic Messages API. */
export function anthropicEvents(id: number, model: string, step: Says): StreamEvent[] {
  const tokens = { ...usualTokens, ...step.usage };
  const blocks = blocksOf(id, step);
  const usage = {
    input_tokens: tokens.input,
    cache_creation_input_tokens: 0,
    cache_read_input_tokens: tokens.cacheRead,
    output_tokens: 1,
  };
  const message = {
    id: `msg_scripted_${id}`,
    type: 'message',
    role: 'assistant',
    model,
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage,
  };
  return [
    event({ type: 'message_start', message }),
    ...blocks.flatMap(({ block, delta }, index) => [
      event({ type: 'content_block_start', index, content_block: block }),
      event({ type: 'content_block_delta', index, delta }),
      event({ type: 'content_block_stop', index }),
    ]),
    event({
      type: 'message_delta',
      delta: { stop_reason: step.stop ?? (step.tools?.length ? 'tool_use' : 'end_turn'), stop_sequence: null },
      usage: { output_tokens: tokens.output },
    }),
    event({ type: 'message_stop' }),
  ];
}

/** The same answer for a request that did not ask for a stream. */
export function anthropicMessage(id: number, model: string, step: Says): object {
  const tokens = { ...usualTokens, ...step.usage };
  const text = textOf(step);
  const tools = (step.tools ?? []).map(({ name, input }, index) => ({
    type: 'tool_use',
    id: toolId(id, index),
    name,
    input,
  }));
  return {
    id: `msg_scripted_${id}`,
    type: 'message',
    role: 'assistant',
    model,
    content: [...(text === undefined ? [] : [{ type: 'text', text }]), ...tools],
    stop_reason: step.stop ?? (tools.length > 0 ? 'tool_use' : 'end_turn'),
    stop_sequence: null,
    usage: { input_tokens: tokens.input, cache_read_input_tokens: tokens.cacheRead, output_tokens: tokens.output },
  };
}

export function anthropicError({ status, message = `scripted ${status}`, code }: Refuses): object {
  return { type: 'error', error: { type: code ?? errorTypes[status] ?? 'api_error', message } };
}

const errorTypes: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  529: 'overloaded_error',
};

function blocksOf(id: number, step: Says): { block: object; delta: object }[] {
  const text = textOf(step);
  const said = text === undefined ? [] : [{ block: { type: 'text', text: '' }, delta: { type: 'text_delta', text } }];
  const called = (step.tools ?? []).map(({ name, input }, index) => ({
    block: { type: 'tool_use', id: toolId(id, index), name, input: {} },
    delta: { type: 'input_json_delta', partial_json: JSON.stringify(input) },
  }));
  return [...said, ...called];
}

function toolId(id: number, index: number): string {
  return `toolu_scripted_${id}_${index}`;
}

function event(data: { readonly type: string; readonly [key: string]: unknown }): StreamEvent {
  return { event: data.type, data };
}
