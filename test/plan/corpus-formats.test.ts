import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { boxItems } from '../../core/markdown/items.ts';
import { markdownLines } from '../../core/markdown/lines.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { revert } from '../../core/plan/edit/change.ts';
import { tickAll } from '../../core/plan/edit/tick.ts';
import { readPlan } from '../../core/plan/read.ts';

interface Sample {
  readonly file: string;
  readonly path: string;
  readonly family: 'speckit' | 'openspec' | 'kiro' | 'gsd';
  readonly expected: {
    readonly phases: readonly {
      readonly label: string;
      readonly title: string;
      readonly tasks: number;
      readonly hasExitCriteria: boolean;
    }[];
    readonly totalTasks: number;
    readonly doneTasks: number;
    readonly taskIds?: readonly string[];
    readonly phaseBoxes?: { readonly total: number; readonly done: number };
  };
}

// A folder of real plans with hand-made expectations; it is not part of the project.
const folder = process.env['PHASEWRIGHT_CORPUS'] ?? '';
const families = ['speckit', 'openspec', 'kiro', 'gsd'];
const samples: readonly Sample[] =
  folder === ''
    ? []
    : (JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Sample[]).filter(({ family }) =>
        families.includes(family),
      );

describe.skipIf(folder === '')('plans of other tools, of the folder that PHASEWRIGHT_CORPUS names', () => {
  test('There are some of each.', () => {
    expect(new Set(samples.map(({ family }) => family))).toEqual(new Set(families));
  });

  test.each(samples)('$file is of its format, and has the phases and tasks that a reader sees.', (sample) => {
    const { file, path, family, expected } = sample;
    const plan = readPlan(path, contentOf(file));
    expect(plan.format).toBe(family);
    const found = plan.phases.map(({ written, tasks, criteria }) => ({
      label: written.label,
      title: plain(written.title),
      // A number of the first level without others below it is its own task, which the expectation counts in the sum alone.
      tasks: tasks.filter(({ id }) => family !== 'kiro' || id !== written.label).length,
      hasExitCriteria: criteria.length > 0,
    }));
    expect(found).toEqual(expected.phases.map((phase) => ({ ...phase, title: plain(phase.title) })));
    const tasks = tasksOf(plan);
    expect([tasks.length, tasks.filter(({ ticked }) => ticked).length]).toEqual([
      expected.totalTasks,
      expected.doneTasks,
    ]);
  });

  test.each(samples.filter(({ expected }) => expected.taskIds))('$file has tasks of these ids.', (sample) => {
    const tasks = tasksOf(readPlan(sample.path, contentOf(sample.file)));
    expect(tasks.map(({ id }) => id)).toEqual(sample.expected.taskIds);
    expect(tasks.filter(({ criteria }) => criteria.length === 0)).toEqual([]);
  });

  test.each(samples.filter(({ expected }) => expected.phaseBoxes))('$file has as many boxes of phases.', (sample) => {
    const { phases } = readPlan(sample.path, contentOf(sample.file));
    const boxed = phases.flatMap(({ claims }) => claims.filter(({ text }) => /^\[[ x]\]$/i.test(text)));
    const done = boxed.filter(({ says }) => says === 'done');
    expect({ total: boxed.length, done: done.length }).toEqual(sample.expected.phaseBoxes);
  });

  test.each(samples)(
    '$file is read the same under any name, where it is said what it is.',
    ({ file, path, family }) => {
      const content = contentOf(file);
      const { because: _because, path: _path, ...found } = readPlan('a.md', content, family);
      const { because: _b, path: _p, ...there } = readPlan(path, content);
      expect(withoutPaths(found)).toEqual(withoutPaths(there));
    },
  );

  test.each(samples)('$file loses no box: each is a task, a phase, a criterion, or left aside.', ({ file, path }) => {
    const content = contentOf(file);
    const plan = readPlan(path, content);
    const known = new Set(
      [
        ...plan.phases.map(({ line }) => ({ line, endLine: line })),
        ...plan.phases.flatMap(({ criteria }) => criteria.map(({ line }) => ({ line, endLine: line }))),
        ...plan.phases.flatMap(({ claims }) => claims.map(({ line }) => ({ line, endLine: line }))),
        ...tasksOf(plan).map(({ line, text }) => ({ line, endLine: line + text.split('\n').length - 1 })),
        ...plan.unparsed,
      ].flatMap(({ line, endLine }) => Array.from({ length: endLine - line + 1 }, (_, index) => line + index)),
    );
    const lost = boxItems(markdownLines(content)).filter(({ lines: [first] }) => !known.has(first.number));
    expect(lost.map(({ lines: [first] }) => first.text)).toEqual([]);
  });

  test.each(samples)(
    '$file has one byte changed for each tick, and is as it was when that is taken back.',
    (sample) => {
      const content = contentOf(sample.file);
      const plan = readPlan(sample.path, content);
      const open = tasksOf(plan).filter(({ ticked, ranges }) => !ticked && ranges.box);
      const done = tickAll(content, plan, open, true);
      if (!done.ok) throw new Error(done.failure.message);
      // Some have a box for a whole phase, which goes with the last of its tasks.
      const phases = done.value.change.length - open.length;
      expect(phases).toBeLessThanOrEqual(sample.family === 'kiro' || sample.family === 'gsd' ? plan.phases.length : 0);
      expect(differing(content, done.value.content)).toBe(open.length + phases);
      const again = readPlan(sample.path, done.value.content);
      expect(tasksOf(again).filter(({ ticked, ranges }) => !ticked && ranges.box)).toEqual([]);
      const reverted = revert(sample.path, done.value.content, done.value.change);
      expect(reverted.ok && reverted.value).toBe(content);
      const ids = new Set(open.map(({ line }) => line));
      const back = tickAll(
        done.value.content,
        again,
        tasksOf(again).filter(({ line }) => ids.has(line)),
        false,
      );
      if (!back.ok) throw new Error(back.failure.message);
      const opened = readPlan(sample.path, back.value.content);
      expect(tasksOf(opened).map(({ ticked }) => ticked)).toEqual(tasksOf(plan).map(({ ticked }) => ticked));
    },
  );
});

function contentOf(file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

function tasksOf({ phases }: Plan) {
  return phases.flatMap(({ tasks }) => tasks);
}

/** Words alone: expectations differ in marks and blanks. */
function plain(title: string): string {
  return title.replaceAll(/[*_`]/g, '').replaceAll(/\s+/g, ' ').trim();
}

function withoutPaths(plan: object): unknown {
  return JSON.parse(JSON.stringify(plan, (key, value: unknown) => (key === 'path' || key === 'spec' ? '' : value)));
}

function differing(one: string, other: string): number {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  expect(a.length).toBe(b.length);
  return a.filter((byte, index) => byte !== b[index]).length;
}
