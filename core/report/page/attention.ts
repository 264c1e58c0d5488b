import { mapsToNothing } from '../attention.ts';
import { markup, type Markup } from '../markup.ts';
import type { Report } from '../report.ts';
import { count } from '../wording.ts';
import { anchor } from './anchor.ts';
import { withCode } from './code-spans.ts';
import type { Section } from './section.ts';
import { targetOf } from './stage-words.ts';

/** Where a person's time is spent best. */
export function attentionSection(report: Report): Section {
  const { outcome, attention, filesChanged, stages } = report;
  const lost = filesChanged.filter(mapsToNothing).length;
  const most = Math.max(1, ...attention.map((one) => one.score));
  return {
    id: 'attention',
    title: 'What to look at first',
    says: attention.length === 0 ? 'nothing stands out' : count(attention.length, 'place'),
    tone: lost > 0 || stages.some((stage) => stage.outcome === 'failed') ? 'bad' : null,
    content:
      attention.length === 0
        ? markup`<p class="muted">Nothing stands out${outcome !== 'landed' && ' in what there is so far'}: nothing failed, no disputed or open finding, no change outside of its task, nothing large.</p>`
        : markup`<p class="lead">What failed or asks first, then by risk: points for size, for what lies outside of a task's scope, for findings that were rejected, for changed tests, for rounds and for deviations from norms.</p>
<ol class="attention">${attention.map((one) => item(one, { most, stages }))}</ol>`,
  };
}

function item(
  { kind, id, title, score, reasons }: Report['attention'][number],
  { most, stages }: { most: number; stages: Report['stages'] },
): Markup {
  const stage = stages.find(({ name }) => kind === 'stage' && name === id);
  const target =
    kind === 'task' ? anchor('task', id) : kind === 'file' ? anchor('file', id) : stage ? targetOf(stage) : 'review';
  const name =
    kind === 'task'
      ? markup`<b class="id">${id}</b> ${withCode(title)}`
      : kind === 'file'
        ? markup`<code>${id}</code>`
        : title;
  return markup`<li><svg class="score" viewBox="0 0 40 6" preserveAspectRatio="none" aria-hidden="true"><rect width="40" height="6" class="rail"/><rect width="${((40 * score) / most).toFixed(1)}" height="6"/></svg>
<span class="points">${score}<span class="unseen"> points</span></span>
<span class="what"><a href="#${target}">${name}</a> <span class="muted">${reasons.map((one) => one.words).join(' · ')}</span></span></li>`;
}
