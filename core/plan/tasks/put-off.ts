/** `from` waits for `to`. */
export interface Wait {
  readonly from: string;
  readonly to: string;
}

/** What is put off, with all that waits for some of it, however many steps away. */
export function withWaiting(putOff: Iterable<string>, waits: Iterable<Wait>): ReadonlySet<string> {
  const waiting = Map.groupBy(waits, ({ to }) => to);
  const left = new Set(putOff);
  // A set that grows while it is gone through comes to its end as well, in a circle too.
  for (const id of left) for (const { from } of waiting.get(id) ?? []) left.add(from);
  return left;
}
