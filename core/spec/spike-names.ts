/** Names of research memos in a text, without `.md`: `spike-cache`, `docs/research/study-parsers.md`. 1-based columns. */
export function spikeNames(text: string): { readonly name: string; readonly column: number }[] {
  return [...text.matchAll(/(?<![\w-])(?:spike|study|survey)-[\w-]+/gi)].map(({ 0: name, index }) => {
    return { name, column: index + 1 };
  });
}
