import { defineCheat } from '../cheat.ts';
import type { ChangedFile } from '../change.ts';

/**
 * A stored result that is written anew: what came out last is now what is wanted. New ones are no question; those that
 * differ from before are.
 *
 * @example A snapshot differs.
 *
 *     --- test/__snapshots__/page.test.ts.snap
 *       exports[`page > has a title 1`] = `
 *     - <title>Orders</title>
 *     + <title>undefined</title>
 *       `;
 *     === test/__snapshots__/page.test.ts.snap:2 Unexpected change of a stored result, expected it to stay, or the plan to ask for it
 *
 * @example A snapshot is new.
 *
 *     --- test/__snapshots__/page.test.ts.snap
 *       exports[`page > has a title 1`] = `
 *       <title>Orders</title>
 *       `;
 *     + exports[`page > has a heading 1`] = `
 *     + <h1>Orders</h1>
 *     + `;
 */
export const rewrittenSnapshot = defineCheat({
  id: 'rewritten-snapshot',
  verdict: 'flag',
  look({ files }, see) {
    const message = 'Unexpected change of a stored result, expected it to stay, or the plan to ask for it';
    for (const file of files) {
      const line = isStored(file) ? firstLost(file) : undefined;
      if (line !== undefined) see({ path: file.path, line, message, side: file.head ? 'head' : 'base' });
    }
  },
});

function isStored({ path }: ChangedFile): boolean {
  return /(?:^|\/)(?:__snapshots__|__image_snapshots__|snapshots|golden|goldens|testdata)\/|\.(?:snap|ambr|approved\.\w+|golden|snap\.new)$/.test(
    path,
  );
}

/** The place of the first line of before that is there no more, as a line of what is there now. */
function firstLost({ base, head }: ChangedFile): number | undefined {
  if (!base) return undefined;
  const left = new Map<string, number>();
  for (const line of head?.lines ?? []) left.set(line, (left.get(line) ?? 0) + 1);
  for (const [index, line] of base.lines.entries()) {
    const count = left.get(line) ?? 0;
    if (count === 0) return head ? Math.min(index + 1, head.lines.length) : index + 1;
    left.set(line, count - 1);
  }
  return undefined;
}
