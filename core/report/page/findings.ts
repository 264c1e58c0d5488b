import { markup, type Markup } from '../markup.ts';
import type { Report, TracedFinding } from '../report.ts';
import { citation, count, digits } from '../wording.ts';
import { recordLink, stageLink } from './link.ts';
import { quoted } from './quote.ts';
import { roundList } from './rounds.ts';
import { foldedAfter, type Section } from './section.ts';

/** The review of the phase, and every finding of it and of the tasks with what became of it. */
export function reviewSection(report: Report): Section {
  const { review, findings } = report;
  const open = findings.filter((one) => one.outcome === 'open').length;
  const isOver = report.final !== null;
  return {
    id: 'review',
    title: 'Review',
    says: review.rounds === 0 ? 'not yet' : `${count(review.rounds, 'round')}, ${count(findings.length, 'finding')}`,
    tone: review.rounds === 0 ? 'idle' : isOver && open === 0 ? 'good' : 'open',
    content: markup`${review.rounds === 0 && markup`<p class="muted">The phase did not come this far.</p>`}
${roundList(report.rounds.filter((one) => one.stage === 'review'))}${review.rounds > 0 && markup`<p class="small muted">${recordLink(report, 'review')}</p>`}
<ul class="counts" aria-label="Findings of the phase and of its tasks by severity">${Object.entries(review.counts).map(
      ([severity, number]) =>
        markup`<li><b>${digits(number)}</b> <span class="severity ${severity}">${severity}</span></li>`,
    )}</ul>
${groups.map(({ outcome, title, says }) => group(report, { title, says, some: findings.filter((one) => one.outcome === outcome) }))}`,
  };
}

const groups = [
  { outcome: 'open', title: 'Open', says: 'Raised and not settled yet.' },
  { outcome: 'rejected', title: 'Rejected', says: 'Disputed, and not raised again. Judge for yourself.' },
  { outcome: 'deferred', title: 'Deferred', says: 'For later.' },
  { outcome: 'fixed', title: 'Fixed', says: 'Not raised again after a fix.' },
  {
    outcome: 'unfounded',
    title: 'Not found',
    says: 'What they quote does not stand where they say, so nobody was sent to fix them.',
  },
] as const;

function group(
  report: Report,
  { title, says, some }: { title: string; says: string; some: readonly TracedFinding[] },
): Markup | null {
  if (some.length === 0) return null;
  const { path, added } = report.backlog;
  return markup`<h3>${title} <span class="muted">${some.length}</span></h3><p class="muted small">${says}${title === 'Deferred' && path !== null && markup` ${added.length} in <code>${path}</code>.`}</p>
${foldedAfter(mostShown, some, { more: (many) => `${many} more`, show: (part) => findingList(part, report) })}`;
}

const mostShown = 12;

/** Each with its place, the words of who found it, and what became of it. With the report: also where it was found. */
export function findingList(findings: readonly TracedFinding[], report: Report | null): Markup {
  return markup`<ul class="findings">${findings.map((one) => item(one, report))}</ul>`;
}

function item(one: TracedFinding, report: Report | null): Markup {
  const { finding, outcome, reason, again = [], stage, round } = one;
  return markup`<li><span class="severity ${finding.severity}">${finding.severity}</span> <code class="place">${citation(finding)}</code> ${quoted(finding.title)}
<p class="meta"><span>${outcomeWords[outcome]}</span>${report !== null && markup`<span>found in ${stageLink(report, stage)}${round !== null && `, round ${round}`}</span>`}<span>the reviewer’s fix: ${quoted(finding.fix)}</span></p>
${reason !== undefined && reason !== '' && markup`<p class="why">Why: ${quoted(reason)}</p>`}
${again.length > 0 && markup`<p class="meta">Raised again, and left as it is: ${again.map((other) => markup`<span><span class="severity ${other.severity}">${other.severity}</span> <code class="place">${citation(other)}</code> ${quoted(other.title)}</span>`)}</p>`}</li>`;
}

const outcomeWords: Record<TracedFinding['outcome'], string> = {
  open: 'open',
  rejected: 'rejected',
  deferred: 'deferred',
  fixed: 'fixed',
  unfounded: 'not found where it was said to be',
};
