/**
 * How many lines of the file are its YAML front matter, the two lines of dashes included. A rule at the top of a file
 * is none: the first line that is not blank has to look like `key: value`.
 */
export function frontMatterEnd(lines: readonly { readonly text: string }[]): number {
  if (lines[0]?.text.trimEnd() !== '---') return 0;
  const first = lines.findIndex(({ text }, index) => index > 0 && text.trim() !== '');
  if (!/^[A-Za-z_][\w-]*\s*:(?:\s|$)/.test(lines[first]?.text.slice(0, 200) ?? '')) return 0;
  return lines.findIndex(({ text }, index) => index > first && /^(?:---|\.\.\.)\s*$/.test(text.slice(0, 200))) + 1;
}
