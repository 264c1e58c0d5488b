import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readPlan } from '../../core/plan/read.ts';

interface Sample {
  readonly file: string;
  readonly path: string;
  readonly family: string;
  readonly expected: {
    readonly totalTasks: number;
    readonly dependencies?: Readonly<Record<string, readonly number[]>>;
  };
}

// A folder of real plans with hand-made expectations; it is not part of the project.
const folder = process.env['PHASEWRIGHT_CORPUS'] ?? '';
const samples: readonly Sample[] = folder === '' ? [] : JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
const plans = samples.filter(({ family }) => family === 'toml');

describe.skipIf(folder === '')('real TOML plans', () => {
  test('There are plans to look at.', () => {
    expect(plans.length).toBeGreaterThan(0);
  });

  test.each(plans)('$file is read whole.', ({ file, path, expected }) => {
    const bytes = readFileSync(join(folder, file));
    const content = bytes.toString();
    const plan = readPlan(path, content);
    expect(plan.problems).toEqual([]);
    expect(plan.phases).toHaveLength(1);
    const tasks = plan.phases.flatMap((phase) => phase.tasks);
    expect(tasks).toHaveLength(expected.totalTasks);
    expect(Object.fromEntries(tasks.map(({ id, dependsOn }) => [id, dependsOn.map(Number)]))).toEqual(
      expected.dependencies,
    );
    for (const { title, ranges, files, text, commit, criteria } of tasks) {
      expect(bytes.toString('utf8', ranges.title?.start, ranges.title?.end)).toBe(title);
      expect(text.startsWith('[[commits]]')).toBe(true);
      expect(text.match(/\[\[commits\]\]/g)).toHaveLength(1);
      expect(commit.message).toMatch(/^\w+\(\w+\): /);
      for (const one of [...files, ...commit.tests]) expect(text).toContain(JSON.stringify(one));
      for (const { text: words, range } of criteria) expect(bytes.toString('utf8', range.start, range.end)).toBe(words);
    }
  });

  test.each(plans)('$file is read without throwing wherever it is cut off.', ({ file, path }) => {
    const content = readFileSync(join(folder, file), 'utf8');
    for (let end = 0; end < content.length; end += 7) {
      expect(() => readPlan(path, content.slice(0, end))).not.toThrow();
    }
  });
});
