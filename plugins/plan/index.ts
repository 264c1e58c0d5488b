import { existsSync, readFileSync } from 'node:fs';
import { basename, join, posix } from 'node:path';
import type { CreateNodes, CreateNodesContextV2, CreateNodesResult } from '@nx/devkit';
import { workspacePatterns } from '../../core/git/workspace-patterns.ts';
import { decodeBytes } from '../../core/host/bytes.ts';
import { jsonObject } from '../../core/json.ts';
import { choosePlans, formatsIn, planGlob } from '../../core/plan/find.ts';
import { readPlan } from '../../core/plan/read.ts';
import { markerPath, readPhaseRecord } from '../../core/stage/phase-record.ts';
import { checkoutTargets, phaseTargets } from './targets.ts';
import { projectRootOf } from './project-root.ts';

export const name = 'phasewright';

/** The part of the options that Nx's graph depends on. Everything is checked by the executors, which can say what is wrong. */
interface PluginOptions {
  readonly checklists?: unknown;
  readonly formats?: unknown;
}

/**
 * Infers targets for the projects that have a plan: a few in a checkout, and the phase's graph in a phase worktree. No
 * plan, however broken, and no option breaks the workspace's graph.
 */
export const createNodes: CreateNodes<PluginOptions> = [
  `{nx.json,${planGlob}}`,
  (files, options, context) => {
    const marker = read(join(context.workspaceRoot, markerPath));
    const phase = marker === undefined ? undefined : readPhaseRecord(marker);
    if (phase) return [[markerPath, { projects: { [phase.projectRoot || '.']: { targets: phaseTargets(phase) } } }]];
    return checkoutNodes(choosePlans(files, formatsIn(options?.formats)), options ?? {}, context);
  },
];

function checkoutNodes(
  found: readonly string[],
  options: PluginOptions,
  context: CreateNodesContextV2,
): [string, CreateNodesResult][] {
  const at = (path: string): string | undefined => read(join(context.workspaceRoot, path));
  const patterns = workspacePatterns(at('package.json'), at('pnpm-workspace.yaml'));
  const byRoot = new Map<string, string[]>();
  for (const path of new Set([...found, ...(strings(options.checklists) ?? [])])) {
    const root = projectRootOf(path, { workspaceRoot: context.workspaceRoot, patterns });
    byRoot.set(root, [...(byRoot.get(root) ?? []), path]);
  }
  return [...byRoot].map(([root, paths]) => {
    const plans = paths.map((path) => readPlan(path, read(join(context.workspaceRoot, path)) ?? ''));
    return [paths[0]!, { projects: { [root]: { ...nameOf(root, context), targets: checkoutTargets({ plans }) } } }];
  });
}

/** A root without a manifest that Nx takes for a project would otherwise be a project without a name. */
function nameOf(root: string, context: CreateNodesContextV2): { name?: string } {
  if (root !== '.' || existsSync(join(context.workspaceRoot, 'project.json'))) return {};
  const manifest = jsonObject(read(join(context.workspaceRoot, 'package.json')));
  return { name: typeof manifest?.['name'] === 'string' ? manifest['name'] : basename(context.workspaceRoot) };
}

function strings(value: unknown): string[] | undefined {
  return Array.isArray(value)
    ? value.filter((one) => typeof one === 'string').map((path) => posix.normalize(path))
    : undefined;
}

function read(path: string): string | undefined {
  try {
    return decodeBytes(readFileSync(path));
  } catch {
    // Not there, or not readable: for the executors to complain about, never for the graph.
    return undefined;
  }
}
