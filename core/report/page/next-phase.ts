import { markup } from '../markup.ts';
import type { Report } from '../report.ts';
import { withCode } from './code-spans.ts';
import type { Section } from './section.ts';

export function nextPhaseSection({ nextPhase }: Report): Section {
  const about = { id: 'next', title: 'Next phase', tone: null } as const;
  if (nextPhase === null)
    return { ...about, says: 'none', content: markup`<p class="muted">None: this was the last one.</p>` };
  const { id, title, firstTask } = nextPhase;
  return {
    ...about,
    says: `phase ${id}`,
    content: markup`<p><b>Phase ${id}</b> ${withCode(title)}</p><p class="muted">${firstTask === null ? 'It lists no task yet.' : markup`First task: ${withCode(firstTask)}`}</p>`,
  };
}
