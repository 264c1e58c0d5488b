import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { boxItems } from '../../core/markdown/items.ts';
import { markdownLines } from '../../core/markdown/lines.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { Range } from '../../core/markdown/range.ts';
import { readPlan } from '../../core/plan/read.ts';

interface Sample {
  readonly file: string;
  readonly path: string;
  readonly family: string;
  readonly expected: {
    readonly phases: readonly {
      readonly label: string;
      readonly title: string;
      readonly tasks: number;
      readonly hasExitCriteria: boolean;
    }[];
    readonly doneTasks: number;
    readonly checkboxes?: { readonly total: number; readonly done: number };
    readonly taskCarrier?: string;
    readonly taskCriteria?: boolean;
    readonly phaseStatusClaims?: Readonly<Record<string, string>>;
    readonly dependencies?: Readonly<Record<string, readonly number[]>>;
  };
}

// A folder of real plans with hand-made expectations; it is not part of the project.
const folder = process.env['PHASEWRIGHT_CORPUS'] ?? '';
const samples: readonly Sample[] = folder === '' ? [] : JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));

// Without the variable vitest lists all of this as skipped, under a name that says what is missing.
describe.skipIf(folder === '')('real plans, of the folder that PHASEWRIGHT_CORPUS names', () => {
  // Roadmaps list milestones, and milestones are not phases.
  const plans = samples.filter(({ path }) => !path.includes('roadmap'));
  const markdown = plans.filter(({ family }) => ['impl', 'checklist', 'freeform'].includes(family));
  const entries = plans.filter(({ family }) => family === 'toml');

  test('There are plans to look at.', () => {
    expect(markdown.length).toBeGreaterThan(0);
    expect(entries.length).toBeGreaterThan(0);
  });

  test.each([...markdown, ...entries])(
    '$file has the phases that a reader sees.',
    ({ file, path, family, expected }) => {
      // A name says little: each file is also read under the one that it has here.
      for (const name of family === 'toml' ? [path] : [path, file]) {
        const { phases } = readPlan(name, contentOf(file));
        const found = phases.map(({ written, tasks, criteria }) => ({
          label: written.label,
          title: family === 'toml' ? undefined : plain(written.title),
          tasks: tasks.length,
          hasExitCriteria: criteria.length > 0,
        }));
        expect(found).toEqual(
          expected.phases.map(({ label, title, tasks, hasExitCriteria }) => ({
            label,
            title: family === 'toml' ? undefined : plain(title),
            tasks,
            hasExitCriteria,
          })),
        );
        expect(phases.flatMap(({ tasks }) => tasks).filter(({ ticked }) => ticked)).toHaveLength(expected.doneTasks);
      }
    },
  );

  test.each(markdown)('$file loses no box: each is a task, a criterion, or left aside.', ({ file, path }) => {
    const content = contentOf(file);
    const plan = readPlan(path, content);
    const boxes = boxItems(markdownLines(content));
    const known = knownLines(plan);
    expect(boxes.filter(({ lines: [first] }) => !known.has(first.number))).toEqual([]);
  });

  test.each(plans.filter(({ expected }) => expected.checkboxes))('$file has as many boxes.', ({ file, expected }) => {
    const boxes = boxItems(markdownLines(contentOf(file)));
    const done = boxes.filter(({ box }) => box === 'x');
    expect({ total: boxes.length, done: done.length }).toEqual(expected.checkboxes);
  });

  test.each(markdown.filter(({ expected }) => expected.taskCarrier === 'checkbox'))(
    '$file has a box for each task, and its range is the character in it.',
    ({ file, path }) => {
      const content = contentOf(file);
      const found = tasksOf(readPlan(path, content)).map(({ ranges: { box } }) => box && textAt(content, box));
      expect(found).toEqual(boxItems(markdownLines(content)).map(({ box }) => box));
    },
  );

  test.each(markdown)('$file has every field where its range says.', ({ file, path }) => {
    const content = contentOf(file);
    const plan = readPlan(path, content);
    const at = (range: Range | undefined) => (range ? textAt(content, range) : '');
    const misplaced = tasksOf(plan).filter(({ id, title, ranges, files: [first = ''] }) => {
      const isThere = ranges.id === undefined || at(ranges.id) === id;
      return !isThere || !title.includes(at(ranges.title)) || !at(ranges.files).includes(first);
    });
    expect(misplaced).toEqual([]);
    expect(plan.phases.map(({ ranges: { label, title } }) => [at(label), at(title)])).toEqual(
      plan.phases.map(({ written: { label, title } }) => [label, title]),
    );
  });

  test.each(markdown.filter(({ family }) => family === 'impl'))('$file claims what it claims.', (sample) => {
    const { phases } = readPlan(sample.path, contentOf(sample.file));
    expect(phases.filter(({ claims }) => claims.length > 0).map(({ id }) => id)).toEqual(
      Object.keys(sample.expected.phaseStatusClaims ?? {}),
    );
  });

  test.each(markdown.filter(({ expected }) => expected.taskCriteria))('$file has criteria on each task.', (sample) => {
    const plan = readPlan(sample.path, contentOf(sample.file));
    expect(tasksOf(plan).filter(({ criteria }) => criteria.length === 0)).toEqual([]);
  });

  test.each(plans.filter(({ expected }) => expected.dependencies))(
    '$file has the dependencies that it writes.',
    (sample) => {
      const { phases } = readPlan(sample.path, contentOf(sample.file));
      const found = phases.flatMap(({ tasks }) => tasks.map(({ id, dependsOn }) => [id, dependsOn.map(Number)]));
      expect(Object.fromEntries(found)).toEqual(sample.expected.dependencies);
    },
  );

  test.each(samples)('$file is read without throwing, as any format.', ({ file, path }) => {
    const content = contentOf(file);
    for (const format of [undefined, 'impl', 'toml', 'checklist', 'freeform'] as const) {
      expect(() => readPlan(path, content, format)).not.toThrow();
    }
  });
});

function contentOf(file: string): string {
  return readFileSync(join(folder, file), 'utf8');
}

function tasksOf(plan: Plan) {
  return plan.phases.flatMap(({ tasks }) => tasks);
}

function plain(text: string): string {
  return text.replaceAll(/\s+/g, ' ');
}

function textAt(content: string, { start, end }: { readonly start: number; readonly end: number }): string {
  return Buffer.from(content).subarray(start, end).toString();
}

/** The first lines of tasks and criteria, and all lines of what was left aside. */
function knownLines({ phases, unparsed }: Plan): Set<number> {
  const known = new Set(phases.flatMap(({ tasks, criteria }) => [...tasks, ...criteria].map(({ line }) => line)));
  for (const { line, endLine } of unparsed) {
    for (let number = line; number <= endLine; number++) known.add(number);
  }
  return known;
}
