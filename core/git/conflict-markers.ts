import type { Git } from './git.ts';
import type { Merged } from './merge-tree.ts';

/**
 * Of the conflicts of a merge those in which a tree has more markers than either side had by itself. What is gone, or what
 * git could put no markers into, such as an image or a file that one side has deleted, has none.
 */
export async function markedConflicts(git: Git, merged: Merged, tree: string): Promise<string[]> {
  const marked: string[] = [];
  for (const path of merged.conflicts) {
    const now = markersIn(await blobText(git, `${tree}:${path}`));
    const sides = await Promise.all(
      sidesOf(merged, path).map(async (object) => markersIn(await blobText(git, object))),
    );
    const before = (of: keyof Markers): number[] => sides.map((side) => side[of]);
    // Underlined headings look like the marker between the sides, and both sides may have brought some.
    const between = before('between').reduce((sum, count) => sum + count, 0);
    if (now.ends > Math.max(0, ...before('ends')) || now.between > between) marked.push(path);
  }
  return marked;
}

/** The content that each side has at a path. */
function sidesOf({ stages }: Merged, path: string): string[] {
  return stages.flatMap((entry) => {
    const [, object = '', stage = '', at = ''] = /^\d+ ([0-9a-f]+) (\d)\t(.*)$/s.exec(entry) ?? [];
    return at === path && stage !== '1' ? [object] : [];
  });
}

interface Markers {
  /** Lines that begin or end a conflict, or one of its sides. */
  readonly ends: number;
  readonly between: number;
}

/** Their length can be set by an attribute. */
function markersIn(text: string): Markers {
  const lines = text.split(/\r?\n/);
  const count = (pattern: RegExp): number => lines.filter((line) => pattern.test(line)).length;
  return { ends: count(/^(?:<{7,}|>{7,}|\|{7,})(?: |$)/), between: count(/^={7,}$/) };
}

async function blobText(git: Git, name: string): Promise<string> {
  return (await git.run(['cat-file', 'blob', name])).stdout;
}
