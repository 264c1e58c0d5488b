import type { Line } from '../../markdown/lines.ts';
import { rangeIn } from '../../markdown/range.ts';
import type { Ranges } from '../plan.ts';

/** Where a phase's label and title stand in its heading; what is empty stands nowhere. */
export function headingRanges(line: Line, label: string, title: string): Ranges<'label' | 'title'> {
  const labelAt = label === '' ? -1 : line.text.indexOf(label);
  const titleAt = title === '' ? -1 : line.text.indexOf(title, Math.max(labelAt, 0) + label.length);
  return {
    ...(labelAt >= 0 && { label: rangeIn(line, labelAt, labelAt + label.length) }),
    ...(titleAt >= 0 && { title: rangeIn(line, titleAt, titleAt + title.length) }),
  };
}
