import { code, prose } from './markdown-text.ts';
import type { Report } from './report.ts';
import { count, elsewhereWords, keptWords, short } from './wording.ts';

/** What the phase began with and was given, as items of a list: its milestone, phases before it, what it is bound to, work of other machines. */
export function entryLines({ milestone, earlier, bound, elsewhere, kept }: Report): string[] {
  return [
    ...(milestone ? [`- Milestone ${prose(milestone.id)}: ${milestone.phases.map(phaseWords).join('; ')}`] : []),
    ...earlier.map(
      ({ id, state, note }) => `- Phase ${prose(id)} before it: ${stateWords(state)}${note && `, ${prose(note)}`}`,
    ),
    ...(bound.length > 0 ? [`- Bound to ${count(bound.length, 'file')}: ${kindsOf(bound)}`] : []),
    ...elsewhere.map((one) => `- ${prose(elsewhereWords(one))}: ${code(short(one.commit))}`),
    ...kept.map((one) => `- ${prose(keptWords(one))}: ${code(one.ref)}`),
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
