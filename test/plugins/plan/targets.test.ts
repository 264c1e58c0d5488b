import type { TargetConfiguration } from '@nx/devkit';
import { describe, expect, test } from 'vitest';
import { readPlan } from '../../../core/plan/read.ts';
import { checkoutTargets, phaseTargets } from '../../../plugins/plan/targets.ts';

const text = '## Phase 1: Start\n\n- [ ] 1.1 Read\n- [ ] 1.2 Write\n\n## Phase 2: End\n';

/** A Spec cell may name any Markdown file of the workspace. */
const anyMarkdown = '{workspaceRoot}/**/*.md';
const lintConfig = '{workspaceRoot}/phasewright.lint.json';
/** A link to code is broken when the code is gone, and no fileset of Markdown knows. */
const listings = [
  { runtime: 'git ls-files --cached --others --exclude-standard' },
  { runtime: 'git ls-files --deleted' },
];

function of(...paths: readonly string[]): Record<string, TargetConfiguration> {
  const plans = paths.map((path) => readPlan(path, text));
  return checkoutTargets({ plans });
}

function executors(targets: Record<string, TargetConfiguration>): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(targets).map(([name, target]) => [name, target.executor]));
}

describe('the targets of a checkout', () => {
  const path = 'packages/a/specs/delivery/impl-plan.md';
  const targets = of(path);

  test('are five, each with an executor and a description.', () => {
    expect(executors(targets)).toEqual({
      'implement-phase': 'phasewright:implement-phase',
      'spec-lint': 'phasewright:spec-lint',
      gates: 'phasewright:gates',
      review: 'phasewright:review',
      'exit-criteria': 'phasewright:exit-criteria',
    });
    for (const { metadata } of Object.values(targets)) {
      expect(metadata).toMatchObject({ description: expect.stringMatching(/\w/), technologies: ['phasewright'] });
    }
    expect(targets['implement-phase']?.metadata?.description).toBe(
      `Lands one phase of ${path} (phase 1: 2 tasks, phase 2: 0 tasks)`,
    );
  });

  test('know their plans.', () => {
    for (const name of ['implement-phase', 'spec-lint', 'review', 'exit-criteria'])
      expect(targets[name]?.options).toMatchObject({ plans: [path] });
  });

  test('are cached where a tree alone decides what they say, and nowhere else.', () => {
    expect(Object.keys(targets).filter((name) => targets[name]?.cache)).toEqual(['spec-lint', 'gates']);
    expect(targets['implement-phase']).toMatchObject({ cache: false, parallelism: false });
    expect(targets['implement-phase']).not.toHaveProperty('dependsOn');
  });

  test('run gates again when any file has changed, or Node.', () => {
    expect(targets['gates']).toMatchObject({ cache: true });
    expect(targets['gates']).not.toHaveProperty('dependsOn');
    expect(targets['gates']?.inputs).toEqual(['{workspaceRoot}/**/*', { runtime: 'node --version' }]);
  });

  test.each([
    [[path], [`{workspaceRoot}/${path}`, anyMarkdown, lintConfig, ...listings]],
    // The plan itself is no Markdown here: without it the lint of an edited plan would be replayed.
    [['implementation-plan.toml'], ['{workspaceRoot}/implementation-plan.toml', anyMarkdown, lintConfig, ...listings]],
    [
      ['specs/91-impl-plan.md', 'specs/todo.md'],
      ['{workspaceRoot}/specs/91-impl-plan.md', '{workspaceRoot}/specs/todo.md', anyMarkdown, lintConfig, ...listings],
    ],
  ])('lint again when what they read has changed: %j.', (paths, inputs) => {
    expect(of(...paths)['spec-lint']?.inputs).toEqual(inputs);
  });

  test('leave their artifacts apart from each other.', () => {
    const outputs = Object.values(targets).flatMap((target) => target.outputs ?? []);
    expect(outputs).toEqual([
      '{workspaceRoot}/.phasewright/{projectName}/spec-lint',
      '{workspaceRoot}/.phasewright/{projectName}/gates',
    ]);
  });
});

function task(slug: string, ...dependsOn: readonly string[]) {
  return { id: `id of ${slug}`, slug, title: `Title ${slug}`, dependsOn };
}

describe('the graph of a phase', () => {
  const about = {
    project: 'demo',
    plan: { id: 'demo', path: 'specs/91-impl-plan.md' },
    phase: { id: '1/x', slug: '1-x-0a1b2c', title: 'Start' },
  };
  const targets = phaseTargets({
    ...about,
    tasks: [task('1.1'), task('1.2', '1.1'), task('1.3', '1.1'), task('1.4', '1.2', '1.3')],
  });
  const folder = '{workspaceRoot}/.phasewright/demo/phase-1-x-0a1b2c';

  test('has a target for each task and stage, in the order of what they need.', () => {
    const order = Object.fromEntries(Object.entries(targets).map(([name, { dependsOn }]) => [name, dependsOn ?? []]));
    expect(order).toEqual({
      'spec-lint': [],
      'task-1.1': ['spec-lint'],
      'task-1.2': ['spec-lint', 'task-1.1'],
      'task-1.3': ['spec-lint', 'task-1.1'],
      'task-1.4': ['spec-lint', 'task-1.2', 'task-1.3'],
      squash: ['spec-lint', 'task-1.1', 'task-1.2', 'task-1.3', 'task-1.4'],
      review: ['squash'],
      gates: ['review'],
      'exit-criteria': ['gates'],
    });
  });

  test('puts a task that only comes later behind the other one.', () => {
    const tasks = [task('1.1'), { ...task('1.2'), after: ['1.1'] }];
    expect(phaseTargets({ ...about, tasks })['task-1.2']?.dependsOn).toEqual(['spec-lint', 'task-1.1']);
  });

  test('tells each task which it is.', () => {
    expect(targets['task-1.2']).toMatchObject({
      executor: 'phasewright:task',
      options: { task: 'id of 1.2' },
      metadata: { description: 'id of 1.2 Title 1.2' },
    });
    expect(targets['spec-lint']).toMatchObject({ options: { plans: ['specs/91-impl-plan.md'], phase: '1/x' } });
  });

  test.each(['task-1.1', 'task-1.4', 'squash', 'review', 'gates', 'exit-criteria'])(
    'hashes for %s what bind has laid out for it and the records before it, and nothing of the checkout.',
    (name) => {
      expect(targets[name]).toMatchObject({
        cache: true,
        inputs: [
          { fileset: `${folder}/bind/${name}.json`, includeIgnored: true },
          { dependentTasksOutputFiles: '**/record.json', transitive: true },
        ],
        outputs: [`${folder}/${name}`],
      });
    },
  );

  test('keeps the artifacts of each stage apart.', () => {
    const outputs = Object.values(targets).flatMap((target) => target.outputs ?? []);
    expect(new Set(outputs).size).toBe(Object.keys(targets).length);
    expect(targets['spec-lint']?.outputs).toEqual([`${folder}/spec-lint`]);
  });
});
