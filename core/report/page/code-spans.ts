import { markup, type Markup } from '../markup.ts';

/** Text of a plan, in which backticks mean code. Nothing else of Markdown means anything here. */
export function withCode(text: string): Markup {
  const parts = text.split(/`([^`]+)`/);
  return markup`${parts.map((part, index) => (index % 2 === 1 ? markup`<code>${part}</code>` : part))}`;
}
