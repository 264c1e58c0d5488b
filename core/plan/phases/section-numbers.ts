import type { Line } from '../../markdown/lines.ts';
import { isHeading, splitNumber } from '../../markdown/outline.ts';

/** The numbers that headings start with: `1` of `## 1. Setup`. */
export function sectionNumbers(lines: readonly Line[]): string[] {
  return lines.flatMap((line) => (isHeading(line) ? splitNumber(line.heading.text).number || [] : []));
}
