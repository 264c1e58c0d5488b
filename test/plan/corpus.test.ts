import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readPlan } from '../../core/plan/read.ts';

interface Sample {
  readonly file: string;
  readonly path: string;
  readonly family: string;
  readonly expected: {
    readonly phases: readonly { readonly label: string; readonly tasks: number; readonly hasExitCriteria: boolean }[];
    readonly doneTasks: number;
    readonly dependencies?: Readonly<Record<string, readonly number[]>>;
  };
}

// A folder of real plans with hand-made expectations; it is not part of the project.
const folder = process.env['PHASEWRIGHT_CORPUS'] ?? '';
const samples: readonly Sample[] = folder === '' ? [] : JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));

describe.skipIf(folder === '')('real plans', () => {
  // Roadmaps list milestones, and milestones are not phases.
  const plans = samples.filter(({ family, path }) => ['impl', 'toml'].includes(family) && !path.includes('roadmap'));

  test('There are plans to look at.', () => {
    expect(plans.length).toBeGreaterThan(0);
  });

  test.each(plans)('$file has the phases that a reader sees.', ({ file, path, family, expected }) => {
    const { phases } = readPlan(path, readFileSync(join(folder, file), 'utf8'));
    const found = phases.map(({ id, tasks, criteria }) => ({
      // The implicit phase of a TOML plan has an id here and none in the manifest.
      label: family === 'toml' ? '' : id,
      tasks: tasks.length,
      hasExitCriteria: criteria.length > 0,
    }));
    expect(found).toEqual(
      expected.phases.map(({ label, tasks, hasExitCriteria }) => ({ label, tasks, hasExitCriteria })),
    );
    expect(phases.flatMap(({ tasks }) => tasks).filter(({ ticked }) => ticked)).toHaveLength(expected.doneTasks);
  });

  test.each(plans.filter(({ expected }) => expected.dependencies))(
    '$file has the dependencies that it writes.',
    (sample) => {
      const { phases } = readPlan(sample.path, readFileSync(join(folder, sample.file), 'utf8'));
      const found = phases.flatMap(({ tasks }) => tasks.map(({ id, dependsOn }) => [id, dependsOn.map(Number)]));
      expect(Object.fromEntries(found)).toEqual(sample.expected.dependencies);
    },
  );

  test.each(samples)('$file is read without throwing, as any format.', ({ file, path }) => {
    const content = readFileSync(join(folder, file), 'utf8');
    for (const format of ['impl', 'toml', 'checklist'] as const) {
      expect(() => readPlan(path, content, format)).not.toThrow();
    }
  });
});
