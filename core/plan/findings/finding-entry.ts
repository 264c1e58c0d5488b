import { itemTitle, outerItems, readItem, startsBlock, type Item } from '../../markdown/items.ts';
import { parseLabel } from '../../markdown/label.ts';
import { isBlank, type Line } from '../../markdown/lines.ts';
import type { Part } from '../../markdown/outline.ts';
import { rangeIn } from '../../markdown/range.ts';
import { bulletLabel, headingLabel, withoutCode, type FindingLabel } from './finding-label.ts';
import { findingState } from './finding-state.ts';
import { isStruck } from './finding-table.ts';
import type { Finding, FindingState } from './finding.ts';

/**
 * The finding that has a heading of its own, such as `### P0-1 — title`. A heading with nothing but a severity before
 * its title is often the name of a group; it is an entry if a place is given below it.
 */
export function headingFinding({ heading, own }: Part, section: FindingState | null): Finding | null {
  const text = heading?.heading.text ?? '';
  const label = headingLabel(text);
  if (!heading || !label) return null;
  const location = writtenLocation(own);
  if (label.id === '' && location === '') return null;
  const from = heading.text.indexOf(text);
  const title = withoutStrikes(text.slice(label.rest));
  return {
    id: label.id,
    severity: label.severity,
    title,
    location,
    state: findingState([label.words, text], { struck: isStruckEntry(text, label), status: '', section }),
    line: heading.number,
    range: rangeIn(heading, from, from + text.length),
  };
}

/** The findings that are bullets: `- **P3-11 title** — …` and `- **P2** — place. …`. */
export function bulletFindings(lines: readonly Line[], section: FindingState | null): Finding[] {
  return outerItems(lines).flatMap((item) => bulletFinding(item, section) ?? []);
}

function bulletFinding(item: Item, section: FindingState | null): Finding | null {
  const [line] = item.lines;
  const label = /^\s*[-*+]\s/.test(line.text) ? bulletLabel(item.head) : null;
  if (!label) return null;
  const text = itemTitle(item);
  const bold = boldText(text, label);
  const rest = bold === '' ? splitPlace(textBehind(text, label)) : { title: bold, location: '' };
  if (rest === null) return null;
  const from = line.text.lastIndexOf(item.head) + label.start;
  return {
    id: label.id,
    severity: label.severity,
    ...rest,
    state: findingState([label.words, bold], { struck: isStruckEntry(text, label), status: '', section }),
    line: line.number,
    range: rangeIn(line, from, from + label.words.length),
  };
}

/** What stands between the label and the closing marks: `title` of `**P3-11 title** — …`. */
function boldText(text: string, { start, rest }: FindingLabel): string {
  const close = text.indexOf(text.includes('**') ? '**' : '__', start);
  return close > rest ? text.slice(rest, close).trim() : '';
}

function textBehind(text: string, { rest }: FindingLabel): string {
  return withoutStrikes(text.slice(rest));
}

/** `place. What is wrong. Fix shape: …`. Without a place and without a fix it is no finding, but a legend. */
function splitPlace(text: string): { title: string; location: string } | null {
  const [written = '', code = '', path = ''] =
    /^(?:`([^`]{1,300})`|([^\s`]{1,200}(?:\/|::|:\d|\.[a-z]{2,5}\b)[^\s`]{0,200}))/.exec(text) ?? [];
  const location = code === '' ? path.replace(/[.,;:。，；：]$/, '') : code;
  const said = text.slice(written.length).replace(/^[\s.,;:。，；：—–-]{1,10}/, '');
  const fix = said.search(/(?:recommended )?fix(?: shape)?\s?[:：]/i);
  if (location === '' && fix < 0) return null;
  return { title: (fix < 0 ? said : said.slice(0, fix)).trim(), location };
}

const locationNames = /^(?:citations?|locations?|where|code|files?|place|位置|出处)$/i;

/** What stands behind `**Citation**:`, which may be a line or a bullet. */
function writtenLocation(lines: readonly Line[]): string {
  for (let index = 0; index < lines.length;) {
    const item = readItem(lines, index);
    const line = lines[index];
    const label = line?.kind === 'text' ? parseLabel(item ? itemTitle(item) : line.text) : null;
    if (label && locationNames.test(label.name)) {
      const location = item ? label.rest : paragraph(label.rest, lines, index + 1);
      return withoutCode(location.replace(/[.。]$/, ''));
    }
    index = item?.next ?? index + 1;
  }
  return '';
}

function paragraph(first: string, lines: readonly Line[], index: number): string {
  const texts = [first];
  let next = index;
  for (let line = lines[next]; line && !isBlank(line) && !startsBlock(line); line = lines[++next]) {
    texts.push(line.text.trim());
  }
  return texts.join(' ').trim();
}

function isStruckEntry(text: string, { rest }: FindingLabel): boolean {
  return isStruck(text) || isStruck(text.slice(0, rest).replace(/[\s—–:：.-]+$/, '')) || isStruck(text.slice(rest));
}

function withoutStrikes(text: string): string {
  return text.replace(/^~~/, '').replace(/~~$/, '').trim();
}
