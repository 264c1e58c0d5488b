import type { AgentShare } from '../agent/share.ts';
import type { Finding } from '../review/finding.ts';
import type { Question } from '../workflow/question.ts';
import { gateList } from './html-tasks.ts';
import { markup, type Markup } from './markup.ts';
import type { Report } from './report.ts';
import { agentWords, answerCommand, citation, count, duration, spentWords, turnCount, usageWords } from './wording.ts';

/** First on the page, since nothing goes on without a person. Absent when nothing is asked. */
export function questionsSection({ questions }: Report): Markup | null {
  if (questions.length === 0) return null;
  return section('questions', 'Open questions', questions.map(questionItem));
}

function questionItem(question: Question): Markup {
  const { stage, reason, text, context, options } = question;
  return markup`<article class="question">
<p class="meta"><b class="id">${stage}</b> <span>${reason.replaceAll('-', ' ')}</span></p>
<p class="ask">${text}</p>
${context.length > 0 && markup`<details><summary>What is known</summary><pre>${context.join('\n')}</pre></details>`}
<ul class="options">${options.map(
    ({ name, does }) =>
      markup`<li><b>${name}</b> ${
        name === question.default && markup`<span class="badge idle">default</span>`
      } ${does}<pre>${answerCommand(question.id, name)}</pre></li>`,
  )}</ul></article>`;
}

export function criteriaSection({ criteria, gates }: Report): Markup {
  return section('criteria', 'Exit criteria', [
    criteria.length === 0 && none,
    markup`<ul class="criteria">${criteria.map(
      ({ outcome, text, probe, evidence, line }) => markup`<li class="${criterionMarks[outcome].tone}">
<i role="img" aria-label="${criterionMarks[outcome].word}">${criterionMarks[outcome].mark}</i>
<details${outcome !== 'met' && markup` open`}><summary>${text}</summary>
<p class="meta"><span>Probe: ${probe}</span> <span>Line ${line} of the plan</span></p><pre>${evidence || 'no evidence'}</pre></details></li>`,
    )}</ul>`,
    gates.length > 0 && markup`<h3>Gates on the final tree</h3>${gateList(gates)}`,
  ]);
}

export function reviewSection({ review, backlog }: Report): Markup {
  const { rounds, counts, fixed, deferred, rejected } = review;
  const total = Object.entries(counts).map(
    ([severity, number]) => markup`<li class="${severity}"><b>${number}</b> ${severity}</li>`,
  );
  const where =
    backlog.path !== null && markup`<p class="muted">${backlog.added.length} added to <code>${backlog.path}</code></p>`;
  return section('review', 'Review', [
    markup`<p class="muted">${count(rounds, 'round')}</p><ul class="counts">${total}</ul>`,
    fixed.length > 0 && markup`<h3>Fixed</h3>${findingList(fixed)}`,
    deferred.length > 0 && markup`<h3>Deferred</h3>${where}${findingList(deferred)}`,
    rejected.length > 0 &&
      markup`<h3>Rejected</h3><ul class="findings">${rejected.map(({ finding, reason }) => findingItem(finding, reason))}</ul>`,
  ]);
}

function findingList(findings: readonly Finding[]): Markup {
  return markup`<ul class="findings">${findings.map((finding) => findingItem(finding, null))}</ul>`;
}

function findingItem(finding: Finding, reason: string | null): Markup {
  const { severity, title, fix } = finding;
  return markup`<li><span class="severity ${severity}">${severity}</span> <span class="title">${title}</span> <code>${citation(finding)}</code>
<p class="meta">Fix: ${fix}</p>${reason !== null && markup`<p class="meta">Rejected: ${reason}</p>`}</li>`;
}

export function filesSection({ filesChanged }: Report): Markup {
  const rest = filesChanged.slice(foldAfter);
  const added = filesChanged.reduce((sum, file) => sum + file.added, 0);
  const removed = filesChanged.reduce((sum, file) => sum + file.removed, 0);
  return section('files', 'Files changed', [
    filesChanged.length === 0
      ? none
      : markup`<p class="muted">${count(filesChanged.length, 'file')}, +${added} −${removed}</p>`,
    fileTable(filesChanged.slice(0, foldAfter)),
    rest.length > 0 &&
      markup`<details><summary>${count(rest.length, 'more file')}</summary>${fileTable(rest)}</details>`,
  ]);
}

function fileTable(files: Report['filesChanged']): Markup | null {
  if (files.length === 0) return null;
  return markup`<table class="files"><thead><tr><th>File</th><th>Added</th><th>Removed</th></tr></thead><tbody>${files.map(
    (file) =>
      markup`<tr><td><code>${file.path}</code></td><td class="added">+${file.added}</td><td class="removed">−${file.removed}</td></tr>`,
  )}</tbody></table>`;
}

export function specsSection({ specsPolished }: Report): Markup {
  return section('specs', 'Specs polished and covered', [
    specsPolished.length === 0 && none,
    markup`<ul class="specs">${specsPolished.map(
      ({ path, changed }) =>
        markup`<li><code>${path}</code> <span class="muted">${changed ? 'polished' : 'covered, unchanged'}</span></li>`,
    )}</ul>`,
  ]);
}

export function nextPhaseSection({ nextPhase }: Report): Markup {
  if (nextPhase === null)
    return section('next', 'Next phase', [markup`<p class="muted">None: this was the last one.</p>`]);
  const { id, title, firstTask } = nextPhase;
  return section('next', 'Next phase', [
    markup`<p><span class="muted">Phase ${id}</span> ${title}</p>`,
    firstTask === null
      ? markup`<p class="muted">It lists no task yet.</p>`
      : markup`<p><span class="muted">First task</span> ${firstTask}</p>`,
  ]);
}

export function agentsSection({ agentCalls, usage, spent, agents }: Report): Markup {
  return section('agents', 'Agents', [
    markup`<p>${count(agentCalls, 'agent call')} in this run. All calls behind this report: ${usageWords(usage)}.${spentWords(usage, spent)}</p>`,
    agents.length > 0 &&
      markup`<table class="agents"><thead><tr><th>Role</th><th>Agent</th><th>Turns</th><th>Time</th><th>Usage</th></tr></thead>
<tbody>${agents.map(agentRow)}</tbody></table>`,
  ]);
}

function agentRow(share: AgentShare): Markup {
  return markup`<tr><th scope="row">${share.role}</th><td>${agentWords(share)}</td><td>${turnCount(share)}</td><td>${duration(share.durationMs)}</td><td>${usageWords(share.usage)}</td></tr>`;
}

function section(id: string, title: string, content: readonly (Markup | false | null)[]): Markup {
  return markup`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${content}</section>`;
}

const none = markup`<p class="muted">None.</p>`;
const foldAfter = 20;
const criterionMarks: Record<Report['criteria'][number]['outcome'], { mark: string; word: string; tone: string }> = {
  met: { mark: '✓', word: 'met', tone: 'good' },
  'not-met': { mark: '✗', word: 'not met', tone: 'bad' },
  undecided: { mark: '?', word: 'undecided', tone: 'open' },
};
