import { revealedText } from '../visible.ts';

/** HTML that may stand in a page as it is. Only `markup` makes it. */
export interface Markup {
  readonly html: string;
}

/**
 * Template tag: what is filled in is text and gets escaped, unless it is `Markup` itself. So a page cannot be changed
 * by what it shows, and forgetting to escape is not possible. Good for content and quoted attributes.
 */
export function markup(parts: TemplateStringsArray, ...values: readonly MarkupValue[]): Markup {
  const html = parts.map((part, index) => part + (index < values.length ? render(values[index]) : ''));
  return { html: html.join('') };
}

/** `false` and `null` are nothing, so that `condition && markup` can be filled in. */
export type MarkupValue = string | number | false | null | Markup | readonly MarkupValue[];

function render(value: MarkupValue | undefined): string {
  if (value === undefined || value === null || value === false) return '';
  if (typeof value === 'string' || typeof value === 'number') return escapeHtml(String(value));
  return 'html' in value ? value.html : value.map(render).join('');
}

function escapeHtml(text: string): string {
  return revealedText(text).replaceAll(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}
