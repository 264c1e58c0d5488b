import { outerItems } from '../markdown/items.ts';
import type { Line } from '../markdown/lines.ts';
import { linesBelow, outline, splitNumber, type HeadingLine, type Part } from '../markdown/outline.ts';
import { isBlank } from '../markdown/lines.ts';
import { findingTables, type FindingTable } from '../plan/findings/finding-table.ts';
import type { Finding } from '../plan/findings/finding.ts';

/** How a backlog writes its entries. */
export type Form =
  | { readonly kind: 'heading'; readonly level: number }
  | { readonly kind: 'bullet'; readonly marker: string }
  | { readonly kind: 'table'; readonly table: FindingTable };

/** A list of entries in a backlog. */
export interface Listing {
  readonly form: Form;
  /** The heading it stands below. */
  readonly heading: HeadingLine | null;
  /** Its last line: another entry goes behind it. */
  readonly last: Line;
}

/**
 * The last list in the form that most findings have which are open, or most of all where none is open; null where there
 * is none. Entries without a severity say nothing about the form, and a table of such has no place for ours.
 */
export function mainListing(lines: readonly Line[], findings: readonly Finding[]): Listing | null {
  const rated = findings.filter(({ severity }) => severity !== null);
  const open = rated.filter(({ state }) => state === 'open');
  const telling = new Set((open.length > 0 ? open : rated).map(({ line }) => line));
  const listings = listingsOf(lines, new Set(findings.map(({ line }) => line)), telling);
  const counts = new Map<Form['kind'], number>();
  for (const { form, telling: count } of listings) counts.set(form.kind, (counts.get(form.kind) ?? 0) + count);
  const most = Math.max(1, ...counts.values());
  const fitting = listings.filter(({ form, telling: count }) => form.kind !== 'table' || count > 0);
  return fitting.findLast(({ form }) => counts.get(form.kind) === most) ?? null;
}

interface Counted extends Listing {
  /** How many of its entries tell what the main form is. */
  readonly telling: number;
}

/** The lists that hold the entries on these lines, in their order. */
function listingsOf(lines: readonly Line[], entries: ReadonlySet<number>, telling: ReadonlySet<number>): Counted[] {
  const found: Counted[] = [];
  const tellingAmong = (numbers: readonly number[]): number => numbers.filter((one) => telling.has(one)).length;
  for (const part of outline(lines)) {
    const { heading, own } = part;
    if (heading && entries.has(heading.number)) addEntry(part, heading);
    for (const table of findingTables(own, null)) {
      const rows = table.rows.map(({ line }) => line.number).filter((number) => entries.has(number));
      if (rows.length === 0) continue;
      found.push({ form: { kind: 'table', table }, heading, last: table.last, telling: tellingAmong(rows) });
    }
    const bullets = outerItems(own).filter(({ lines: [first] }) => entries.has(first.number));
    const bullet = bullets.at(-1);
    if (!bullet) continue;
    const last = bullet.lines.at(-1) ?? bullet.lines[0];
    const count = tellingAmong(bullets.map(({ lines: [first] }) => first.number));
    found.push({ form: { kind: 'bullet', marker: bullet.marker }, heading, last, telling: count });
  }
  return found;

  /** An entry that has a heading of its own goes on to the next heading of its level. */
  function addEntry(part: Part, heading: HeadingLine): void {
    const form = { kind: 'heading', level: heading.heading.level } as const;
    const last = linesBelow(lines, heading).findLast((line) => !isBlank(line)) ?? heading;
    found.push({ form, heading: part.above?.heading ?? null, last, telling: tellingAmong([heading.number]) });
  }
}

/**
 * Whether a heading says no more of its entries than that they are findings. Any other tells which they are, by phase,
 * severity or topic, so that what is new does not belong there.
 */
export function isPlain(heading: HeadingLine | null): boolean {
  if (!heading || heading.heading.level === 1) return true;
  const { text } = splitNumber(heading.heading.text);
  return /^(?:(?:open|review|current)(?: (?:findings|items|issues))?|findings|backlog|issues|待办|发现|问题)$/i.test(
    text,
  );
}
