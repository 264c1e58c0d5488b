import { stagesWithoutVerdict } from '../judged.ts';
import { markup, type Markup } from '../markup.ts';
import type { Report, TracedFinding } from '../report.ts';
import type { Round, Stage } from '../story.ts';
import { count, redGreenWords, taskWords, usageWords } from '../wording.ts';
import { anchor } from './anchor.ts';
import { withCode } from './code-spans.ts';
import { deviationList } from './deviations.ts';
import { findingList } from './findings.ts';
import { complaintList, gateList } from './gates.ts';
import { icon } from './icon.ts';
import { commitCode, recordLink, taskLink } from './link.ts';
import { askedWords, said } from './quote.ts';
import { roundList } from './rounds.ts';
import { foldedAfter, none, type Section } from './section.ts';
import { took } from './stage-words.ts';
import { stageTones, worst } from './tone.ts';

type Task = Report['tasks'][number];

/** Every task, folded. Of many those that are not done come first: somebody has to do something about them. */
export function tasksSection(report: Report): Section {
  const { tasks } = report;
  const done = tasks.filter((task) => task.outcome === 'done');
  const rest = tasks.filter((task) => task.outcome !== 'done');
  const about: About = {
    report,
    stages: new Map(report.stages.map((stage) => [stage.name, stage])),
    rounds: Map.groupBy(report.rounds, (round) => round.stage),
    findings: Map.groupBy(report.findings, (one) => one.stage),
    withoutVerdict: stagesWithoutVerdict(report.rounds),
  };
  const inOrder = tasks.length <= mostShown ? tasks : [...rest, ...done];
  return {
    id: 'tasks',
    title: 'Tasks',
    says: `${done.length} of ${tasks.length} done`,
    tone: worst(tasks.map((task) => stageTones[task.outcome])),
    content:
      tasks.length === 0
        ? none
        : foldedAfter(Math.max(mostShown, rest.length), inOrder, {
            more: (many) => `${count(many, 'more task')}, done`,
            show: (part) => markup`<div class="tasks">${part.map((task) => item(about, task))}</div>`,
          }),
  };
}

const mostShown = 25;

/** What a task's entry is made of, by the name of its stage. */
interface About {
  readonly report: Report;
  readonly stages: ReadonlyMap<string, Stage>;
  readonly rounds: ReadonlyMap<string, readonly Round[]>;
  readonly findings: ReadonlyMap<string, readonly TracedFinding[]>;
  readonly withoutVerdict: ReadonlySet<string>;
}

function item(about: About, task: Task): Markup {
  const { id, title, outcome, reason, reused, rounds, findings } = task;
  const tone = stageTones[outcome];
  const stage = about.stages.get(task.stage);
  const found = about.findings.get(task.stage) ?? [];
  return markup`<details class="task ${tone}" id="${anchor('task', id)}"${outcome === 'failed' && markup` open`}><summary>${icon(tone, taskWords[outcome])}<b class="id">${id}</b><span class="title">${withCode(title)}</span><span class="meta">${
    outcome !== 'done' && markup`<span class="badge ${tone}">${taskWords[outcome]}</span>`
  }${reused && markup`<span class="badge idle">reused</span>`}${rounds > 0 && markup`<span>${count(rounds, 'round')}</span>`}${findings.length > 0 && markup`<span>${count(findings.length, 'finding')}</span>`}${stage !== undefined && markup`<span>${took(stage)}</span>`}</span></summary>
<div class="body">${reason !== null && whyNotDone(outcome, reason)}
${facts(about.report, task)}${gateList(task.gates, !about.withoutVerdict.has(task.stage))}${complaintList(task.complaints ?? [])}${roundList(about.rounds.get(task.stage) ?? [])}
${found.length > 0 && markup`<h3 class="sub">Findings</h3>${findingList(found, null)}`}${task.deviations.length > 0 && markup`<h3 class="sub">Deviations from norms</h3>${deviationList(task.deviations)}`}</div></details>`;
}

/** What a task waits for is a question, which may be in an agent's words. */
function whyNotDone(outcome: Task['outcome'], reason: string): Markup {
  if (outcome === 'waiting') return said(askedWords, reason);
  return markup`<p class="reason">${reason}</p>`;
}

function facts(report: Report, task: Task): Markup {
  const { dependsOn, spec, files, commits, usage, turns } = task;
  const rows: (readonly [string, Markup | string])[] = [
    ...(spec === '' ? [] : [['Spec', spec] as const]),
    ...(dependsOn.length === 0 ? [] : [['After', markup`${dependsOn.map((id) => markup`${taskLink(id)} `)}`] as const]),
    ['Declares', files.length === 0 ? 'no files' : markup`${files.map((path) => markup`<code>${path}</code> `)}`],
    ['Commit', commits.length === 0 ? 'none' : markup`${commits.map((commit) => markup`${commitCode(commit)} `)}`],
    ['Proof', recordLink(report, task.stage)],
    ...(task.redGreen ? [['Tests', redGreenWords(task.redGreen)] as const] : []),
    ...(turns.length === 0 ? [] : [['Agents', `${count(turns.length, 'turn')}; ${usageWords(usage)}`] as const]),
  ];
  return markup`<dl class="facts">${rows.map(([name, value]) => markup`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}
