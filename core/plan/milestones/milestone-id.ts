const id = String.raw`M(?:-?\d{1,4}(?:\.\d{1,4})?[a-z]?|-[a-z]{1,20})(?![A-Za-z0-9_])`;
const atStart = new RegExp(`^${id}`);
// `pre-M0` names no milestone; the second one of `M0-M3` does.
const anywhere = new RegExp(String.raw`(?<![A-Za-z0-9_.]|[A-Za-z]-)${id}`, 'g');

/** The milestone that a text starts with: `M0`, `M-1`, `M-future`. */
export function milestoneId(text: string): string | null {
  return atStart.exec(text)?.[0] ?? null;
}

/** Where milestones are named in a text. */
export function milestoneIds(text: string): { id: string; start: number; end: number }[] {
  return [...text.matchAll(anywhere)].map((found) => ({
    id: found[0],
    start: found.index,
    end: found.index + found[0].length,
  }));
}
