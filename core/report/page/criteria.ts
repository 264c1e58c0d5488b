import { markup, type Markup } from '../markup.ts';
import type { Report } from '../report.ts';
import { criterionWords } from '../wording.ts';
import { anchor } from './anchor.ts';
import { withCode } from './code-spans.ts';
import { icon } from './icon.ts';
import { recordLink } from './link.ts';
import { none, type Section } from './section.ts';
import { criterionTones, worst } from './tone.ts';

/** Each criterion with its proof: what was done to find out, and what came of it. */
export function criteriaSection(report: Report): Section {
  const { criteria } = report;
  const met = criteria.filter((one) => one.outcome === 'met').length;
  return {
    id: 'criteria',
    title: 'Exit criteria',
    says: `${met} of ${criteria.length} met`,
    tone: worst(criteria.map((one) => criterionTones[one.outcome])),
    content:
      criteria.length === 0
        ? none
        : markup`<ul class="criteria">${criteria.map((one, index) => item(report, one, index))}</ul>`,
  };
}

function item(report: Report, criterion: Report['criteria'][number], index: number): Markup {
  const { outcome, text, probe, evidence, line } = criterion;
  const files = report.filesChanged.filter((file) => file.criteria.includes(index));
  return markup`<li id="${anchor('criterion', index + 1)}"><details${outcome !== 'met' && markup` open`}><summary>${icon(criterionTones[outcome], criterionWords[outcome])}<span class="title">${withCode(text)}</span></summary>
<div class="proof"><dl><div><dt>Probe</dt><dd><code>${probe}</code></dd></div>
<div><dt>Plan</dt><dd>line ${line}</dd></div>
${files.length > 0 && markup`<div><dt>Names</dt><dd>${files.map((file) => markup`<a href="#${anchor('file', file.path)}"><code>${file.path}</code></a> `)}</dd></div>`}
<div><dt>Proof</dt><dd>${recordLink(report, 'exit-criteria')}</dd></div></dl>
<pre>${evidence || 'no evidence'}</pre></div></details></li>`;
}
