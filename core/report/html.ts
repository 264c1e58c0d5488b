import {
  agentsSection,
  criteriaSection,
  filesSection,
  nextPhaseSection,
  questionsSection,
  reviewSection,
  specsSection,
} from './html-sections.ts';
import { pageStyle } from './html-style.ts';
import { tasksSection } from './html-tasks.ts';
import { markup, type Markup } from './markup.ts';
import type { Report } from './report.ts';
import { count, landedWords, outcomeWords, short } from './wording.ts';

/** The report for people, as one page that needs nothing else: no script, no picture, no font from elsewhere. */
export function reportHtml(report: Report): string {
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Phase ${report.phase.id}: ${report.phase.title} (${outcomeWords[report.outcome].toLowerCase()})</title>
<style>${pageStyle}</style>
</head>
<body>
${pageHeader(report)}
<main>
${questionsSection(report)}
${tasksSection(report)}
${criteriaSection(report)}
${reviewSection(report)}
${filesSection(report)}
${specsSection(report)}
${nextPhaseSection(report)}
${agentsSection(report)}
</main>
</body>
</html>
`;
  return page.html;
}

function pageHeader(report: Report): Markup {
  const { project, plan, phase, outcome, summary } = report;
  return markup`<header>
<p class="path">${project} <span aria-hidden="true">/</span> ${plan.id} <span class="muted">${plan.path}</span></p>
<h1><span class="muted">Phase ${phase.id}</span> ${phase.title}</h1>
<p class="outcome"><strong class="badge ${outcomeTones[outcome]}">${outcomeWords[outcome]}</strong> ${summary}</p>
${stations(report)}
${facts(report)}
${report.next !== null && markup`<p class="do">To continue</p><pre>${report.next}</pre>`}
${report.landed !== null && markup`<p class="do">${landedWords[report.landed.to]}</p><pre>${report.landed.merge}</pre>`}
</header>`;
}

/** The way of a phase, and how far this one came. */
function stations(report: Report): Markup {
  return markup`<ol class="stations">${stationsOf(report).map(
    ({ name, says, tone }) => markup`<li class="${tone}"><b>${name}</b><span>${says}</span></li>`,
  )}</ol>`;
}

function stationsOf({ specsPolished, tasks, review, criteria, gates, final, landed }: Report): Station[] {
  const done = tasks.filter((task) => task.outcome === 'done').length;
  const met = criteria.filter((criterion) => criterion.outcome === 'met').length;
  const green = gates.filter((gate) => gate.outcome === 'passed').length;
  const polished = specsPolished.filter((spec) => spec.changed).length;
  return [
    {
      name: 'Specs',
      says: polished > 0 ? `${polished} polished` : `${specsPolished.length} covered`,
      tone: specsPolished.length > 0 ? 'good' : 'idle',
    },
    {
      name: 'Tasks',
      says: `${done} of ${tasks.length} done`,
      tone: progressTone(
        done,
        tasks.length,
        tasks.some((task) => task.outcome === 'failed'),
      ),
    },
    {
      name: 'Review',
      says: review.rounds > 0 ? count(review.rounds, 'round') : 'not yet',
      // Only a review that is content lets the phase come to its final commit.
      tone: review.rounds === 0 ? 'idle' : final === null ? 'open' : 'good',
    },
    {
      name: 'Gates',
      says: gates.length > 0 ? `${green} of ${gates.length} green` : 'not yet',
      tone: progressTone(
        green,
        gates.length,
        gates.some((gate) => gate.outcome === 'failed'),
      ),
    },
    {
      name: 'Criteria',
      says: criteria.length > 0 ? `${met} of ${criteria.length} met` : 'not yet',
      tone: progressTone(
        met,
        criteria.length,
        criteria.some((criterion) => criterion.outcome === 'not-met'),
      ),
    },
    { name: 'Landed', says: landed === null ? 'not yet' : landed.branch, tone: landed === null ? 'idle' : 'good' },
  ];
}

interface Station {
  readonly name: string;
  readonly says: string;
  readonly tone: Tone;
}

type Tone = 'good' | 'bad' | 'open' | 'idle';

function progressTone(reached: number, of: number, failed: boolean): Tone {
  if (failed) return 'bad';
  if (of === 0) return 'idle';
  return reached === of ? 'good' : 'open';
}

function facts({ base, final }: Report): Markup {
  return markup`<dl class="facts">
<div><dt>Base</dt><dd><code title="${base}">${short(base)}</code></dd></div>
<div><dt>Final commit</dt><dd>${
    final === null ? 'not reached' : markup`<code title="${final.commit}">${short(final.commit)}</code>`
  }</dd></div>
${final !== null && markup`<div><dt>Final tree</dt><dd><code title="${final.tree}">${short(final.tree)}</code></dd></div>`}
</dl>`;
}

const outcomeTones: Record<Report['outcome'], Tone> = {
  landed: 'good',
  waiting: 'open',
  failed: 'bad',
  stopped: 'open',
};
