import { z } from 'zod';

/*
 * What we read of the Agent Client Protocol, version 1. Only what we use is looked at; an optional part that has another
 * shape than expected counts as left out, since agents run ahead of the protocol.
 */

export const protocolVersion = 1;

const maybe = <Schema extends z.ZodType>(schema: Schema) => schema.nullish().catch(undefined);

export const initializedSchema = z.object({
  protocolVersion: z.number(),
  agentCapabilities: maybe(
    z.object({
      loadSession: maybe(z.boolean()),
      sessionCapabilities: maybe(z.object({ resume: maybe(z.object({})) })),
    }),
  ),
  authMethods: maybe(z.array(z.object({ id: z.string(), name: maybe(z.string()) }))),
});
export type Initialized = z.infer<typeof initializedSchema>;

const choiceSchema = z.object({ value: z.string() });
const configOptionSchema = z.object({
  id: z.string(),
  category: maybe(z.string()),
  currentValue: maybe(z.string()),
  /** Flat, or in groups. */
  options: maybe(z.array(z.union([choiceSchema, z.object({ options: z.array(choiceSchema) })]))),
});
export type ConfigOption = z.infer<typeof configOptionSchema>;

/** A session that was begun, or is gone on with. Agents that keep to an earlier draft have modes and models of their own. */
export const sessionSchema = z.object({
  sessionId: maybe(z.string()),
  configOptions: maybe(z.array(configOptionSchema)),
  modes: maybe(z.object({ availableModes: z.array(z.object({ id: z.string() })) })),
  models: maybe(
    z.object({ currentModelId: maybe(z.string()), availableModels: z.array(z.object({ modelId: z.string() })) }),
  ),
});
export type OpenedSession = z.infer<typeof sessionSchema>;

const count = z.number().nonnegative();

export const promptedSchema = z.object({
  stopReason: z.string(),
  usage: maybe(
    z.object({
      totalTokens: maybe(count),
      inputTokens: count,
      outputTokens: count,
      cachedReadTokens: maybe(count),
      cachedWriteTokens: maybe(count),
    }),
  ),
});
export type Prompted = z.infer<typeof promptedSchema>;

/** A tool call, or what is new of one. */
export const toolCallSchema = z.object({
  toolCallId: z.string(),
  title: maybe(z.string()),
  kind: maybe(z.string()),
  status: maybe(z.string()),
  locations: maybe(z.array(z.object({ path: z.string() }))),
  content: maybe(z.array(z.object({ type: z.string(), path: maybe(z.string()) }))),
});
export type ToolCall = z.infer<typeof toolCallSchema>;

const textSchema = z.object({ messageId: maybe(z.string()), content: z.object({ text: maybe(z.string()) }) });

const updateSchema = z.discriminatedUnion('sessionUpdate', [
  textSchema.extend({ sessionUpdate: z.literal('agent_message_chunk') }),
  z.object({ sessionUpdate: z.literal('agent_thought_chunk') }),
  toolCallSchema.extend({ sessionUpdate: z.literal('tool_call') }),
  toolCallSchema.extend({ sessionUpdate: z.literal('tool_call_update') }),
  z.object({
    sessionUpdate: z.literal('usage_update'),
    /** Of the session, from its beginning. */
    cost: maybe(z.object({ amount: count, currency: z.string() })),
  }),
]);
export type Update = z.infer<typeof updateSchema>;
export const updatedSchema = z.object({ sessionId: z.string(), update: updateSchema });

export const permissionSchema = z.object({
  toolCall: toolCallSchema,
  options: z.array(z.object({ optionId: z.string(), kind: z.string() })),
});
export type Permission = z.infer<typeof permissionSchema>;
