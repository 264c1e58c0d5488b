import { expect, test } from 'vitest';
import { passedOver } from '../../core/stage/passed-over.ts';

/** 1, then 2 which needs it; 3 only comes after 1, and 4 needs 3. */
const tasks = [
  { id: '4', slug: '4', title: '', dependsOn: ['3'] },
  { id: '1', slug: '1', title: '', dependsOn: [] },
  { id: '2', slug: '2', title: '', dependsOn: ['1'] },
  { id: '3', slug: '3', title: '', dependsOn: [], after: ['1'] },
];

function left(ran: Readonly<Record<string, boolean>>): string[] {
  return passedOver(tasks, new Map(Object.entries(ran)));
}

test('What was only to come after a task that failed is still to run, and so is what needs it.', () => {
  expect(left({ 'spec-lint': true, 'task-1': false })).toEqual(['task-3', 'task-4']);
});

test('What needs a task that failed is not.', () => {
  expect(left({ 'spec-lint': true, 'task-1': false, 'task-3': false })).toEqual([]);
  expect(left({ 'spec-lint': true, 'task-1': true, 'task-2': true, 'task-3': false })).toEqual([]);
});

test('Nothing runs again.', () => {
  expect(left({ 'spec-lint': true, 'task-1': false, 'task-3': true })).toEqual(['task-4']);
  expect(left({ 'spec-lint': true, 'task-1': true, 'task-2': true, 'task-3': true, 'task-4': false })).toEqual([]);
});

test('No task runs on specs that are not clean, or not looked at.', () => {
  expect(left({ 'spec-lint': false })).toEqual([]);
  expect(left({})).toEqual([]);
});
