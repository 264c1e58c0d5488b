import type { AgentShare } from '../../agent/share.ts';
import { markup, type Markup } from '../markup.ts';
import type { Report } from '../report.ts';
import { agentWords, count, digits, duration, spentWords, turnCount, usageWords } from '../wording.ts';
import { stageLink } from './link.ts';
import { foldedAfter, table, type Section } from './section.ts';

/** What agents did and cost: by role, and by the stage that had them do it. */
export function costSection(report: Report): Section {
  const { agents, agentCalls, usage, spent } = report;
  const works = worksOf(report);
  return {
    id: 'cost',
    title: 'Cost',
    says: usage.costUsd === undefined ? count(agentCalls, 'call') : `${usage.costUsd.toFixed(2)} USD`,
    tone: null,
    content: markup`<p class="lead">${count(agentCalls, 'agent call')} in this run. All calls behind this report: ${usageWords(usage)}.${spentWords(usage, spent)}</p>
${agents.length > 0 && markup`<h3>By role</h3>${roleTable(agents)}`}
${works.length > 0 && markup`<h3>By stage</h3>${foldedAfter(mostShown, works, { more: (many) => `${many} more`, show: (part) => workTable(report, part, works) })}`}`,
  };
}

const mostShown = 10;

function roleTable(agents: readonly AgentShare[]): Markup {
  const total = agents.reduce((sum, share) => sum + share.durationMs, 0);
  const rows = agents.map(
    (share) =>
      markup`<tr><th scope="row">${share.role}</th><td>${agentWords(share)}</td><td class="figures">${turnCount(share)}</td><td class="figures">${bar(share.durationMs, total)}${duration(share.durationMs)}</td>${usageCells(share.usage)}</tr>`,
  );
  const head = ['Role', 'Agent', 'Turns', 'Time', ...usageHead];
  return table({ caption: 'Cost by role', className: 'cost', head }, rows);
}

interface Work {
  readonly stage: string;
  readonly turns: number;
  readonly durationMs: number;
  readonly usage: Report['usage'];
}

/** The dearest first. */
function worksOf({ preparation, tasks, merges, review }: Report): Work[] {
  return [...[...preparation, ...tasks, ...merges].map((work) => workOf(work.stage, work)), workOf('review', review)]
    .filter((work) => work.turns > 0)
    .toSorted((a, b) => (b.usage.costUsd ?? 0) - (a.usage.costUsd ?? 0) || b.durationMs - a.durationMs);
}

function workOf(stage: string, { turns, usage }: Pick<Report['review'], 'turns' | 'usage'>): Work {
  return { stage, turns: turns.length, durationMs: turns.reduce((sum, turn) => sum + turn.durationMs, 0), usage };
}

function workTable(report: Report, part: readonly Work[], all: readonly Work[]): Markup {
  const total = all.reduce((sum, work) => sum + work.durationMs, 0);
  const rows = part.map(
    ({ stage, turns, durationMs, usage }) =>
      markup`<tr><th scope="row">${stageLink(report, stage)}</th><td class="figures">${digits(turns)}</td><td class="figures">${bar(durationMs, total)}${duration(durationMs)}</td>${usageCells(usage)}</tr>`,
  );
  return table({ caption: 'Cost by stage', className: 'cost', head: ['Stage', 'Turns', 'Time', ...usageHead] }, rows);
}

const usageHead = ['Input tokens', 'Output tokens', 'USD'];

function usageCells({ inputTokens, cachedInputTokens: cached, outputTokens, costUsd }: Report['usage']): Markup {
  const input = inputTokens === undefined ? '–' : digits(inputTokens);
  return markup`<td class="figures">${input}${cached !== undefined && cached > 0 && markup` <span class="muted">${digits(cached)} cached</span>`}</td><td class="figures">${outputTokens === undefined ? '–' : digits(outputTokens)}</td><td class="figures">${costUsd === undefined ? '–' : costUsd.toFixed(2)}</td>`;
}

/** The part of a whole; the figure beside it says the same. */
function bar(part: number, of: number): Markup {
  return markup`<svg class="share" viewBox="0 0 40 6" preserveAspectRatio="none" aria-hidden="true"><rect width="40" height="6" class="rail"/><rect width="${(of > 0 ? (40 * part) / of : 0).toFixed(1)}" height="6"/></svg>`;
}
