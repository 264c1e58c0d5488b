/** A word of a command line that people paste in a shell, whatever stands in it. */
export function shellWord(word: string): string {
  return /^[\w./:@][\w./:@-]*$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
