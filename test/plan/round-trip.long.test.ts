import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBytes, encodeText } from '../../core/host/bytes.ts';
import { revert } from '../../core/plan/edit/change.ts';
import type { Edit } from '../../core/plan/edit/edit.ts';
import { clearMetadata, setMetadata } from '../../core/plan/edit/metadata.ts';
import { parseEntry } from '../../core/plan/tasks/metadata-entry.ts';
import { tick } from '../../core/plan/edit/tick.ts';
import { markdownLines } from '../../core/markdown/lines.ts';
import type { Plan, Task } from '../../core/plan/plan.ts';
import { readPlan } from '../../core/plan/read.ts';
import { edit, tasksOf } from './edit/edits.ts';
import { ownPlans, realPlans, type PlanFixture } from './plans.ts';

/** What editors, systems and accidents do to a file. */
const variants: Readonly<Record<string, (bytes: Buffer, at: number) => Buffer>> = {
  'as it is': (bytes) => bytes,
  'with CRLF': (bytes) => latin1(bytes, (text) => text.replaceAll(/\r?\n/g, '\r\n')),
  'with a byte order mark': (bytes) => Buffer.concat([Buffer.from('\uFEFF'), bytes]),
  'with tabs': (bytes) => latin1(bytes, (text) => text.replaceAll(/^ {2,4}/gm, '\t')),
  'without a newline at the end': (bytes) => latin1(bytes, (text) => text.replace(/\s+$/, '')),
  'with a zero byte in it': (bytes, at) => inserted(bytes, at, [0]),
  'with bytes in it that are not UTF-8': (bytes, at) => inserted(bytes, at, [0xe9, 0xff, 0xe2, 0x82]),
  'with a lone return in it': (bytes, at) => inserted(bytes, at, [0x0d]),
  'with a tick or a bar in it': (bytes, at) => inserted(bytes, at, at % 2 === 0 ? [0x60] : [0x7c]),
};

/** Some of the variants, one upon the other, and which of the tasks is looked at. */
const choice = fc.record({
  names: fc.subarray(Object.keys(variants), { maxLength: 3 }),
  at: fc.nat({ max: 2 ** 30 }),
  task: fc.nat({ max: 2 ** 30 }),
});

const examples = Object.keys(variants).flatMap((name) =>
  [0, 1, 2].map((task) => ({ names: [name], at: 7 * task, task })),
);

const fixtures = [
  ...ownPlans.map((plan) => ({ ...plan, name: plan.path })),
  ...realPlans.map((plan, index) => ({ ...plan, name: `real plan ${index + 1}, ${plan.path}` })),
];

test.runIf(realPlans.length === 0)(
  'Real plans are not looked at, because PHASEWRIGHT_CORPUS names no folder of them.',
  () => {
    expect(fixtures).toHaveLength(ownPlans.length);
  },
);

describe.each(fixtures)('$name', (fixture) => {
  test('A tick changes its own bytes on its own line, and can be taken back.', () => {
    holds(fixture, (content, plan, task) => {
      const ticked = edit(tick(content, plan, task, true));
      expect(takenBack(plan, ticked)).toBe(bytesOf(content));
      expect(ticked.noPlace).toEqual(ticked.changed ? [] : [task.id]);
      expect(ticked.changed).toBe(ticked.content !== content);
      if (!ticked.changed) return;
      expectOwnBytes(bytesOf(content), bytesOf(ticked.content), { plan, task });
      expectSameTasks(plan, ticked.content, (one) => one.line === task.line || one.ticked);
      const unticked = edit(
        tick(ticked.content, readPlan(plan.path, ticked.content), sameTask(ticked, plan, task), false),
      );
      // `[~]` and the words of a cell are known to the change alone.
      const wasPlain = /^\s*\S+\s+\[ \]/.test(task.text);
      expect(withoutPhases(plan, wasPlain ? unticked.content : content)).toBe(withoutPhases(plan, content));
      expect(tasksOf(readPlan(plan.path, unticked.content)).find(isAt(task))?.ticked).toBe(false);
      expect(takenBack(plan, unticked)).toBe(bytesOf(ticked.content));
    });
  });

  test('A claim can be cleared and taken back, and changes nothing but the lines of its item.', () => {
    holds(fixture, (content, plan, task) => {
      const claimed = edit(setMetadata(content, plan, task, { branch: 'impl/x', status: 'claimed' }));
      expect(takenBack(plan, claimed)).toBe(bytesOf(content));
      expect(claimed.noPlace).toEqual(claimed.changed ? [] : [task.id]);
      expect(claimed.changed).toBe(claimed.content !== content);
      if (!claimed.changed) return;
      expectSameTasks(plan, claimed.content, (one) => one.ticked);
      expect(sameTask(claimed, plan, task)).toMatchObject({ branch: 'impl/x', status: 'claimed' });
      // What was written there before the claim is not in the file any more.
      if (markdownLines(task.text).some(parseEntry)) return;
      const cleared = edit(
        clearMetadata(claimed.content, readPlan(plan.path, claimed.content), sameTask(claimed, plan, task)),
      );
      expect(bytesOf(cleared.content)).toBe(bytesOf(content));
    });
  });
});

