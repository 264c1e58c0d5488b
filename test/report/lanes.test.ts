import { expect, test } from 'vitest';
import { withLanes } from '../../core/report/lanes.ts';
import type { Stage } from '../../core/report/story.ts';
import { sampleReport, second } from './sample.ts';

function stage(name: string, from: number | null, to: number | null): Stage {
  const [any] = sampleReport().stages;
  return { ...any!, name, started: at(from), ended: at(to) };
}

function at(seconds: number | null): string | null {
  return seconds === null ? null : second(seconds);
}

function lanes(...stages: readonly Stage[]): (number | null)[] {
  return withLanes(stages).map((one) => one.lane);
}

test('Stages that overlap have lanes of their own, and a lane that is free again is used again.', () => {
  expect(lanes(stage('a', 0, 10), stage('b', 5, 20), stage('c', 10, 15), stage('d', 12, 13))).toEqual([0, 1, 0, 2]);
});

test('The order in which stages are listed does not matter.', () => {
  expect(lanes(stage('later', 10, 15), stage('first', 0, 10))).toEqual([0, 0]);
});

test('A stage without times has no lane.', () => {
  expect(lanes(stage('a', null, null), stage('b', 0, 1))).toEqual([null, 0]);
});
