/**
 * What the head has more of than the base: what was only moved, within a file or from one to another, is not new. Of those
 * that are alike the last ones count as new.
 */
export function gained<T>(base: readonly T[], head: readonly T[], keyOf: (one: T) => string): T[] {
  const left = new Map<string, number>();
  for (const one of base) left.set(keyOf(one), (left.get(keyOf(one)) ?? 0) + 1);
  return head.filter((one) => {
    const key = keyOf(one);
    const count = left.get(key) ?? 0;
    if (count > 0) left.set(key, count - 1);
    return count === 0;
  });
}
