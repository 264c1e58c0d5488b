import { markup, type Markup } from '../markup.ts';
import type { Report } from '../report.ts';
import { count, flagWords } from '../wording.ts';
import { stageLink } from './link.ts';
import { quoted } from './quote.ts';
import type { Section } from './section.ts';

/** What looked like a cheat, what the reviewer said of it, and what a person has allowed. Absent when nothing did. */
export function honestySection(report: Report): Section | null {
  const { flags, allowed } = report;
  const places = [
    ...flags.map((one) => item(report, one, { verdict: flagWords(one.answer), who: 'The reviewer', words: one.why })),
    ...allowed.map((one) => item(report, one, { verdict: 'allowed', who: one.by, words: one.words })),
  ];
  if (places.length === 0) return null;
  return {
    id: 'honesty',
    title: 'What looked like a cheat',
    says: count(places.length, 'place'),
    tone: 'open',
    content: markup`<ul class="findings">${places}</ul>`,
  };
}

function item(
  report: Report,
  { path, line, message, stage }: Report['flags'][number] | Report['allowed'][number],
  { verdict, who, words }: { readonly verdict: string; readonly who: string; readonly words: string },
): Markup {
  const said = words === '' ? markup`` : markup`<span class="muted">${who}:</span> ${quoted(words)}`;
  return markup`<li><code class="place">${path}:${line}</code> ${message}: <strong>${verdict}</strong> ${said} <span class="muted">${stageLink(report, stage)}</span></li>`;
}
