import { textOf, usualTokens, type Refuses, type Says, type StreamEvent } from './step.ts';

/** The events of one answer of the OpenAI Responses API. */
export function openaiEvents(id: number, model: string, step: Says): StreamEvent[] {
  const tokens = { ...usualTokens, ...step.usage };
  const output = itemsOf(id, step);
  const response = { id: `resp_scripted_${id}`, object: 'response', model };
  const usage = {
    input_tokens: tokens.input,
    input_tokens_details: { cached_tokens: tokens.cacheRead },
    output_tokens: tokens.output,
    output_tokens_details: { reasoning_tokens: 0 },
    total_tokens: tokens.input + tokens.output,
  };
  return [
    event({ type: 'response.created', response: { ...response, status: 'in_progress', output: [] } }),
    ...output.map((item, output_index) => event({ type: 'response.output_item.done', output_index, item })),
    event({ type: 'response.completed', response: { ...response, status: 'completed', output, usage } }),
  ];
}

/** An answer that the API breaks off: `insufficient_quota`, `context_length_exceeded`. */
export function openaiFailure(code: string, message: string): StreamEvent[] {
  const response = { id: 'resp_scripted_failed', object: 'response', status: 'failed', output: [] };
  return [
    event({ type: 'response.created', response: { ...response, status: 'in_progress' } }),
    event({ type: 'response.failed', response: { ...response, error: { code, message } } }),
  ];
}

export function openaiError({ status, message = `scripted ${status}`, code = null }: RefusesOrNull): object {
  return { error: { message, type: errorTypes[status] ?? 'server_error', code } };
}

type RefusesOrNull = Omit<Refuses, 'code'> & { readonly code?: string | null };

const errorTypes: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  429: 'rate_limit_error',
};

function itemsOf(id: number, step: Says): object[] {
  const text = textOf(step);
  const status = 'completed';
  const said = {
    type: 'message',
    id: `msg_scripted_${id}`,
    role: 'assistant',
    status,
    content: [{ type: 'output_text', text, annotations: [] }],
  };
  const called = (step.tools ?? []).map(({ name, input, namespace }, index) => ({
    type: 'function_call',
    id: `fc_scripted_${id}_${index}`,
    call_id: `call_scripted_${id}_${index}`,
    name,
    arguments: JSON.stringify(input),
    status,
    ...(namespace === undefined ? {} : { namespace }),
  }));
  const custom = step.custom && {
    type: 'custom_tool_call',
    id: `ctc_scripted_${id}`,
    call_id: `call_scripted_${id}_custom`,
    ...step.custom,
    status,
  };
  return [...(text === undefined ? [] : [said]), ...called, ...(custom ? [custom] : [])];
}

function event(data: { readonly type: string; readonly [key: string]: unknown }): StreamEvent {
  return { event: data.type, data };
}
