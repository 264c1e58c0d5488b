/** The word that somebody who wrote `wrong` most likely meant; undefined where none is near. */
export function nearest(wrong: string, words: readonly string[]): string | undefined {
  const tolerated = Math.max(1, Math.floor(wrong.length / 3));
  const ranked = words
    .filter((word) => Math.abs(word.length - wrong.length) <= tolerated)
    .map((word) => ({ word, distance: distance(wrong.toLowerCase(), word.toLowerCase()) }))
    .toSorted((a, b) => a.distance - b.distance);
  const begun = (word: string): boolean => wrong.length >= 3 && word.startsWith(wrong);
  return ranked.find((each) => each.distance <= tolerated)?.word ?? words.find(begun);
}

/** `; did you mean "word"?`, or nothing. */
export function suggestion(wrong: string, words: readonly string[]): string {
  const word = nearest(wrong, words);
  return word === undefined ? '' : `; did you mean "${word}"?`;
}

/** How many characters have to be added, removed or replaced (Levenshtein), one row of the table at a time. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
