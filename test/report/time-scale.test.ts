import { expect, test } from 'vitest';
import { timeScale } from '../../core/report/time-scale.ts';

const minute = 60_000;
const hour = 60 * minute;

test('A moment is where its time is, true to scale.', () => {
  const scale = timeScale([{ from: 1000, to: 1000 + 10 * minute }], 100);

  expect([scale.x(1000), scale.x(1000 + 5 * minute), scale.x(1000 + 10 * minute)]).toEqual([0, 50, 100]);
  expect(scale).toMatchObject({ breaks: [], worked: 10 * minute });
});

test('A night between two runs takes no room, and is told.', () => {
  const scale = timeScale(
    [
      { from: 0, to: 10 * minute },
      { from: 8 * hour, to: 8 * hour + 10 * minute },
    ],
    128,
  );

  expect(scale.breaks).toEqual([{ x: 50, width: 28, ms: 8 * hour - 10 * minute }]);
  expect([scale.x(10 * minute), scale.x(8 * hour), scale.x(8 * hour + 10 * minute)]).toEqual([50, 78, 128]);
  expect(scale.worked).toBe(20 * minute);
});

test('A moment in a break lies within it.', () => {
  const scale = timeScale([{ from: 0, to: minute }, { from: hour, to: hour + minute }], 128); // prettier-ignore

  expect(scale.x(hour / 2)).toBeGreaterThan(50);
  expect(scale.x(hour / 2)).toBeLessThan(78);
});

test('A short pause is part of the work, and so is what was done side by side.', () => {
  const scale = timeScale(
    [
      { from: 0, to: 9 * minute },
      { from: 2 * minute, to: 5 * minute },
      { from: 9.5 * minute, to: 10 * minute },
    ],
    100,
  );

  expect(scale).toMatchObject({ breaks: [], worked: 10 * minute });
});

test('Ticks are round numbers of what was worked, no more than fit, and jump over breaks.', () => {
  const scale = timeScale([{ from: 0, to: 10 * minute }, { from: hour, to: hour + 10 * minute }], 128); // prettier-ignore

  expect(scale.ticks.map(({ ms }) => ms / minute)).toEqual([0, 5, 10, 15, 20]);
  expect(scale.ticks.map(({ x }) => x)).toEqual([0, 25, 50, 103, 128]);
});

test('Weeks of work and no work at all have a scale as well.', () => {
  expect(timeScale([{ from: 0, to: 500 * hour }], 100).ticks.length).toBeLessThanOrEqual(9);
  expect(timeScale([], 100)).toMatchObject({ breaks: [], worked: 1 });
  expect(timeScale([{ from: 5, to: 5 }], 100).x(5)).toBe(0);
});
