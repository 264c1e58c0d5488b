import { markup, type Markup } from '../markup.ts';
import type { Report } from '../report.ts';
import { count } from '../wording.ts';
import { stageLink } from './link.ts';
import { quoted } from './quote.ts';
import type { Section } from './section.ts';

type Deviation = Report['tasks'][number]['deviations'][number];

/** Places that deviate from a norm, as their writers have named them. Absent when there are none. */
export function deviationsSection(report: Report): Section | null {
  const { deviations } = report;
  if (deviations.length === 0) return null;
  return {
    id: 'deviations',
    title: 'Deviations from norms',
    says: count(deviations.length, 'place'),
    tone: 'open',
    content: markup`<ul class="findings">${deviations.map(
      (one) => markup`<li>${line(one)} <span class="muted">${stageLink(report, one.stage)}</span></li>`,
    )}</ul>`,
  };
}

export function deviationList(deviations: readonly Deviation[]): Markup {
  return markup`<ul class="findings">${deviations.map((one) => markup`<li>${line(one)}</li>`)}</ul>`;
}

function line({ path, line: number, norm, reason }: Deviation): Markup {
  return markup`<code class="place">${path}:${number}</code> ${quoted(norm)} <span class="muted">The implementer’s reason:</span> ${quoted(reason)}`;
}
