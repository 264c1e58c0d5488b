/** The id of a place in the page, and what a link to it ends with. Any name has one of its own, whatever is in it. */
export function anchor(kind: 'task' | 'criterion' | 'record' | 'finding' | 'file', name: string | number): string {
  const safe = String(name).replaceAll(
    /[^A-Za-z0-9.-]/gu,
    (character) => `_${(character.codePointAt(0) ?? 0).toString(16)}_`,
  );
  return `${kind}-${safe}`;
}
