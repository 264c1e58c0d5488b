import { expect, test } from 'vitest';
import { addDeviations, deviationsText, type Deviation } from '../../core/review/deviation.ts';

const one: Deviation = { path: 'src/a.ts', line: 3, norm: 'No clock in the domain', reason: 'It measures itself.' };

test('A deviation that is named again is told in its new words.', () => {
  const again = { ...one, line: 7, reason: 'It is a benchmark.' };
  const other = { ...one, norm: 'No default exports' };
  expect(addDeviations([one], [again, other])).toEqual([again, other]);
});

test('A commit tells each with its place, the norm and the reason; without any it tells nothing.', () => {
  expect(deviationsText([one])).toBe('Deviates on purpose:\n- src/a.ts:3 No clock in the domain: It measures itself.');
  expect(deviationsText([])).toBe('');
});
