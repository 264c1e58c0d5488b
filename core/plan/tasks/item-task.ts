import { bareRange } from '../../markdown/bare-range.ts';
import { itemTitle, type Item } from '../../markdown/items.ts';
import { rangeIn } from '../../markdown/range.ts';
import type { TaskDraft } from '../draft.ts';
import { dependenciesInTitle } from './title-dependencies.ts';
import { isMetadata, itemMetadata } from './item-metadata.ts';
import { leadingId, type LeadingId } from './leading-id.ts';
import type { Task } from '../plan.ts';
import { slug } from './slug.ts';

/**
 * Makes tasks of list items. Without an id of its own it is made from the title, so
 * that it stays the same when items above it come and go. `sections` are the ids of the phase, or the numbers of the
 * headings, that they stand in: below `Phase 1` a lone `1.1 Parser` has an id, and `3.11 support` has none.
 */
export function itemTasks(
  items: readonly Item[],
  content: string,
  spec: string,
  sections: readonly string[] = [],
): TaskDraft[] {
  const unused = unusedIds();
  const written = items.map((item) => itemTitle(item, isMetadata));
  const leading = written.map((title) => leadingId(title));
  const decimalsAreIds = areDecimalsIds(leading, sections);
  const split = written.map((title, index) => splitId(title, leading[index] ?? null, decimalsAreIds));
  const known = new Set(split.map(({ id }) => id ?? ''));
  return items.map((item, index) => {
    const [first] = item.lines;
    const { id, title, skipped } = split[index] ?? { id: null, title: '', skipped: 0 };
    const { ranges, dependsOn, doubts, ...metadata } = itemMetadata(item);
    const inTitle = dependsOn ? null : dependenciesInTitle(item, known);
    return {
      ...metadata,
      id: id ?? unused(slug(title)),
      title,
      line: first.number,
      column: first.text.length - first.text.trimStart().length + 1,
      text: content.slice(first.start, item.lines.at(-1)?.end),
      ticked: item.box === 'x' || /^(?:complete|squashed)$/i.test(metadata.status),
      dependsOn: dependsOn ?? inTitle?.written ?? null,
      doubts: [...doubts, ...(inTitle?.doubts ?? [])],
      spec,
      ranges: { ...headRanges(item, id, skipped), ...inTitle?.ranges, ...ranges },
    };
  });
}

/** Numbers an id that was there before: `a`, `a-2`, `a-3`. */
function unusedIds(): (wanted: string) => string {
  const taken = new Set<string>();
  const next = new Map<string, number>();
  return (wanted) => {
    let id = wanted;
    let number = next.get(wanted) ?? 2;
    for (; taken.has(id); number++) id = `${wanted}-${number}`;
    next.set(wanted, number);
    taken.add(id);
    return id;
  };
}

/** Most items of a list of decimals start with a number; one that stands alone has to start with that of its section. */
function areDecimalsIds(leading: readonly (LeadingId | null)[], sections: readonly string[]): boolean {
  const numbers = leading.flatMap((each) => (each && /^\d/.test(each.id) ? [each.id] : []));
  if (2 * numbers.length <= leading.length) return false;
  return numbers.length > 1 || sections.some((section) => numbers[0]?.startsWith(`${section}.`));
}

interface SplitTitle {
  readonly id: string | null;
  readonly title: string;
  /** How much of the text stands in front of the title. */
  readonly skipped: number;
}

function splitId(text: string, leading: LeadingId | null, decimalsAreIds: boolean): SplitTitle {
  if (!leading || leading.end >= text.length || (leading.isBareDecimal && !decimalsAreIds))
    return { id: null, title: text, skipped: 0 };
  return { id: leading.id, title: leading.marks + text.slice(leading.end), skipped: leading.end };
}

/** What the first line has: a title goes on below it, and its range does not. */
function headRanges(item: Item, id: string | null, skipped: number): Task['ranges'] {
  const [first] = item.lines;
  const head = first.text.length - item.head.length;
  const idAt = id === null ? -1 : first.text.indexOf(id, head);
  const title = bareRange(first, head + skipped);
  return {
    ...(item.boxAt === null ? {} : { box: rangeIn(first, item.boxAt, item.boxAt + 1) }),
    ...(id === null ? {} : { id: rangeIn(first, idAt, idAt + id.length) }),
    ...(title ? { title } : {}),
  };
}
