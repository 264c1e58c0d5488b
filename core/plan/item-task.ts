import type { TaskDraft } from './draft.ts';
import { itemTitle, type Item } from '../markdown/items.ts';
import { slug } from './slug.ts';

/**
 * Makes tasks of list items. An item's id is its leading `T001` or `1.1`; without one it is made from the title, so
 * that it stays the same when items above it come and go.
 */
export function itemTasks(items: readonly Item[], content: string, spec: string): TaskDraft[] {
  const taken = new Set<string>();
  return items.map((item) => {
    const [first] = item.lines;
    const { id, title } = splitId(itemTitle(item));
    return {
      id: id ?? unused(slug(title)),
      title,
      line: first.number,
      column: first.text.length - first.text.trimStart().length + 1,
      text: content.slice(first.start, item.lines.at(-1)?.end),
      ticked: item.box === 'x' || item.lines.some((line) => doneStatus.test(line.text)),
      dependsOn: null,
      spec,
      files: [],
    };
  });

  function unused(wanted: string): string {
    let id = wanted;
    for (let number = 2; taken.has(id); number++) id = `${wanted}-${number}`;
    taken.add(id);
    return id;
  }
}

const doneStatus = /^\s+(?:[-*+] )?status: *`?(?:complete|squashed)\b/i;

/** `**T001** [P] Do it`, `1.1 Do it`, `2. Do it`. A bare number at the start is a part of the sentence. */
function splitId(title: string): { id: string | null; title: string } {
  const [whole, , id = ''] =
    /^([*_`]{0,3})(T-?\d{2,}[a-z]?|\d+[A-Z]?(?:\.\d+[A-Z]?)+|\d+[A-Z]?(?=[.:)]))[.:)]?\1[.:)]?\s+/.exec(title) ?? [];
  return whole === undefined ? { id: null, title } : { id, title: title.slice(whole.length) };
}
