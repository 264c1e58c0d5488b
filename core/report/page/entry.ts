import { markup, type Markup } from '../markup.ts';
import type { Report } from '../report.ts';
import { count, elsewhereWords, keptWords } from '../wording.ts';
import { commitCode } from './link.ts';
import { foldedAfter, table, type Section } from './section.ts';

/** What the phase began with: its milestone, the phases before it, the files it is bound to, and what other machines brought. Absent where nothing is told. */
export function entrySection({ milestone, earlier, bound, elsewhere, kept }: Report): Section | null {
  const others = [...elsewhere, ...kept];
  if (milestone === null && [...earlier, ...bound, ...others].length === 0) return null;
  const skipped = earlier.filter(({ state }) => state === 'skipped').length;
  return {
    id: 'entry',
    title: 'What it began from',
    says: skipped > 0 ? `${count(skipped, 'open phase')} before it` : `bound to ${count(bound.length, 'file')}`,
    tone: skipped > 0 ? 'open' : null,
    content: markup`${milestone !== null && milestonePart(milestone)}${earlier.length > 0 && earlierPart(earlier)}${bound.length > 0 && boundPart(bound)}${others.length > 0 && machinesPart(elsewhere, kept)}`,
  };
}

function milestonePart({ id, phases }: NonNullable<Report['milestone']>): Markup {
  const items = phases.map(
    (phase) => markup`<li>Phase ${phase.id}, ${phase.title}: ${phase.verb} it, ${words(phase.state)}</li>`,
  );
  return markup`<h3>Milestone ${id}</h3><ul class="specs">${items}</ul>`;
}

function earlierPart(earlier: Report['earlier']): Markup {
  const items = earlier.map(
    ({ id, title, state, note }) =>
      markup`<li>Phase ${id}, ${title}: ${state === 'skipped' ? markup`<span class="badge open">skipped</span>` : words(state)}${note !== '' && markup` <span class="muted">${note}</span>`}</li>`,
  );
  return markup`<h3>Phases before it</h3><ul class="specs">${items}</ul>`;
}

function machinesPart(elsewhere: Report['elsewhere'], kept: Report['kept']): Markup {
  const items = [
    ...elsewhere.map((one) => markup`<li>${elsewhereWords(one)}: ${commitCode(one.commit)}</li>`),
    ...kept.map((one) => markup`<li>${keptWords(one)}: <code>${one.ref}</code></li>`),
  ];
  return markup`<h3>Other machines</h3><ul class="specs">${items}</ul>`;
}

function boundPart(bound: Report['bound']): Markup {
  return markup`<h3>Bound to <span class="muted">${bound.length}</span></h3>${foldedAfter(mostShown, bound, { more: (many) => count(many, 'more file'), show: boundTable })}`;
}

function boundTable(bound: readonly Report['bound'][number][]): Markup {
  const rows = bound.map(
    ({ path, kind, blob }) =>
      markup`<tr><th scope="row"><code>${path}</code></th><td>${kind}</td><td><code title="${blob}">${blob.slice(0, 10)}</code></td></tr>`,
  );
  return table(
    { caption: 'Files that the phase is bound to', className: 'bound', head: ['File', 'As', 'Content'] },
    rows,
  );
}

const mostShown = 12;

function words(state: string): string {
  return state.replaceAll('-', ' ');
}
