import { markup, type Markup } from '../markup.ts';
import type { Report } from '../report.ts';
import { duration, hookWords } from '../wording.ts';
import { mark } from './icon.ts';
import { commitCode, recordLink } from './link.ts';
import { table, type Section } from './section.ts';
import { gateTones, worst } from './tone.ts';

type Gate = Report['gates'][number];

/** The gates on the final tree with their evidence, and every gate that was left out with its reason. */
export function gatesSection(report: Report): Section {
  const { gates, gatesLeftOut, hooks, final } = report;
  const green = gates.filter((gate) => gate.outcome === 'passed').length;
  return {
    id: 'gates',
    title: 'Gates',
    says: gates.length === 0 ? 'not yet' : `${green} of ${gates.length} green`,
    tone: worst([...gates, ...hooks].map(({ outcome }) => gateTones[outcome])),
    content: markup`${
      gates.length === 0
        ? markup`<p class="muted">The phase did not come this far; each task tells of its own gates.</p>`
        : markup`<p class="lead">On ${final === null ? 'the combination of the tasks' : markup`exactly the tree ${commitCode(final.tree)}`}. ${recordLink(report, report.records.some((one) => one.name === 'gates') ? 'gates' : 'squash')}</p>${gateTable(gates)}${outputs(gates)}`
    }
${hooks.length > 0 && markup`<h3>Your hooks on what lands</h3>${hookTable(hooks)}`}
${gatesLeftOut.length > 0 && markup`<h3>Left out, and why</h3>${leftOutTable(gatesLeftOut)}`}`,
  };
}

function gateTable(gates: readonly Gate[]): Markup {
  const rows = gates.map(
    (gate) =>
      markup`<tr><th scope="row"><code>${gate.project}:${gate.target}</code></th><td class="tone">${mark(gateTones[gate.outcome])}${gateWords[gate.outcome]}</td><td>${gate.outcome === 'not-run' ? '' : duration(gate.durationMs)}</td><td>${gate.cached ? 'replayed on the same input' : 'ran fresh'}</td></tr>`,
  );
  return table(
    { caption: 'Gates on the last tree', className: 'gates', head: ['Gate', 'Outcome', 'Took', 'How'] },
    rows,
  );
}

function hookTable(hooks: Report['hooks']): Markup {
  const rows = hooks.map(
    (one) =>
      markup`<tr><th scope="row"><code>${one.hook}</code></th><td class="tone">${mark(gateTones[one.outcome])}${hookWords(one)}</td><td><code>${one.program}</code></td></tr>`,
  );
  const red = hooks.filter((one) => one.outcome === 'failed');
  return markup`${table({ caption: 'Hooks on what lands', className: 'gates', head: ['Hook', 'Outcome', 'Program'] }, rows)}${red.map(
    (one) => markup`<details><summary>Output of ${one.hook}</summary><pre>${one.output || 'no output'}</pre></details>`,
  )}`;
}

function leftOutTable(leftOut: Report['gatesLeftOut']): Markup {
  const rows = leftOut.map(
    ({ gate, on, reason }) => markup`<tr><th scope="row">${gate}</th><td>${on}</td><td>${reason}</td></tr>`,
  );
  return table({ caption: 'Gates that were left out', className: 'left-out', head: ['Gate', 'On', 'Reason'] }, rows);
}

/** Each gate as a chip, for a task. */
export function gateList(gates: readonly Gate[]): Markup | null {
  if (gates.length === 0) return null;
  return markup`<h3 class="sub">Gates</h3><ul class="chips">${gates.map(
    (gate) =>
      markup`<li class="tone ${gateTones[gate.outcome]}">${mark(gateTones[gate.outcome])}<span>${gate.project}:${gate.target}</span> <small>${chipWords(gate)}</small></li>`,
  )}</ul>${outputs(gates)}`;
}

function chipWords(gate: Gate): string {
  if (gate.outcome === 'not-run') return 'not run';
  return `${gate.outcome === 'failed' ? 'failed, ' : ''}${duration(gate.durationMs)}${gate.cached ? ', replayed' : ''}`;
}

/** What the gates that did not pass have printed. */
function outputs(gates: readonly Gate[]): Markup {
  const red = gates.filter((gate) => gate.outcome === 'failed');
  return markup`${red.map(
    (gate) =>
      markup`<details><summary>Output of ${gate.project}:${gate.target}</summary><pre>${gate.output || 'no output'}</pre></details>`,
  )}`;
}

const gateWords: Record<Gate['outcome'], string> = { passed: 'green', failed: 'red', 'not-run': 'not run' };
