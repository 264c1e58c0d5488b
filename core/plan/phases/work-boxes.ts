import { boxItems, strayFields, type BoxWords, type Item } from '../../markdown/items.ts';
import { indentOf, isBlank, type Line } from '../../markdown/lines.ts';
import { opensCriteria } from '../tasks/item-metadata.ts';
import { isBareEntry } from '../tasks/metadata-entry.ts';

/**
 * The items with a box, at any depth, that may be work. A nested one is an item of its own; those below a key such as
 * `- Acceptance criteria:` say how to tell that the item above is done, and stay with it.
 */
export function workBoxes(lines: readonly Line[]): Item[] {
  return boxItems(lines, wordsIn(lines));
}

/** Lines such as `status: done` below nested boxes, of which nobody can tell for certain what they speak of. */
export function fieldsOfNoBox(lines: readonly Line[]): Line[] {
  return strayFields(lines, wordsIn(lines));
}

function wordsIn(lines: readonly Line[]): BoxWords {
  const criteria = criteriaBelowKeys(lines);
  return { counts: (line) => !criteria.has(line), isField: isBareEntry };
}

/** The lines that are indented deeper than a key that stands inside of an item. */
function criteriaBelowKeys(lines: readonly Line[]): Set<Line> {
  const below = new Set<Line>();
  let indent: number | null = null;
  for (const line of lines) {
    if (isBlank(line)) continue;
    if (indent !== null && !line.heading && indentOf(line) > indent) below.add(line);
    else indent = indentOf(line) > 0 && opensCriteria(line) ? indentOf(line) : null;
  }
  return below;
}
