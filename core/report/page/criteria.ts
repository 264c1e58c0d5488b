import { markup, type Markup } from '../markup.ts';
import { proofFacts } from '../proof-facts.ts';
import type { Report } from '../report.ts';
import { criterionWords } from '../wording.ts';
import { anchor } from './anchor.ts';
import { withCode } from './code-spans.ts';
import { icon } from './icon.ts';
import { commitCode, recordLink } from './link.ts';
import { none, type Section } from './section.ts';
import { criterionTones, worst } from './tone.ts';

/** Each criterion with its proof: what was done to find out, on what, and what came of it. */
export function criteriaSection(report: Report): Section {
  const { criteria, criteriaOn } = report;
  const met = criteria.filter((one) => one.outcome === 'met').length;
  return {
    id: 'criteria',
    title: 'Exit criteria',
    says: criteriaOn === null ? 'not yet' : `${met} of ${criteria.length} met`,
    tone: criteriaOn === null ? 'idle' : worst(criteria.map((one) => criterionTones[one.outcome])),
    content:
      criteria.length === 0
        ? none
        : markup`<p class="lead">${provenOn(report)}</p><ul class="criteria">${criteria.map((one, index) => item(report, one, index))}</ul>`,
  };
}

function provenOn(report: Report): Markup {
  const { criteriaOn, final } = report;
  if (criteriaOn === null) return markup`Nothing was held to them yet.`;
  const { tree, record } = criteriaOn;
  return markup`On exactly the tree ${commitCode(tree)}${tree !== final?.tree && ', which is not the final one'}. ${recordLink(report, record)}`;
}

function item(report: Report, criterion: Report['criteria'][number], index: number): Markup {
  const { outcome, text, probe, evidence, line, proof } = criterion;
  const files = report.filesChanged.filter((file) => file.criteria.includes(index));
  const facts = proof ? proofFacts(proof) : [];
  return markup`<li id="${anchor('criterion', index + 1)}"><details${outcome !== 'met' && markup` open`}><summary>${icon(criterionTones[outcome], criterionWords[outcome])}<span class="title">${withCode(text)}</span></summary>
<div class="proof"><dl><div><dt>Probe</dt><dd>${withCode(probe)}</dd></div>
<div><dt>Plan</dt><dd>line ${line}</dd></div>
${facts.map(([label, words]) => markup`<div><dt>${label}</dt><dd>${words}</dd></div>`)}
${files.length > 0 && markup`<div><dt>Names</dt><dd>${files.map((file) => markup`<a href="#${anchor('file', file.path)}"><code>${file.path}</code></a> `)}</dd></div>`}</dl>
<pre>${evidence || 'no evidence'}</pre></div></details></li>`;
}
