import { markup, type Markup } from '../markup.ts';
import type { Report, TracedFinding } from '../report.ts';
import { citation, count, digits, evidencePlace, findingGroups, reasonWords } from '../wording.ts';
import { commitCode, recordLink, stageLink } from './link.ts';
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
${findingGroups.map(({ outcome, title, says }) => group(report, { title, says, some: findings.filter((one) => one.outcome === outcome) }))}
${mended(report)}`,
  };
}

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
  const { finding, outcome, reason, evidence, again = [], stage, round } = one;
  return markup`<li><span class="severity ${finding.severity}">${finding.severity}</span> <code class="place">${citation(finding)}</code> ${quoted(finding.title)}
<p class="meta"><span>${outcomeWords[outcome]}</span>${report !== null && markup`<span>found in ${stageLink(report, stage)}${round !== null && `, round ${round}`}</span>`}<span>the ${stage === 'polish' ? 'reader' : 'reviewer'}’s fix: ${quoted(finding.fix)}</span></p>
${reason !== undefined && reason !== '' && markup`<p class="why">${reasonWords[outcome]}: ${quoted(reason)}</p>`}${evidence !== undefined && markup`<p class="why">Its evidence, which code has looked up, is ${evidencePlace(evidence)}: ${quoted(evidence.quote)}</p>`}
${again.length > 0 && markup`<p class="meta">Raised again, and left as it is: ${again.map((other) => markup`<span><span class="severity ${other.severity}">${other.severity}</span> <code class="place">${citation(other)}</code> ${quoted(other.title)}</span>`)}</p>`}</li>`;
}

/** Entries of the backlog that the phase has mended along the way. */
function mended({ backlog }: Report): Markup | null {
  const fixed = backlog.fixed ?? [];
  if (fixed.length === 0) return null;
  return markup`<h3>Mended in the backlog <span class="muted">${fixed.length}</span></h3><p class="muted small">Left for later by an earlier phase, and marked as fixed by this one.</p>
<ul class="findings">${fixed.map(({ id, title, commit }) => markup`<li><code class="place">${id}</code> ${quoted(title)} <span class="muted">in ${commitCode(commit)}</span></li>`)}</ul>`;
}

const outcomeWords: Record<TracedFinding['outcome'], string> = {
  open: 'open',
  rejected: 'rejected',
  deferred: 'deferred',
  fixed: 'fixed',
  unfounded: 'not found where it was said to be',
};
