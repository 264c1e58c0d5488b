import type { Item } from '../../markdown/items.ts';
import type { Unparsed } from '../plan.ts';

/** The blocks that some items make which are no tasks; items that stand together are one block. */
export function leftAside(items: readonly Item[], reason: string): Unparsed[] {
  const blocks: { line: number; endLine: number; reason: string }[] = [];
  for (const { lines } of items) {
    const [first] = lines;
    const last = blocks.at(-1);
    const end = lines.at(-1)?.number ?? first.number;
    if (last && first.number <= last.endLine + 2) last.endLine = Math.max(last.endLine, end);
    else blocks.push({ line: first.number, endLine: end, reason });
  }
  return blocks;
}