test('The fixtures have what is looked for: ticks in boxes and cells, and tasks without a place for one.', () => {
  const outcomes = ownPlans.flatMap(({ path, bytes }) => {
    const content = decodeBytes(bytes);
    const plan = readPlan(path, content);
    return tasksOf(plan).map((task) => edit(tick(content, plan, task, true)));
  });
  expect(outcomes.filter((one) => one.changed).length).toBeGreaterThan(9);
  expect(outcomes.filter((one) => one.noPlace.length > 0)).toHaveLength(2);
});

/** Checks a property of one open task in all kinds of variants of a plan. */
function holds(fixture: PlanFixture, check: (content: string, plan: Plan, task: Task) => void): void {
  const property = fc.property(choice, ({ names, at, task: index }) => {
    let bytes: Buffer = Buffer.from(fixture.bytes);
    for (const name of names) bytes = variants[name]!(bytes, at);
    const content = decodeBytes(bytes);
    expect(bytesOf(content)).toBe(bytes.toString('latin1'));
    const plan = readPlan(fixture.path, content);
    const open = tasksOf(plan).filter((task) => !task.ticked);
    const task = open[index % open.length];
    if (task) check(content, plan, task);
  });
  fc.assert(property, { examples: examples.map((one) => [one] as const), numRuns: 60 });
}

function expectOwnBytes(before: string, after: string, { plan, task }: { plan: Plan; task: Task }): void {
  const [old, young] = [before.split('\n'), after.split('\n')];
  expect(young).toHaveLength(old.length);
  const differing = old.flatMap((line, index) => (line === young[index] ? [] : [index + 1]));
  // The task's own line; of one that is a heading those of its steps; and that of the phase with its last task.
  const last = task.line + task.text.split('\n').length - 1;
  const isStep = (line: number): boolean => line > task.line && line <= last && task.ranges.box === undefined;
  const phases = plan.phases.flatMap(({ line, claims }) => [line, ...claims.map((claim) => claim.line)]);
  const others = differing.filter((line) => line !== task.line && !isStep(line));
  expect(phases).toEqual(expect.arrayContaining(others));
  expect(others.length).toBeLessThanOrEqual(1);
  for (const line of differing) {
    const own = differingPart(old[line - 1]!, young[line - 1]!);
    const isBox = /^\s*(?:ï»¿)?(?:[-*+]|\d+[.)])\s+\[/.test(old[line - 1]!);
    expect(isBox ? [own.before.length, own.after] : (own.before + own.after).match(/\|/)).toEqual(
      isBox ? [1, 'x'] : null,
    );
  }
}

/** The bytes without the boxes of phases: some of those say something else than their tasks, and a tick sets them right. */
function withoutPhases({ phases }: Plan, content: string): string {
  const own = new Set(phases.flatMap(({ line, claims }) => [line, ...claims.map((claim) => claim.line)]));
  const tasks = new Set(phases.flatMap((phase) => phase.tasks.map(({ line }) => line)));
  const lines = bytesOf(content).split('\n');
  return lines
    .map((line, index) => (own.has(index + 1) && !tasks.has(index + 1) ? line.replace(/\[.\]/, '[]') : line))
    .join('\n');
}

function differingPart(before: string, after: string): { before: string; after: string } {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let end = 0;
  const longest = Math.min(before.length, after.length) - start;
  while (end < longest && before.at(-1 - end) === after.at(-1 - end)) end++;
  return { before: before.slice(start, before.length - end), after: after.slice(start, after.length - end) };
}

/** The same tasks are read, with the same titles, and ticked where they should be. */
function expectSameTasks(plan: Plan, content: string, isTicked: (task: Task) => boolean): void {
  const expected = tasksOf(plan).map((task) => [task.id, task.title, isTicked(task)]);
  expect(tasksOf(readPlan(plan.path, content)).map(({ id, title, ticked }) => [id, title, ticked])).toEqual(expected);
}

function sameTask({ content }: Edit, plan: Plan, task: Task): Task {
  return tasksOf(readPlan(plan.path, content)).find(isAt(task))!;
}

function isAt({ line }: Task): (other: Task) => boolean {
  return (other) => other.line === line;
}

function takenBack(plan: Plan, { content, change }: Edit): string {
  const before = revert(plan.path, content, change);
  if (!before.ok) throw new Error(before.failure.message);
  return bytesOf(before.value);
}

/** The bytes of the file, one character for each. */
function bytesOf(content: string): string {
  return Buffer.from(encodeText(content)).toString('latin1');
}

function latin1(bytes: Buffer, change: (text: string) => string): Buffer {
  return Buffer.from(change(bytes.toString('latin1')), 'latin1');
}

function inserted(bytes: Buffer, at: number, more: readonly number[]): Buffer {
  const place = at % (bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, place), Buffer.from(more), bytes.subarray(place)]);
}
