import { visibleLine } from '../../visible.ts';
import type { ToolCall, Update } from './messages.ts';

/** A line for the engine; the contract is in `../command.ts`. */
export type Line = { readonly type: string; readonly [field: string]: unknown };
export type Print = (line: Line) => void;

/** Follows what the agent says that it does, and tells the engine of it. Bounded, however much that is. */
export interface Updates {
  take(update: Update): void;
  /** What is known of a tool call, together with what a message says of it. */
  merge(call: ToolCall): ToolCall;
  /** The last message of the turn, whole. What was said before it has been told. */
  lastMessage(): string;
  /** Dollars that the session has cost, from its beginning. */
  cost(): number | undefined;
}

export function updates(print: Print): Updates {
  const calls = new Map<string, ToolCall>();
  const told = new Map<string, string>();
  let message: { readonly id: string | undefined; text: string } | undefined;
  let isAnswering = false;
  let cost: number | undefined;

  /** The model has begun to answer, for the first time or after the results of its tools. */
  const step = (): void => {
    if (!isAnswering) print({ type: 'step' });
    isAnswering = true;
  };
  const closeMessage = (): void => {
    if (message && message.text.trim() !== '') print({ type: 'say', text: message.text });
    message = undefined;
  };
  const merge = (call: ToolCall): ToolCall => {
    const known = calls.get(call.toolCallId);
    const given = Object.entries(call).filter(([, value]) => value !== undefined && value !== null);
    return { ...known, ...Object.fromEntries(given), toolCallId: call.toolCallId };
  };
  const tell = ({ toolCallId, kind, title }: ToolCall): void => {
    const line = visibleLine(title ?? '').slice(0, longestTitle);
    if (line === '' || told.get(toolCallId) === line) return;
    keep(told, toolCallId, line);
    print({ type: 'say', text: kind && !line.startsWith(kind) ? `${kind}: ${line}` : line });
  };

  return {
    merge,
    lastMessage: () => message?.text ?? '',
    cost: () => cost,
    take(update) {
      switch (update.sessionUpdate) {
        case 'agent_message_chunk': {
          step();
          const id = update.messageId ?? undefined;
          if (message && message.id !== id) closeMessage();
          message ??= { id, text: '' };
          message.text = (message.text + (update.content.text ?? '')).slice(0, longestMessage);
          return;
        }
        case 'agent_thought_chunk':
          step();
          closeMessage();
          return;
        case 'tool_call':
        case 'tool_call_update': {
          const call = merge(update);
          keep(calls, call.toolCallId, call);
          const isOver = call.status === 'completed' || call.status === 'failed';
          if (update.sessionUpdate === 'tool_call') {
            step();
            closeMessage();
          }
          if (isOver) isAnswering = false;
          else tell(call);
          return;
        }
        case 'usage_update':
          if (update.cost?.currency.toUpperCase() === 'USD') cost = update.cost.amount;
      }
    },
  };
}

/** Characters. An answer is far shorter; what is cut does not fit its schema. */
const longestMessage = 4 * 1024 * 1024;
const longestTitle = 200;
/** Tool calls that are remembered. */
const mostCalls = 200;

function keep<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
  const oldest = map.keys().next();
  if (map.size > mostCalls && !oldest.done) map.delete(oldest.value);
}
