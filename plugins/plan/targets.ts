import type { TargetConfiguration } from '@nx/devkit';
import { configPath } from '../../core/lint/config-path.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { artifactFolder, type PhaseRecord } from '../../core/stage/phase-record.ts';

/** The few targets of a checkout, for a project that has plans: everyday use and CI, on the checkout as it is. */
export function checkoutTargets(about: { plans: readonly Plan[] }): Record<string, TargetConfiguration> {
  const plans = about.plans.map((plan) => plan.path);
  return {
    'implement-phase': {
      executor: 'phasewright:implement-phase',
      cache: false,
      parallelism: false,
      options: { plans },
      metadata: describe(
        `Lands one phase of ${describePlans(about.plans)}`,
        'nx run <project>:implement-phase --dry-run',
      ),
    },
    'spec-lint': {
      executor: 'phasewright:spec-lint',
      cache: true,
      inputs: lintInputs(plans),
      outputs: ['{workspaceRoot}/.phasewright/{projectName}/spec-lint'],
      options: { plans },
      metadata: describe('Lints the plan and the specs that it cites'),
    },
    gates: {
      executor: 'phasewright:gates',
      cache: true,
      // A gate may look at any file; and with another Node it may come to something else.
      inputs: ['{workspaceRoot}/**/*', { runtime: 'node --version' }],
      outputs: ['{workspaceRoot}/.phasewright/{projectName}/gates'],
      metadata: describe("Runs the project's gates on the checkout as it is, and counts what they test"),
    },
    review: {
      executor: 'phasewright:review',
      cache: false,
      options: { plans },
      metadata: describe('Has the change since --base reviewed, read-only'),
    },
    'exit-criteria': {
      executor: 'phasewright:exit-criteria',
      cache: false,
      options: { plans },
      metadata: describe('Says which exit criteria are proven on the checkout as it is; --prove runs their probes'),
    },
  };
}

/**
 * The graph of one phase, in its phase worktree. Nothing in it changes the checkout that Nx looks at: stages read each
 * other's artifacts, which Nx hashes after their producer ran, and the inputs that `bind` has laid out.
 */
export function phaseTargets(
  phase: Pick<PhaseRecord, 'project' | 'phase' | 'plan' | 'tasks'>,
): Record<string, TargetConfiguration> {
  const folder = (stage: string): string => `{workspaceRoot}/${artifactFolder(phase.project, phase.phase.slug, stage)}`;
  const stage = (
    name: string,
    about: { executor: string; after: readonly string[]; options?: object; description: string },
  ): TargetConfiguration => ({
    executor: `phasewright:${about.executor}`,
    cache: true,
    dependsOn: [...about.after],
    inputs: [
      // Written by bind and ignored by git: only this kind of fileset reads it from the disk.
      { fileset: `${folder('bind')}/${name}.json`, includeIgnored: true },
      { dependentTasksOutputFiles: '**/record.json', transitive: true },
    ],
    outputs: [folder(name)],
    options: about.options ?? {},
    metadata: describe(about.description),
  });
  const tasks = phase.tasks.map((task): [string, TargetConfiguration] => {
    const name = `task-${task.slug}`;
    const after = ['spec-lint', ...[...task.dependsOn, ...(task.after ?? [])].map((slug) => `task-${slug}`)];
    return [
      name,
      stage(name, { executor: 'task', after, options: { task: task.id }, description: `${task.id} ${task.title}` }),
    ];
  });
  return {
    'spec-lint': {
      executor: 'phasewright:spec-lint',
      cache: true,
      inputs: lintInputs([phase.plan.path]),
      outputs: [folder('spec-lint')],
      options: { plans: [phase.plan.path], phase: phase.phase.id },
      metadata: describe('The hard gate before any task'),
    },
    ...Object.fromEntries(tasks),
    squash: stage('squash', {
      executor: 'squash',
      after: ['spec-lint', ...tasks.map(([name]) => name)],
      description: 'One commit per task, in plan order',
    }),
    review: stage('review', {
      executor: 'review',
      after: ['squash'],
      description: 'Independent review of the phase, and the hand-off commit',
    }),
    gates: stage('gates', {
      executor: 'gates',
      after: ['review'],
      description: 'The first judgement of the final tree',
    }),
    'exit-criteria': stage('exit-criteria', {
      executor: 'exit-criteria',
      after: ['gates'],
      description: 'Every probe, on exactly that tree',
    }),
  };
}

/**
 * What the lint of a plan reads: the plan, which need not be Markdown, any Markdown that it may cite, its configuration;
 * and whether a file is there that a link or a task names, whatever its kind.
 */
function lintInputs(plans: readonly string[]): NonNullable<TargetConfiguration['inputs']> {
  return [
    ...plans.map((plan) => `{workspaceRoot}/${plan}`),
    '{workspaceRoot}/**/*.md',
    `{workspaceRoot}/${configPath}`,
    ...listings.map((runtime) => ({ runtime })),
  ];
}

/** By these the lint knows which files there are: Nx hashes what they print. */
const listings = ['git ls-files --cached --others --exclude-standard', 'git ls-files --deleted'];

function describePlans(plans: readonly Plan[]): string {
  return plans
    .map(
      (plan) =>
        `${plan.path} (${plan.phases.map((phase) => `phase ${phase.id}: ${phase.tasks.length} tasks`).join(', ') || 'no phase can be read'})`,
    )
    .join(' or ');
}

function describe(description: string, example?: string): NonNullable<TargetConfiguration['metadata']> {
  return {
    description,
    technologies: ['phasewright'],
    ...(example ? { help: { command: example, example: { options: { 'dry-run': true } } } } : {}),
  };
}
