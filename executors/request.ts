import type { ExecutorContext } from '@nx/devkit';
import { pluginOptions } from '../core/plugin-options.ts';
import type { PhaseRequest } from '../core/stage/decide/decision.ts';
import { projectsOf } from './projects.ts';

/** Options of the executors that are not phasewright options but say what to do this time. */
const flags = [
  'plans',
  'plan',
  'phase',
  'rebase',
  'skipEarlier',
  'proveEarlier',
  'dryRun',
  'base',
  'prove',
  'budgets',
  'part',
  'task',
  'tell',
  'stopAfter',
];

/** What a person asked Nx for, as a request: the plugin's options, those of the target, and the flags of this call. */
export function requestOf(options: Record<string, unknown>, context: ExecutorContext): PhaseRequest {
  const project = context.projectName ?? '';
  const configuration = context.projectsConfigurations.projects[project];
  const own = Object.fromEntries(Object.entries(options).filter(([name]) => !flags.includes(name)));
  return {
    workspace: context.root,
    project,
    projectRoot: configuration?.root === '.' ? '' : (configuration?.root ?? ''),
    plans: Array.isArray(options['plans']) ? options['plans'].map(String) : [],
    plan: text(options['plan']),
    phase: text(options['phase']),
    rebase: options['rebase'] === true,
    skipEarlier: options['skipEarlier'] === true,
    proveEarlier: options['proveEarlier'] === true,
    projects: projectsOf(context),
    targets: Object.keys(configuration?.targets ?? {}),
    options: [
      { from: 'nx.json, plugin phasewright', written: pluginOptions(context.nxJsonConfiguration) ?? {} },
      { from: `target implement-phase of project ${project}`, written: own },
    ],
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'number' || (typeof value === 'string' && value !== '') ? String(value) : undefined;
}
