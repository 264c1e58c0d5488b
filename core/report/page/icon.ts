import { markup, type Markup } from '../markup.ts';

/** What a sign and its colour mean. The sign alone says it as well, and so does the word beside it. */
export type Tone = 'good' | 'bad' | 'open' | 'idle';

/** The drawings, once per page; each is used by its name. On a field of 16 by 16. */
export const icons: Markup = markup`<svg width="0" height="0" class="sprite" aria-hidden="true" focusable="false"><defs>
<symbol id="icon-good" viewBox="0 0 16 16"><circle cx="8" cy="8" r="8"/><path d="M4.4 8.3l2.5 2.5 4.8-5.3"/></symbol>
<symbol id="icon-bad" viewBox="0 0 16 16"><circle cx="8" cy="8" r="8"/><path d="M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6"/></symbol>
<symbol id="icon-open" viewBox="0 0 16 16"><circle cx="8" cy="8" r="8"/><path d="M5.9 6.2a2.1 2.1 0 1 1 3.1 1.9c-.7.4-1 .8-1 1.5"/><path d="M8 12v.1"/></symbol>
<symbol id="icon-idle" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7.2" class="hollow"/><path d="M5 8h6"/></symbol>
</defs></svg>`;

/** A sign that says something which no text beside it says. */
export function icon(tone: Tone, label: string): Markup {
  return markup`<svg class="icon ${tone}" role="img" aria-label="${label}"><use href="#icon-${tone}"/></svg>`;
}

/** A sign beside a text that says the same. */
export function mark(tone: Tone): Markup {
  return markup`<svg class="icon ${tone}" aria-hidden="true"><use href="#icon-${tone}"/></svg>`;
}

/** The same inside of a drawing. */
export function placedMark(tone: Tone, at: { x: number; y: number; size: number }): Markup {
  return markup`<use href="#icon-${tone}" x="${at.x}" y="${at.y}" width="${at.size}" height="${at.size}" class="icon ${tone}"/>`;
}
