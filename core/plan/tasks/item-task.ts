import { bareRange } from '../../markdown/bare-range.ts';
import { itemTitle, type Item } from '../../markdown/items.ts';
import { rangeIn } from '../../markdown/range.ts';
import type { TaskDraft } from '../draft.ts';
import { dependenciesInTitle } from './title-dependencies.ts';
import { isMetadata, itemMetadata } from './item-metadata.ts';
import type { Task } from '../plan.ts';
import { slug } from './slug.ts';

/**
 * Makes tasks of list items. An item's id is its leading `T001` or `1.1`; without one it is made from the title, so
 * that it stays the same when items above it come and go.
 */
export function itemTasks(items: readonly Item[], content: string, spec: string): TaskDraft[] {
  const unused = unusedIds();
  const known = new Set(items.map((item) => splitId(`${item.head} `).id ?? ''));
  return items.map((item) => {
    const [first] = item.lines;
    const { id, title } = splitId(itemTitle(item, isMetadata));
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
      ranges: { ...headRanges(item, id), ...inTitle?.ranges, ...ranges },
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

/** `**T001** [P] Do it`, `1.1 Do it`, `2. Do it`. A bare number at the start is a part of the sentence. */
function splitId(title: string): { id: string | null; title: string } {
  const [whole, , id = ''] =
    /^([*_`]{0,3})(T-?\d{2,}[a-z]?|\d+[A-Z]?(?:\.\d+[A-Z]?)+|\d+[A-Z]?(?=[.:)]))[.:)]?\1[.:)]?\s+/.exec(title) ?? [];
  return whole === undefined ? { id: null, title } : { id, title: title.slice(whole.length) };
}

/** What the first line has: a title goes on below it, and its range does not. */
function headRanges(item: Item, id: string | null): Task['ranges'] {
  const [first] = item.lines;
  const head = first.text.length - item.head.length;
  const idAt = id === null ? -1 : first.text.indexOf(id, head);
  const { title: words } = splitId(`${item.head} `);
  const title = bareRange(first, first.text.length + 1 - words.length);
  return {
    ...(item.boxAt === null ? {} : { box: rangeIn(first, item.boxAt, item.boxAt + 1) }),
    ...(id === null ? {} : { id: rangeIn(first, idAt, idAt + id.length) }),
    ...(title ? { title } : {}),
  };
}
