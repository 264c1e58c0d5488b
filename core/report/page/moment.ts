import { markup, type Markup } from '../markup.ts';

/** A moment for people, to the minute. */
export function moment(at: string): Markup {
  return markup`<time datetime="${at}">${at.replace('T', ' ').replace(/(?::\d\d)?(?:\.\d+)?Z$/, ' UTC')}</time>`;
}
