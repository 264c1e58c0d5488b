import { markup, type Markup } from '../markup.ts';
import type { Report } from '../report.ts';
import { gatesInBrief, standingOfGates } from '../judged.ts';
import { complaintWords, duration, hookWords, testWords } from '../wording.ts';
import { mark } from './icon.ts';
import { commitCode, recordLink } from './link.ts';
import { table, type Section } from './section.ts';
import { gateTones, standingTones, worst } from './tone.ts';

type Gate = Report['gates'][number];

/** The gates with the tree that they judged and their evidence, and every gate that was left out with its reason. */
export function gatesSection(report: Report): Section {
  const { gatesOn, gatesFound, gatesLeftOut, hooks } = report;
  return {
    id: 'gates',
    title: 'Gates',
    says: gatesInBrief(report),
    tone: worst([standingTones[standingOfGates(report)], ...hooks.map(({ outcome }) => gateTones[outcome])]),
    content: markup`${
      gatesOn === null
        ? markup`<p class="muted">No gate has judged the phase as a whole; each task tells of its own gates.</p>`
        : verdict(report, gatesOn)
    }
${hooks.length > 0 && markup`<h3>Your hooks on what lands</h3>${hookTable(hooks)}`}
${gatesFound.length > 0 && markup`<h3>Found, since none are named</h3>${foundTable(gatesFound)}`}
${gatesLeftOut.length > 0 && markup`<h3>Left out, and why</h3>${leftOutTable(gatesLeftOut)}`}`,
  };
}

function verdict(report: Report, { record, tree, trouble, complaints = [] }: NonNullable<Report['gatesOn']>): Markup {
  const { gates, final } = report;
  const isFinal = tree === final?.tree;
  return markup`<p class="lead">On exactly the tree ${commitCode(tree)}${!isFinal && notFinal(final)}. ${recordLink(report, record)}</p>
${trouble !== null && markup`<p class="tone bad small">${mark('bad')}No green verdict:</p><pre>${trouble}</pre>`}${complaintList(complaints)}${gates.length > 0 && markup`${gateTable(gates, trouble === null)}${outputs(gates)}`}`;
}

/** What was found out about gates, beside what they say themselves. */
export function complaintList(complaints: NonNullable<Report['tasks'][number]['complaints']>): Markup | null {
  if (complaints.length === 0) return null;
  return markup`<ul>${complaints.map((one) => markup`<li>${complaintWords(one)}</li>`)}</ul>`;
}

function notFinal(final: Report['final']): Markup {
  return markup`, the combination of the tasks${final !== null && markup`; no gate has judged the final tree ${commitCode(final.tree)}`}`;
}

/** A gate that ended well in a run that was no verdict is not green. */
function gateTable(gates: readonly Gate[], counts: boolean): Markup {
  const rows = gates.map((gate) => {
    const counted = counts || gate.outcome !== 'passed';
    const outcome = counted
      ? markup`${mark(gateTones[gate.outcome])}${gateWords[gate.outcome]}`
      : markup`${mark('idle')}ended well, does not count`;
    return markup`<tr><th scope="row"><code>${gate.project}:${gate.target}</code></th><td class="tone">${outcome}</td><td>${gate.outcome === 'not-run' ? '' : duration(gate.durationMs)}</td><td>${howOf(gate)}</td></tr>`;
  });
  return table({ caption: 'Gates of the phase', className: 'gates', head: ['Gate', 'Outcome', 'Took', 'How'] }, rows);
}

function howOf(gate: Gate): string {
  if (gate.outcome === 'not-run') return gate.output;
  const how = gate.cached ? 'replayed on the same input' : 'ran fresh';
  const charge = gate.charge === undefined ? '' : chargeWords[gate.charge];
  return [how, testWords(gate), gate.notice ?? '', charge].filter((part) => part !== '').join('; ');
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

function foundTable(found: Report['gatesFound']): Markup {
  const rows = found.map(({ gate, because }) => markup`<tr><th scope="row">${gate}</th><td>${because}</td></tr>`);
  return table({ caption: 'Gates that were found', className: 'left-out', head: ['Gate', 'Because'] }, rows);
}

function leftOutTable(leftOut: Report['gatesLeftOut']): Markup {
  const rows = leftOut.map(
    ({ gate, on, reason }) => markup`<tr><th scope="row">${gate}</th><td>${on}</td><td>${reason}</td></tr>`,
  );
  return table({ caption: 'Gates that were left out', className: 'left-out', head: ['Gate', 'On', 'Reason'] }, rows);
}

/** Each gate as a chip, for a task. */
export function gateList(gates: readonly Gate[], counts: boolean): Markup | null {
  if (gates.length === 0) return null;
  return markup`<h3 class="sub">Gates</h3><ul class="chips">${gates.map((gate) => {
    const tone = counts || gate.outcome !== 'passed' ? gateTones[gate.outcome] : 'idle';
    return markup`<li class="tone ${tone}">${mark(tone)}<span>${gate.project}:${gate.target}</span> <small>${chipWords(gate, counts)}</small></li>`;
  })}</ul>${outputs(gates)}`;
}

function chipWords(gate: Gate, counts: boolean): string {
  if (gate.outcome === 'not-run') return 'not run';
  const how = gate.outcome === 'failed' ? 'failed, ' : counts ? '' : 'does not count, ';
  return `${how}${duration(gate.durationMs)}${gate.cached ? ', replayed' : ''}`;
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

const chargeWords: Record<NonNullable<Gate['charge']>, string> = {
  real: 'red because of the change',
  'pre-existing': 'red on the base in the same way',
  flaky: 'red and green on the same tree',
  environment: 'the machine lacks something',
};
