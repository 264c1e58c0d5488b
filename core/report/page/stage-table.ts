import { markup, type Markup } from '../markup.ts';
import type { Report } from '../report.ts';
import type { Stage, Step } from '../story.ts';
import { duration, taskWords } from '../wording.ts';
import { moment } from './moment.ts';
import { took } from './stage-words.ts';
import { mark } from './icon.ts';
import { recordLink, taskLink } from './link.ts';
import { table } from './section.ts';
import { stageTones } from './tone.ts';

/** What the graph and the timeline show, in words. */
export function stageTable(report: Report): Markup {
  const ids = new Map(report.stages.map((stage) => [stage.name, stage.task ?? stage.name]));
  const rows = report.stages.map(
    (stage) => markup`<tr><th scope="row">${stage.task === null ? stage.name : taskLink(stage.task)}</th>
<td>${stage.dependsOn.length > mostNamed ? `${stage.dependsOn.length} stages` : stage.dependsOn.map((name) => ids.get(name) ?? name).join(', ')}</td>
<td class="tone">${mark(stageTones[stage.outcome])}${taskWords[stage.outcome]}${stage.reused && ', reused'}</td>
<td>${stage.started !== null && moment(stage.started)}</td><td>${took(stage)}</td>
<td>${spent(stage, 'work')}</td><td>${spent(stage, 'gates')}</td><td>${spent(stage, 'review')}</td><td>${stage.lane === null ? '' : stage.lane + 1}</td><td>${recordLink(report, stage.name)}</td></tr>`,
  );
  return table(
    {
      caption: 'Stages of the phase',
      className: 'stages',
      head: ['Stage', 'After', 'Outcome', 'Began', 'Took', 'Writing', 'Gates', 'Reviewing', 'Lane', 'Record'],
    },
    rows,
  );
}

const mostNamed = 6;

function spent({ steps }: Stage, doing: Step['doing']): string {
  const all = steps.filter((step) => step.doing === doing);
  if (all.length === 0) return '';
  return duration(all.reduce((sum, step) => sum + Date.parse(step.ended) - Date.parse(step.started), 0));
}
