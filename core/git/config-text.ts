/** One line of git's configuration: `section.subsection.name`, and its value; undefined where only the name stands. */
export interface ConfigEntry {
  readonly key: string;
  readonly value: string | undefined;
}

/** Reads what `git config --list -z` prints. */
export function configEntries(listing: string): ConfigEntry[] {
  const lines = listing.split('\0').slice(0, -1);
  return lines.map((text) => {
    const end = text.indexOf('\n');
    return end < 0 ? { key: text, value: undefined } : { key: text.slice(0, end), value: text.slice(end + 1) };
  });
}

/** A configuration file of these entries, in their order: the last of several counts for some keys, all of them for others. */
export function configText(entries: readonly ConfigEntry[]): string {
  return entries.map((entry) => `${header(entry.key)}\n\t${line(entry)}\n`).join('');
}

/** A subsection may hold dots, and whatever else: it lies between the first and the last. */
function header(key: string): string {
  const [first, last] = [key.indexOf('.'), key.lastIndexOf('.')];
  const section = key.slice(0, first);
  return first === last ? `[${section}]` : `[${section} "${escaped(key.slice(first + 1, last))}"]`;
}

function line({ key, value }: ConfigEntry): string {
  const name = key.slice(key.lastIndexOf('.') + 1);
  if (value === undefined) return name;
  return `${name} = "${escaped(value).replaceAll('\n', '\\n').replaceAll('\t', '\\t')}"`;
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"');
}
