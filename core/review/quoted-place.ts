import { plainLine } from './finding.ts';

/** A place that somebody claims something about: the line of a file, and what stands there. */
export interface QuotedPlace {
  readonly path: string;
  readonly line: number;
  readonly quote?: string | undefined;
}

/** Lines between a place as it is named and where its quote stands: people and agents miscount. */
const near = 3;

/** A quote of a part of a line is taken from so many characters on; shorter ones stand in too many lines. */
const shortestPart = 8;

/**
 * Looks a quoted line up in the text of its file: the line where it stands, or what is wrong with the place. The nearest
 * line is taken where it is near; one farther off only if it is the only one. `isOnly`: no other line of the file is so.
 */
export function lineOfQuote(
  place: QuotedPlace,
  text: string | undefined,
): { readonly line: number; readonly isOnly: boolean } | { readonly problem: string } {
  const { path, line, quote } = place;
  if (text === undefined) return { problem: `there is no file ${path} in the commit` };
  if (quote === undefined) return { problem: `the line ${path}:${line} is not quoted` };
  const wanted = plainLine(firstLine(quote));
  const lines = text.split(/\r\n|\r|\n/);
  const hits = standing(lines, wanted);
  const closest = hits.toSorted((a, b) => Math.abs(a - line) - Math.abs(b - line))[0];
  if (closest === undefined) return { problem: `${path} has no line "${wanted}"` };
  const isOnly = hits.length === 1;
  if (isOnly || Math.abs(closest - line) <= near) return { line: closest, isOnly };
  const some = hits.slice(0, 5).join(', ');
  return { problem: `"${wanted}" stands in ${path} in lines ${some}${hits.length > 5 ? ', …' : ''}, not near ${line}` };
}

/** Whether a line tells its place from another's: `} catch {` stands anywhere. */
export function isTelling(quote = ''): boolean {
  return new TextEncoder().encode(quote.replaceAll(/[^\p{L}\p{N}]/gu, '')).length >= leastTelling;
}

/** Bytes of letters and digits in UTF-8: two characters of Chinese tell as much as six of English. */
const leastTelling = 6;

/** The numbers of the lines that a quote is; where it is none, of those that it is a part of. */
function standing(lines: readonly string[], wanted: string): number[] {
  const plain = lines.map(plainLine);
  const whole = numbersOf(plain, (one) => one === wanted);
  if (whole.length > 0 || wanted.length < shortestPart) return whole;
  const part = numbersOf(plain, (one) => one.includes(wanted));
  if (part.length > 0 || !isOfDiff.test(wanted)) return part;
  return standing(lines, wanted.replace(isOfDiff, ''));
}

/** Who reads a diff copies its marks. */
const isOfDiff = /^[+-] ?/;

function numbersOf(lines: readonly string[], fits: (line: string) => boolean): number[] {
  return lines.flatMap((line, index) => (fits(line) ? [index + 1] : []));
}

/** Of several lines the first counts. */
function firstLine(quote: string): string {
  return quote.split(/[\r\n]/).find((line) => line.trim() !== '') ?? '';
}
