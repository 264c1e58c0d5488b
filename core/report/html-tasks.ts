import type { Gate } from '../result/records.ts';
import { markup, type Markup } from './markup.ts';
import type { Report } from './report.ts';
import { count, duration, short, taskWords, usageWords } from './wording.ts';

/** The tasks in plan order, one below the other: how each ended, in how many rounds, and what its gates said. */
export function tasksSection({ tasks }: Report): Markup {
  return markup`<section aria-labelledby="tasks"><h2 id="tasks">Tasks</h2>
${tasks.length === 0 && markup`<p class="muted">None.</p>`}
<ol class="tasks">${tasks.map(taskItem)}</ol></section>`;
}

function taskItem(task: Task): Markup {
  return markup`<li class="${taskTones[task.outcome]}">
<p class="task"><b class="id">${task.id}</b> <span class="title">${task.title}</span>
<span class="badge ${taskTones[task.outcome]}">${taskWords[task.outcome]}</span>
${task.reused && markup`<span class="badge idle">reused</span>`}</p>
${task.reason !== null && markup`<p class="reason">${task.reason}</p>`}
<p class="meta">${rounds(task.rounds)}
${task.commits.map((commit) => markup`<code title="${commit}">${short(commit)}</code> `)}
${task.findings.length > 0 && markup`<span>${count(task.findings.length, 'finding')}</span>`}
<span>${usageWords(task.usage)}</span></p>
${gateList(task.gates)}
</li>`;
}

function rounds(number: number): Markup {
  const dots = Math.min(number, mostDots);
  return markup`<span>${count(number, 'round')} <span class="dots" aria-hidden="true">${'●'.repeat(dots)}</span></span>`;
}

/** Each gate as a chip; the output of those that did not pass below. */
export function gateList(gates: readonly Gate[]): Markup | null {
  if (gates.length === 0) return null;
  const red = gates.filter((gate) => gate.outcome !== 'passed');
  return markup`<ul class="gates">${gates.map(
    (gate) =>
      markup`<li class="${gateTones[gate.outcome]}"><i aria-hidden="true">${gateMarks[gate.outcome]}</i> <span>${gate.project}:${gate.target}</span> <small>${gateWords(gate)}</small></li>`,
  )}</ul>${red.map(
    (gate) =>
      markup`<details><summary>Output of ${gate.project}:${gate.target}</summary><pre>${gate.output || 'no output'}</pre></details>`,
  )}`;
}

function gateWords(gate: Gate): string {
  if (gate.outcome === 'not-run') return 'not run';
  const words = gate.outcome === 'failed' ? 'failed, ' : '';
  return `${words}${duration(gate.durationMs)}${gate.cached ? ', cached' : ''}`;
}

type Task = Report['tasks'][number];

const mostDots = 10;
const taskTones: Record<Task['outcome'], string> = {
  done: 'good',
  failed: 'bad',
  waiting: 'open',
  parked: 'open',
  skipped: 'idle',
  'ticked-unproven': 'open',
};
const gateTones: Record<Gate['outcome'], string> = { passed: 'good', failed: 'bad', 'not-run': 'open' };
const gateMarks: Record<Gate['outcome'], string> = { passed: '✓', failed: '✗', 'not-run': '–' };
