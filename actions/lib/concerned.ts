import { join } from 'node:path';
import { z } from 'zod';
import { fail, ok, type Result } from '../../core/failure.ts';
import type { Git } from '../../core/git/git.ts';
import type { Host } from '../../core/host/host.ts';
import { jsonObject } from '../../core/json.ts';
import { choosePlans, formatsIn, isOfRoot, isPlanPath, type PlacedFormat } from '../../core/plan/find.ts';
import type { Job } from './job.ts';
import { runNx } from './run-nx.ts';

const graphSchema = z.object({
  graph: z.object({
    nodes: z.record(
      z.string(),
      z.object({ data: z.object({ root: z.string(), targets: z.record(z.string(), z.unknown()).default({}) }) }),
    ),
    dependencies: z.record(z.string(), z.array(z.object({ target: z.string() }))),
  }),
});
type Graph = z.infer<typeof graphSchema>['graph'];

/** What a change concerns. */
export interface Concerned {
  /** Projects that have the target. */
  readonly projects: readonly string[];
  /** Plans, relative to the workspace, that gave their project the target before the change, and do not any more. */
  readonly gone: readonly string[];
}

/**
 * The projects with a target that a change concerns: those that it touches, and all that depend on them, by Nx's graph of what is
 * checked out. What it touches outside of all projects, or of the workspace, concerns each of them. `nx affected` would name every
 * project with a plan, since its gates may look at any file.
 */
export async function concernedProjects(
  host: Host,
  job: Job,
  about: {
    readonly workspace: string;
    readonly git: Git;
    /** Undefined where there is none to compare with: all there is is concerned. */
    readonly base: string | undefined;
    readonly target: string;
    readonly file: string;
  },
): Promise<Result<Concerned>> {
  const { workspace, git, base, target, file } = about;
  await host.files.remove(file);
  const code = await runNx(job, workspace, ['graph', `--file=${file}`]);
  const read = graphSchema.safeParse(jsonObject((await host.files.read(file)) ?? ''));
  if (code !== 0 || !read.success) return fail('stage-failed', `Nx ended with ${code} and told no graph: see above.`);
  const { graph } = read.data;
  const has = (name: string): boolean => target in (graph.nodes[name]?.data.targets ?? {});
  if (base === undefined) return ok({ projects: Object.keys(graph.nodes).filter(has), gone: [] });
  const listed = await git.run(['diff', '--name-only', '-z', '--no-renames', base, 'HEAD']);
  if (!listed.ok) return fail('bad-option', `Unexpected base "${base}", expected a commit that is here.`);
  const prefix = await git.text(['rev-parse', '--show-prefix']);
  // What lies outside of the workspace has a path in it that no project has.
  const paths = names(listed.stdout).map((path) =>
    path.startsWith(prefix) ? path.slice(prefix.length) : `../${path}`,
  );
  const concerned = dependents(graph, touched(graph, paths));
  const [atRoot] = Object.entries(graph.nodes).find(([, { data }]) => data.root === '.') ?? [];
  const lost = await lostPlans(git, base, paths);
  return ok({
    projects: Object.keys(graph.nodes).filter((name) => concerned.has(name) && has(name)),
    gone: lost
      // What is not there any more has taken its plan with it to where it is now.
      .filter(
        ({ plan, now }) =>
          !has(projectOf(graph, plan) ?? (isOfRoot(plan) ? undefined : projectOf(graph, now)) ?? atRoot ?? ''),
      )
      .map(({ plan }) => plan),
  });
}

function touched(graph: Graph, paths: readonly string[]): ReadonlySet<string> {
  const all = Object.keys(graph.nodes);
  return new Set(paths.flatMap((path) => projectOf(graph, path) ?? all));
}

/** The nearest project that a path lies in, which is not that of the root. */
function projectOf({ nodes }: Graph, path = ''): string | undefined {
  const own = Object.entries(nodes).filter(([, { data }]) => data.root !== '.' && path.startsWith(`${data.root}/`));
  return own.toSorted(([, a], [, b]) => b.data.root.length - a.data.root.length)[0]?.[0];
}

function dependents({ dependencies }: Graph, projects: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set(projects);
  // A set that grows while it is gone through comes to its end as well.
  for (const name of found)
    for (const [other, needs] of Object.entries(dependencies))
      if (needs.some(({ target }) => target === name)) found.add(other);
  return found;
}

/** A plan that is not where it was. */
interface LostPlan {
  readonly plan: string;
  /** Where it is now, if it was moved to where plans are looked for. */
  readonly now?: string;
}

/** Plans at the usual places that the change has removed or moved; all that base had, where it changes what Nx infers from them. */
async function lostPlans(git: Git, base: string, paths: readonly string[]): Promise<LostPlan[]> {
  const settings = await git.run(['show', `${base}:./nx.json`]);
  if (!settings.stdout.includes('"phasewright"')) return [];
  const there = names(await git.text(['ls-tree', '-r', '-z', '--name-only', base]));
  const { formats, checklists } = writtenOptions(settings.stdout);
  const plans = [...choosePlans(there, formats), ...there.filter((path) => checklists.includes(path))];
  if (paths.includes('.nxignore')) return plans.map((plan) => ({ plan }));
  if (paths.includes('nx.json')) {
    // Nx has never looked at these. Without such a file git fails, and there are none.
    const ignored = await git.run([
      'ls-files',
      '-z',
      '--cached',
      '--ignored',
      `--exclude-from=${join(git.folder, '.nxignore')}`,
    ]);
    return plans.filter((plan) => !names(ignored.stdout).includes(plan)).map((plan) => ({ plan }));
  }
  const lost = await removedPaths(git, base);
  return plans.flatMap((plan) => {
    const now = lost.get(plan);
    if (!lost.has(plan)) return [];
    return [now !== undefined && isPlanPath(now, formats) ? { plan, now } : { plan }];
  });
}

/** What decides where plans are looked for, as `nx.json` says. */
function writtenOptions(nxJson: string): { readonly formats: PlacedFormat[]; readonly checklists: readonly unknown[] } {
  const plugins = jsonObject(nxJson)?.['plugins'];
  const options = (Array.isArray(plugins) ? plugins : [])
    .map((one: unknown) => pluginSchema.safeParse(one).data)
    .find((one) => one !== undefined)?.options;
  const checklists = options?.['checklists'];
  return { formats: formatsIn(options?.['formats']), checklists: Array.isArray(checklists) ? checklists : [] };
}

const pluginSchema = z.object({
  plugin: z.literal('phasewright'),
  options: z.record(z.string(), z.unknown()).default({}),
});

/** What the change has removed, and where to, if it was moved. */
async function removedPaths(git: Git, base: string): Promise<ReadonlyMap<string, string | undefined>> {
  const about = ['--name-status', '-z', '--find-renames', '--diff-filter=DR', '--relative'];
  const parts = names(await git.text(['diff', ...about, base, 'HEAD']));
  const removed = new Map<string, string | undefined>();
  for (let at = 0; at < parts.length;) {
    const [how = '', from = '', to = ''] = parts.slice(at, at + 3);
    const isMoved = how.startsWith('R');
    removed.set(from, isMoved ? to : undefined);
    at += isMoved ? 3 : 2;
  }
  return removed;
}

function names(listing: string): string[] {
  return listing.split('\0').filter(Boolean);
}
