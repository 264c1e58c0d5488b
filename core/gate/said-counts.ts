/** In the first group of every line that matches: the sum of the numbers; undefined where no line does. */
export function counted(text: string, line: RegExp, what: RegExp): number | undefined {
  const said = groupsOf(text, line);
  if (said.length === 0) return undefined;
  return said.flatMap((group) => [...group.matchAll(what)]).reduce((sum, [, number]) => sum + Number(number), 0);
}

/** Of every match the first group that there is. */
export function groupsOf(text: string, line: RegExp): string[] {
  return [...text.matchAll(line)].map(([, ...groups]) => groups.find((group) => group !== undefined) ?? '');
}
