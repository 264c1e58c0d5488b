import { createHash } from 'node:crypto';
import { markup, type Markup } from '../markup.ts';
import type { Report } from '../report.ts';
import { outcomeWords } from '../wording.ts';
import { attentionSection } from './attention.ts';
import { conflictsSection } from './conflicts.ts';
import { costSection } from './cost.ts';
import { criteriaSection } from './criteria.ts';
import { deviationsSection } from './deviations.ts';
import { honestySection } from './honesty.ts';
import { entrySection } from './entry.ts';
import { forecastSection } from './forecast.ts';
import { filesSection } from './files.ts';
import { reviewSection } from './findings.ts';
import { gatesSection } from './gates.ts';
import { graphSection } from './graph.ts';
import { nextPhaseSection } from './next-phase.ts';
import { pageHeader } from './header.ts';
import { icons, mark } from './icon.ts';
import { answersSection, questionsSection } from './questions.ts';
import { recordsSection } from './records.ts';
import { pageScript } from './script.ts';
import { sectionMarkup, type Section } from './section.ts';
import { specsSection } from './specs.ts';
import { pageStyle } from './style.ts';
import { tasksSection } from './tasks.ts';
import { timelineSection } from './timeline.ts';

/**
 * The report for people, as one page that needs nothing else. It loads nothing, sends nothing, and runs no script but the
 * one whose digest it names; without that script everything is there as well.
 */
export function reportHtml(report: Report): string {
  const sections = sectionsOf(report);
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>Phase ${report.phase.id}: ${report.phase.title} (${outcomeWords[report.outcome].toLowerCase()})</title>
<style>${pageStyle}</style>
</head>
<body>
<a class="skip" href="#content">Skip to the report</a>
${icons}
<div class="page">
${pageHeader(report)}
${contents(sections)}
<main id="content" tabindex="-1">
${sections.map(sectionMarkup)}
</main>
<footer><p>Told by code from records alone. What stands in quotes are words of agents and people: what they say, not what is so.</p></footer>
</div>
<script>${pageScript}</script>
</body>
</html>
`;
  return page.html;
}

/** In the order in which a person asks: is something wanted of me, where do I look, does it hold, what happened. */
function sectionsOf(report: Report): Section[] {
  return [
    questionsSection(report),
    attentionSection(report),
    criteriaSection(report),
    graphSection(report),
    timelineSection(report),
    forecastSection(report),
    tasksSection(report),
    conflictsSection(report),
    reviewSection(report),
    filesSection(report),
    gatesSection(report),
    deviationsSection(report),
    honestySection(report),
    answersSection(report),
    entrySection(report),
    specsSection(report),
    costSection(report),
    nextPhaseSection(report),
    recordsSection(report),
  ].filter((section) => section !== null);
}

function contents(sections: readonly Section[]): Markup {
  return markup`<nav aria-label="Contents"><ul>${sections.map(
    ({ id, title, says, tone }) =>
      markup`<li><a href="#${id}">${tone !== null && mark(tone)}<span>${title}</span> <small>${says}</small></a></li>`,
  )}</ul></nav>`;
}

const policy = [
  "default-src 'none'",
  `style-src '${digest(pageStyle)}'`,
  `script-src '${digest(pageScript)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

function digest({ html }: Markup): string {
  return `sha256-${createHash('sha256').update(html).digest('base64')}`;
}
