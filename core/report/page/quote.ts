import { markup, type Markup } from '../markup.ts';

/** Words of an agent or a person, never of ours: quoted, and with the name of who says so. */
export function said(by: string, text: string): Markup {
  return markup`<figure class="said"><figcaption>${by}</figcaption><blockquote>${cut(text)}</blockquote></figure>`;
}

/** The same within a line. */
export function quoted(text: string): Markup {
  return markup`<q>${cut(text)}</q>`;
}

/** Above a question: code asks, but what it asks about may have been said by an agent. */
export const askedWords = 'The question, which may be in the words of an agent';

/** Nobody reads more here; all of it stands in the journal. */
function cut(text: string): string {
  return text.length <= most ? text : `${text.slice(0, most)}… (${text.length - most} more characters in the journal)`;
}

const most = 1500;
