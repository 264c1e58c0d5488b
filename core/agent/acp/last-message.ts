import { whyUnreadable } from '../answer-shape.ts';

/** The JSON object that a message is: nothing else, but for a fence around it. Undefined for every other message. */
export function objectIn(message: string): object | undefined {
  const text = message.trim();
  const lines = text.split('\n');
  const isFenced = lines.length > 2 && /^```(?:json)?\s*$/.test(lines[0]!) && lines.at(-1)!.trim() === '```';
  const body = isFenced ? lines.slice(1, -1).join('\n') : text;
  try {
    const value: unknown = JSON.parse(body);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject && whyUnreadable(value) === undefined ? value : undefined;
  } catch {
    return undefined;
  }
}
