import { code, prose } from './markdown-text.ts';
import type { Report } from './report.ts';
import { count } from './wording.ts';

/** What the phase began with, as items of a list: its milestone, the phases before it, and what it is bound to. */
export function entryLines({ milestone, earlier, bound }: Pick<Report, 'milestone' | 'earlier' | 'bound'>): string[] {
  return [
    ...(milestone ? [`- Milestone ${prose(milestone.id)}: ${milestone.phases.map(phaseWords).join('; ')}`] : []),
    ...earlier.map(
      ({ id, state, note }) => `- Phase ${prose(id)} before it: ${stateWords(state)}${note && `, ${prose(note)}`}`,
    ),
    ...(bound.length > 0 ? [`- Bound to ${count(bound.length, 'file')}: ${kindsOf(bound)}`] : []),
  ];
}

function phaseWords({ id, verb, state }: NonNullable<Report['milestone']>['phases'][number]): string {
  return `phase ${prose(id)} ${verb} it (${stateWords(state)})`;
}

function stateWords(state: string): string {
  return state.replaceAll('-', ' ');
}

/** `1 plan, 3 spec (…)`: memos by name, since what they decide binds. */
function kindsOf(bound: Report['bound']): string {
  return [...Map.groupBy(bound, ({ kind }) => kind)]
    .map(([kind, files]) =>
      kind === 'memo' ? `memo ${files.map(({ path }) => code(path)).join(', ')}` : `${files.length} ${kind}`,
    )
    .join('; ');
}
