import { z } from 'zod';
import { jsonObject } from '../json.ts';
import { troubleOfRefusal, troubleOfResult, type ClaudeRefusal } from './claude-trouble.ts';
import { amount, claudeUsage, modelUsageSchema } from './claude-usage.ts';
import type { AgentEvent } from './driver.ts';
import type { Usage } from './usage.ts';

/** What a line of `claude -p --output-format stream-json` says. Lines of kinds that are not known say nothing. */
export function parseClaudeLine(line: string): AgentEvent[] {
  const parsed = lineSchema.safeParse(jsonObject(line));
  if (!parsed.success) return [];
  const { data } = parsed;
  switch (data.type) {
    case 'system':
      return data.subtype === 'init'
        ? [{ type: 'session', id: data.session_id, model: data.model }]
        : retryEvents(data);
    case 'assistant':
      return typeof data.error === 'string' ? refusalEvents(data, data.error) : answerEvents(data.message);
    case 'result':
      return resultEvents(data);
  }
}

const messageUsageSchema = z.object({
  input_tokens: amount,
  cache_creation_input_tokens: amount,
  cache_read_input_tokens: amount,
});

const initSchema = z.object({
  type: z.literal('system'),
  subtype: z.literal('init'),
  session_id: z.string().min(1),
  model: z.string(),
});

const retrySchema = z.object({
  type: z.literal('system'),
  subtype: z.literal('api_retry'),
  attempt: z.number(),
  max_retries: z.number(),
  error_status: z.number().nullable(),
  error: z.string(),
});

const messageSchema = z.object({
  id: z.string(),
  content: z.array(
    z.object({
      type: z.string(),
      text: z.string().optional(),
      name: z.string().optional(),
      input: z.record(z.string(), z.unknown()).optional(),
    }),
  ),
  usage: messageUsageSchema.optional().catch(undefined),
});

const assistantSchema = z.object({
  type: z.literal('assistant'),
  message: messageSchema,
  /** Where there is one, the message is not the model's, but tells of the trouble. */
  error: z.string().nullish(),
  api_error: z.string().nullish(),
  api_error_status: z.number().nullish(),
  api_error_params: z
    .object({ rate_limit_info: z.object({ resetsAt: z.number().nullish() }).nullish() })
    .nullish()
    .catch(undefined),
});

const resultSchema = z.object({
  type: z.literal('result'),
  subtype: z.string(),
  is_error: z.boolean(),
  structured_output: z.unknown().optional(),
  /** By model, like the cost since the session began. (`usage` beside it is of this turn, but 0 at some of the limits.) */
  modelUsage: z.record(z.string(), modelUsageSchema).catch({}),
  total_cost_usd: amount,
  permission_denials: z
    .array(z.object({ tool_name: z.string(), tool_input: z.record(z.string(), z.unknown()).catch({}) }))
    .catch([]),
  errors: z.array(z.string()).catch([]),
});

const lineSchema = z.discriminatedUnion('type', [
  z.discriminatedUnion('subtype', [initSchema, retrySchema]),
  assistantSchema,
  resultSchema,
]);

/** One answer of the model comes in several lines, one for each of its parts. */
function answerEvents({ id, content, usage }: z.infer<typeof messageSchema>): AgentEvent[] {
  const said = content.flatMap(({ text, name, input }): AgentEvent[] => {
    if (text !== undefined && text.trim() !== '') return [{ type: 'say', text }];
    return name === undefined || name === answerTool ? [] : [{ type: 'say', text: inWords(name, input ?? {}) }];
  });
  return [{ type: 'step', id, ...(usage && { estimate: estimateOf(usage) }) }, ...said];
}

/** It looks like a tool to the model; its input is in the result again. */
const answerTool = 'StructuredOutput';

function retryEvents({ attempt, max_retries, error_status, error }: z.infer<typeof retrySchema>): AgentEvent[] {
  const status = error_status ?? undefined;
  const text = `${status ?? 'no answer'} (${error}), tries again (${attempt} of ${max_retries})`;
  // An `unknown` error without a status is one of the network.
  const known = status === undefined && error === 'unknown' ? 'server_error' : error;
  const trouble = troubleOfRefusal({ error: known, cause: undefined, status, text, resetsAt: undefined });
  return [
    { type: 'say', text },
    { type: 'waiting', trouble },
  ];
}

function refusalEvents(line: z.infer<typeof assistantSchema>, error: string): AgentEvent[] {
  const refusal: ClaudeRefusal = {
    error,
    cause: line.api_error ?? undefined,
    status: line.api_error_status ?? undefined,
    text: line.message.content.map(({ text }) => text ?? '').join('\n'),
    resetsAt: line.api_error_params?.rate_limit_info?.resetsAt ?? undefined,
  };
  return [{ type: 'trouble', trouble: troubleOfRefusal(refusal) }];
}

function resultEvents(result: z.infer<typeof resultSchema>): AgentEvent[] {
  const { subtype, is_error, structured_output, permission_denials, errors } = result;
  const events: AgentEvent[] = permission_denials.map(({ tool_name, tool_input }) => ({
    type: 'denied',
    what: inWords(tool_name, tool_input),
  }));
  const usage = claudeUsage(result.modelUsage, result.total_cost_usd);
  events.push({ type: 'usage', usage, counts: 'session' });
  if (structured_output !== undefined) events.push({ type: 'answer', answer: structured_output });
  // `success` with an error is a refusal, which a line of its own has told of.
  if (subtype !== 'success') events.push({ type: 'trouble', trouble: troubleOfResult(subtype, errors) });
  events.push({ type: 'end', well: !is_error && subtype === 'success' });
  return events;
}

/** How much it says is not known yet when the first part of an answer comes. */
function estimateOf(usage: z.infer<typeof messageUsageSchema>): Usage {
  const { input_tokens: fresh, cache_creation_input_tokens: written, cache_read_input_tokens: cached } = usage;
  return { inputTokens: fresh + written + cached, cachedInputTokens: cached };
}

/** `Bash npm test`, `Edit /worktree/src/a.ts`: the tool and the first thing that it is given. */
function inWords(tool: string, input: Readonly<Record<string, unknown>>): string {
  const about = Object.values(input).find((value) => typeof value === 'string') ?? '';
  const [line = ''] = about.split('\n', 1);
  return `${tool} ${line.slice(0, longestWords)}`.trimEnd();
}

const longestWords = 200;
