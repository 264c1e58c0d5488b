import { markup, type Markup, type MarkupValue } from '../markup.ts';
import type { Tone } from './icon.ts';

/** A part of the page with a heading of its own: a landmark, and an entry of the list of contents. */
export interface Section {
  readonly id: string;
  readonly title: string;
  /** A few words for the list of contents: `3 of 4 met`. */
  readonly says: string;
  /** Null where nothing can be good or bad. */
  readonly tone: Tone | null;
  readonly content: Markup;
}

export function sectionMarkup({ id, title, content }: Section): Markup {
  return markup`<section aria-labelledby="${id}"><h2 id="${id}" tabindex="-1">${title}</h2>
${content}</section>`;
}

export const none: Markup = markup`<p class="muted">None.</p>`;

/** A table with a caption for those who do not see what it stands below. Wide ones are scrolled in a frame of their own. */
export function table(
  about: { readonly caption: string; readonly className: string; readonly head: readonly string[] },
  rows: readonly MarkupValue[],
): Markup {
  return markup`<div class="scroll" role="region" aria-label="${about.caption}" tabindex="0"><table class="${about.className}"><caption>${about.caption}</caption>
<thead><tr>${about.head.map((name) => markup`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

/** The first ones, and the rest folded away. */
export function foldedAfter<Item>(
  most: number,
  items: readonly Item[],
  about: { readonly more: (many: number) => string; readonly show: (items: readonly Item[]) => Markup },
): Markup {
  const rest = items.slice(most);
  return markup`${about.show(items.slice(0, most))}${
    rest.length > 0 &&
    markup`<details class="more"><summary>${about.more(rest.length)}</summary>${about.show(rest)}</details>`
  }`;
}
