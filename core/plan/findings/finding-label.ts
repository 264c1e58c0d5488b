import { markPattern } from './finding-state.ts';
import type { Finding } from './finding.ts';

/** How an entry starts that is a heading or a bullet: `P0-1 — …`, `P2: …`, `T4-A / T4-B — …`. */
export interface FindingLabel {
  /** As written, also where it is several; empty where there is only a severity. */
  readonly id: string;
  readonly severity: Finding['severity'];
  /** The id or severity, with the state behind it as in `P2 (FIXED) — …`. */
  readonly words: string;
  /** Where these words start in the text, behind bold marks and strike-through. */
  readonly start: number;
  /** Where the title starts. */
  readonly rest: number;
}

const severity = 'P[0-3]';
const suffix = String.raw`(?:-[A-Z0-9]{1,20}[a-z]?){1,4}`;
/** An id has a severity or a capital word before its hyphen; milestones (`M-1`) and decisions (`D6-1`) look alike. */
const ids = String.raw`(?:${severity}${suffix}|F\d{1,4}|(?!M-|D\d)[A-Z][A-Za-z0-9]{0,7}${suffix})`;
const pattern = new RegExp(
  String.raw`^(?<opening>[*_~]{0,6})(?<words>(?<name>${ids}(?:\s?[/,&+、]\s?${ids}){0,9}|${severity})(?![A-Za-z0-9-])` +
    String.raw`(?: ${markPattern})?)[*_~]{0,6}` +
    String.raw`(?<separator>\s{0,3}(?:[—–:：.]|-(?=\s))\s{0,3}[*_~]{0,6}|)`,
);

/** The label at the start of a heading, which a dash or a colon separates from the title. */
export function headingLabel(text: string): FindingLabel | null {
  const label = readLabel(text);
  return label && (label.separated || label.rest === text.length) ? label : null;
}

/** The label of a bullet such as `**P3-11 title** — …` or `**P2** — …`: it has a severity. */
export function bulletLabel(text: string): FindingLabel | null {
  const label = /^(?:~~)?(?:\*\*|__)/.test(text) ? readLabel(text) : null;
  return label?.severity ? label : null;
}

export function severityOf(id: string): Finding['severity'] {
  const [found] = /^P[0-3](?![A-Za-z0-9])/.exec(id) ?? [];
  return found === 'P0' || found === 'P1' || found === 'P2' || found === 'P3' ? found : null;
}

/** A place that is nothing but one code span, without its marks. */
export function withoutCode(text: string): string {
  return /^`[^`]+`$/.test(text) ? text.slice(1, -1) : text;
}

function readLabel(text: string): (FindingLabel & { readonly separated: boolean }) | null {
  const found = pattern.exec(text);
  const { opening = '', words = '', name = '', separator = '' } = found?.groups ?? {};
  if (!found) return null;
  return {
    id: severityOf(name) === name ? '' : name,
    severity: severityOf(name),
    words,
    start: opening.length,
    rest: found[0].length,
    separated: separator !== '',
  };
}
