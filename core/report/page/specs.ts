import { markup } from '../markup.ts';
import type { Report } from '../report.ts';
import { findingList } from './findings.ts';
import { recordLink } from './link.ts';
import { roundList } from './rounds.ts';
import { none, type Section } from './section.ts';

/** The specs of the phase, and how the polish went: what was said in each of its rounds. */
export function specsSection(report: Report): Section {
  const { specsPolished, stages, findings } = report;
  const polished = specsPolished.filter((spec) => spec.changed).length;
  const gaps = findings.filter((one) => one.stage === 'polish');
  const hasPolish = stages.some(({ kind }) => kind === 'polish');
  return {
    id: 'specs',
    title: 'Specs polished and covered',
    says: polished > 0 ? `${polished} polished` : `${specsPolished.length} covered`,
    tone: null,
    content: markup`${
      specsPolished.length === 0
        ? none
        : markup`<ul class="specs">${specsPolished.map(
            ({ path, changed }) =>
              markup`<li><code>${path}</code> <span class="muted">${changed ? 'polished' : 'covered, as bound'}</span></li>`,
          )}</ul>`
    }
${hasPolish && markup`<h3>The polish</h3>${roundList(report.rounds.filter((one) => one.stage === 'polish'))}<p class="small muted">${recordLink(report, 'polish')}</p>`}
${gaps.length > 0 && markup`<h3 class="sub">Gaps that were found</h3>${findingList(gaps, null)}`}`,
  };
}
