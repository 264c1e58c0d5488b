import type { SpecFile } from '../../spec/section.ts';
import { linesOf, placeIn } from '../context.ts';
import type { Complaint } from '../rule.ts';

/** Where words that were read from a line stand in it; the start of the line if they are written in another way. */
export function placeOfText(file: SpecFile, number: number, text: string): Pick<Complaint, 'at' | 'end'> {
  const line = linesOf(file)[number - 1];
  const from = line?.text.indexOf(text) ?? -1;
  if (!line || from < 0) return { at: { path: file.path, line: number, column: 1 } };
  return placeIn(file.path, line, from, from + text.length);
}
