import { markup } from '../markup.ts';
import type { Report } from '../report.ts';
import { none, type Section } from './section.ts';

export function specsSection({ specsPolished }: Report): Section {
  const polished = specsPolished.filter((spec) => spec.changed).length;
  return {
    id: 'specs',
    title: 'Specs polished and covered',
    says: polished > 0 ? `${polished} polished` : `${specsPolished.length} covered`,
    tone: null,
    content:
      specsPolished.length === 0
        ? none
        : markup`<ul class="specs">${specsPolished.map(
            ({ path, changed }) =>
              markup`<li><code>${path}</code> <span class="muted">${changed ? 'polished' : 'covered, unchanged'}</span></li>`,
          )}</ul>`,
  };
}

export function nextPhaseSection({ nextPhase }: Report): Section {
  const about = { id: 'next', title: 'Next phase', tone: null } as const;
  if (nextPhase === null)
    return { ...about, says: 'none', content: markup`<p class="muted">None: this was the last one.</p>` };
  const { id, title, firstTask } = nextPhase;
  return {
    ...about,
    says: `phase ${id}`,
    content: markup`<p><b>Phase ${id}</b> ${title}</p><p class="muted">${firstTask === null ? 'It lists no task yet.' : `First task: ${firstTask}`}</p>`,
  };
}
