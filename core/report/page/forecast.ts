import { forecastLines } from '../forecast-lines.ts';
import { markup } from '../markup.ts';
import type { Report } from '../report.ts';
import { count } from '../wording.ts';
import type { Section } from './section.ts';

/** What was not to run side by side, or only because the plan says so. Absent where there was nothing to choose. */
export function forecastSection({ forecast }: Report): Section | null {
  const lines = forecastLines(forecast);
  if (lines.length === 0) return null;
  const late = new Set(forecast.orderings.map(({ after }) => after)).size;
  return {
    id: 'forecast',
    title: 'Side by side',
    says: late === 0 ? 'nothing in turn' : `${count(late, 'task')} in turn`,
    tone: null,
    content: markup`<p>As it was forecast:</p><ul>${lines.map(({ what, why }) => markup`<li><strong>${what}</strong>: ${why}</li>`)}</ul>`,
  };
}
