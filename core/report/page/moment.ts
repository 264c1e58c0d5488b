import { markup, type Markup } from '../markup.ts';
import { momentWords } from '../wording.ts';

/** A moment for people, to the minute. */
export function moment(at: string): Markup {
  return markup`<time datetime="${at}">${momentWords(at)}</time>`;
}
