import { z } from 'zod';
import { troubleOfWords } from './codex-trouble.ts';
import { codexUsage, codexUsageSchema } from './codex-usage.ts';
import type { AgentEvent } from './driver.ts';

/** What a line of `codex exec --json` says. Lines of kinds that are not known say nothing. */
export function parseCodexLine(line: string): AgentEvent[] {
  const parsed = lineSchema.safeParse(json(line));
  if (!parsed.success) return line.startsWith('{') || line.trim() === '' ? [] : [{ type: 'say', text: line }];
  const { data } = parsed;
  switch (data.type) {
    case 'thread.started':
      return [{ type: 'session', id: data.thread_id }];
    case 'item.completed':
      return doneEvents(data.item);
    case 'turn.completed':
      return [
        ...(data.usage ? [{ type: 'usage', usage: codexUsage(data.usage), counts: 'session' } as const] : []),
        { type: 'end', well: true },
      ];
    case 'turn.failed':
      return [
        { type: 'trouble', trouble: troubleOfWords(data.error.message) },
        { type: 'end', well: false },
      ];
    case 'error':
      // Each try to get through again is told in this way, and what makes it give up once more before `turn.failed`.
      return [
        { type: 'say', text: data.message },
        { type: 'waiting', trouble: troubleOfWords(data.message) },
      ];
  }
}

const itemSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('agent_message'), text: z.string() }),
  z.object({ type: z.literal('reasoning'), text: z.string() }),
  z.object({
    type: z.literal('command_execution'),
    command: z.string(),
    exit_code: z.number().nullish(),
    status: z.string(),
  }),
  z.object({
    type: z.literal('file_change'),
    changes: z.array(z.object({ path: z.string(), kind: z.string() })),
    status: z.string(),
  }),
  z.object({ type: z.literal('mcp_tool_call'), server: z.string(), tool: z.string() }),
  z.object({ type: z.literal('web_search'), query: z.string() }),
  z.object({ type: z.literal('error'), message: z.string() }),
]);

const lineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('thread.started'), thread_id: z.string().min(1) }),
  z.object({ type: z.literal('item.completed'), item: z.looseObject({ type: z.string() }) }),
  z.object({ type: z.literal('turn.completed'), usage: codexUsageSchema.optional().catch(undefined) }),
  z.object({ type: z.literal('turn.failed'), error: z.object({ message: z.string() }) }),
  z.object({ type: z.literal('error'), message: z.string() }),
]);

/**
 * An item that is done is counted as an answer of the model; several may have come with one. One of a kind that is not
 * known, or that has another shape than it had, counts as well: an agent that goes round in circles has to come to an end.
 */
function doneEvents(item: { readonly type: string }): AgentEvent[] {
  const known = itemSchema.safeParse(item);
  const told = known.success ? itemEvents(known.data) : [];
  return item.type === 'reasoning' || item.type === 'error' ? told : [{ type: 'step' }, ...told];
}

function itemEvents(item: z.infer<typeof itemSchema>): AgentEvent[] {
  switch (item.type) {
    case 'agent_message':
      // With a schema the last message is the answer; whether it fits is not checked by codex.
      return [say(item.text), { type: 'answer', answer: json(item.text) ?? item.text }];
    case 'command_execution': {
      const code = item.exit_code ?? 0;
      const said = say(`$ ${item.command}${code === 0 ? '' : ` (exit code ${code})`}`);
      return item.status === 'declined' ? [said, { type: 'denied', what: item.command }] : [said];
    }
    case 'file_change': {
      const said = item.changes.map(({ kind, path }) => `${kind} ${path}`).join(', ');
      // One that `failed` may simply not have fitted the file.
      return item.status === 'declined' ? [say(said), { type: 'denied', what: said }] : [say(said)];
    }
    case 'mcp_tool_call':
      return [say(`${item.server}: ${item.tool}`)];
    case 'web_search':
      return [say(`searches the web: ${item.query}`)];
    case 'reasoning':
    case 'error':
      return [say(item.type === 'error' ? item.message : item.text)];
  }
}

function say(text: string): AgentEvent {
  return { type: 'say', text };
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
