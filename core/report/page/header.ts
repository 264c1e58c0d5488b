import { markup, type Markup } from '../markup.ts';
import { gatesInBrief, standingOfGates } from '../judged.ts';
import type { Report } from '../report.ts';
import { count, digits, duration, outcomeWords, usageWords } from '../wording.ts';
import { withCode } from './code-spans.ts';
import { mark, type Tone } from './icon.ts';
import { command, commitCode } from './link.ts';
import { moment } from './moment.ts';
import { targetOf } from './stage-words.ts';
import { criterionTones, outcomeTones, stageTones, standingTones, worst } from './tone.ts';

/** The verdict, before anything else; then how far the phase came, and what to do next. */
export function pageHeader(report: Report): Markup {
  const { project, plan, phase, outcome, summary } = report;
  return markup`<header class="top">
<p class="crumbs">${project} <span aria-hidden="true">›</span> <span title="${plan.path}">${plan.id}</span> <span aria-hidden="true">›</span> phase ${phase.id}</p>
<h1>${withCode(phase.title)}</h1>
<div class="verdict ${outcomeTones[outcome]}">
<p class="outcome">${mark(outcomeTones[outcome])}<strong>${outcomeWords[outcome]}</strong></p>
<p class="summary">${summary}</p>
${stations(report)}
</div>
${facts(report)}
${nextSteps(report)}
</header>`;
}

/** The way of a phase, and how far this one came. */
function stations(report: Report): Markup {
  return markup`<ol class="stations">${stationsOf(report).map(
    ({ name, says, tone }) => markup`<li class="${tone}">${mark(tone)}<b>${name}</b><span>${says}</span></li>`,
  )}</ol>`;
}

interface Station {
  readonly name: string;
  readonly says: string;
  readonly tone: Tone;
}

function stationsOf(report: Report): Station[] {
  const { outcome, specsPolished, stages, tasks, review, criteria, criteriaOn, final, landed } = report;
  const done = tasks.filter((task) => task.outcome === 'done').length;
  const met = criteria.filter((criterion) => criterion.outcome === 'met').length;
  const polished = specsPolished.filter((spec) => spec.changed).length;
  const read = stages.filter(({ kind }) => kind === 'polish' || kind === 'spec-lint');
  const reviewed: Tone = review.rounds === 0 ? 'idle' : final === null ? 'open' : 'good';
  return [
    {
      name: 'Specs',
      says: polished > 0 ? `${polished} polished` : `${specsPolished.length} covered`,
      tone: worst(read.map((stage) => stageTones[stage.outcome])),
    },
    {
      name: 'Tasks',
      says: `${done} of ${tasks.length} done`,
      tone: worst(tasks.map((one) => stageTones[one.outcome])),
    },
    { name: 'Review', says: review.rounds > 0 ? count(review.rounds, 'round') : 'not yet', tone: reviewed },
    { name: 'Gates', says: gatesInBrief(report), tone: standingTones[standingOfGates(report)] },
    {
      name: 'Criteria',
      says: criteriaOn === null ? 'not yet' : `${met} of ${criteria.length} met`,
      tone: criteriaOn === null ? 'idle' : worst(criteria.map((one) => criterionTones[one.outcome])),
    },
    {
      name: 'Landed',
      says: landed === null ? 'not yet' : landed.branch,
      tone: landed === null ? 'idle' : outcome === 'landed' ? 'good' : 'open',
    },
  ];
}

function facts(report: Report): Markup {
  const { base, final, filesChanged, agents, agentCalls, usage, stages } = report;
  const added = filesChanged.reduce((sum, file) => sum + file.added, 0);
  const removed = filesChanged.reduce((sum, file) => sum + file.removed, 0);
  const turns = agents.reduce((sum, share) => sum + share.turns, 0);
  const ended = stages.flatMap((stage) => stage.ended ?? []).toSorted();
  const commits = markup`${commitCode(base)} <span aria-label="to">→</span> ${final === null ? 'not reached' : commitCode(final.commit)}`;
  const list: (readonly [string, Markup | string])[] = [
    ['Base → final', commits],
    ...(final === null ? [] : [['Tree', commitCode(final.tree)] as const]),
    ['Change', `${count(filesChanged.length, 'file')}, +${digits(added)} −${digits(removed)}`],
    [
      'Agents',
      `${count(turns, 'turn')}, ${duration(agents.reduce((sum, share) => sum + share.durationMs, 0))}; ${agentCalls} called by this run`,
    ],
    ['Cost', usageWords(usage)],
    ...(ended.length > 0 ? [['Last work', moment(ended.at(-1)!)] as const] : []),
  ];
  return markup`<dl class="facts">${list.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function nextSteps(report: Report): Markup | null {
  const { nextSteps: steps } = report;
  if (steps.length === 0) return null;
  return markup`<section class="next" aria-labelledby="next-steps"><h2 id="next-steps" tabindex="-1">What to do next</h2><ol>${steps.map(
    (step) => markup`<li>${stepWords(report, step)}${step.command !== null && command(step.command)}</li>`,
  )}</ol></section>`;
}

function stepWords({ stages }: Report, { does, stage: name }: Report['nextSteps'][number]): Markup | string {
  const stage = stages.find((one) => one.name === name);
  return stage ? markup`<a href="#${targetOf(stage)}">${does}</a>` : does;
}
