import { markup, type Markup } from '../markup.ts';
import type { Report } from '../report.ts';
import { short } from '../wording.ts';
import { anchor } from './anchor.ts';

/** The way to what a claim rests on. A stage that left none has none, and the page says so. */
export function recordLink({ records }: Report, name: string): Markup {
  const known = records.some((record) => record.name === name);
  if (!known) return markup`<span class="record muted">no record</span>`;
  return markup`<a class="record" href="#${anchor('record', name)}">record <span class="of">of ${name}</span></a>`;
}

export function taskLink(id: string): Markup {
  return markup`<a href="#${anchor('task', id)}">${id}</a>`;
}

/** Where a stage is told about: its task, or its section. */
export function stageLink({ tasks }: Report, stage: string): Markup {
  const task = tasks.find((one) => one.stage === stage);
  if (task) return markup`<a href="#${anchor('task', task.id)}">task ${task.id}</a>`;
  if (stage === 'polish' || stage === 'breakdown') return markup`<a href="#specs">${stage}</a>`;
  if (stage.startsWith('merge-')) return markup`<a href="#conflicts">${stage}</a>`;
  return markup`<a href="#review">${stage}</a>`;
}

export function commitCode(id: string): Markup {
  return markup`<code title="${id}">${short(id)}</code>`;
}

/** A command to be copied: the button comes with the script. */
export function command(text: string): Markup {
  return markup`<pre class="command"><code>${text}</code></pre>`;
}
