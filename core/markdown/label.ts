/** A line such as `**Exit criteria (M1)**: all green`: a name, and what stands after it on the same line. */
export interface Label {
  /** Without bold marks, colon and a suffix in parentheses. */
  readonly name: string;
  readonly rest: string;
  readonly bold: boolean;
}

/** Reads a label at the start of an unindented line; the colon may stand inside or outside the bold marks. */
export function parseLabel(text: string): Label | null {
  return parseBoldLabel(text) ?? parsePlainLabel(text);
}

function parseBoldLabel(text: string): Label | null {
  const [whole, , inside = ''] = /^(\*\*|__)([^*_]{1,100})\1/.exec(text) ?? [];
  if (whole === undefined) return null;
  const written = inside.trim();
  const name = written.replace(/[:：]$/, '');
  const after = text.slice(whole.length).replace(/^ {0,3}(?:\([^()]{0,80}\)|（[^（）]{0,80}）)/, '');
  const rest = after.replace(/^ {0,3}(?:[:：]|[—–-](?= ))/, '');
  const separated = name !== written || rest !== after || after.trim() === '';
  return separated ? { name: withoutSuffix(name), rest: rest.trim(), bold: true } : null;
}

function parsePlainLabel(text: string): Label | null {
  const colon = text.slice(0, 120).search(/[:：]/);
  if (colon < 1 || /^[\s>|#\-+*`]/.test(text)) return null;
  const rest = text.slice(colon + 1);
  // `note:this` and `https://…` are not labels; a full-width colon needs no blank after it.
  if (text[colon] === ':' && rest !== '' && !/^\s/.test(rest)) return null;
  return { name: withoutSuffix(text.slice(0, colon)), rest: rest.trim(), bold: false };
}

/** Takes away `(M1)`, `（M1）` and the like at the end of a name. */
export function withoutSuffix(name: string): string {
  const open = name.search(/[(（]/);
  return open > 0 && /[)）]\s*$/.test(name) ? name.slice(0, open).trim() : name.trim();
}
