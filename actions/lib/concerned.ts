import { z } from 'zod';
import { fail, ok, type Result } from '../../core/failure.ts';
import type { Git } from '../../core/git/git.ts';
import type { Host } from '../../core/host/host.ts';
import { jsonObject } from '../../core/json.ts';
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

/**
 * The projects with a target that a change concerns: those that it touches, and all that depend on them, by Nx's graph of what is
 * checked out. What it touches outside of all projects concerns each of them. `nx affected` would name every project with a plan,
 * since its gates may look at any file.
 */
export async function concernedProjects(
  host: Host,
  job: Job,
  about: {
    readonly workspace: string;
    readonly git: Git;
    readonly base: string;
    readonly target: string;
    readonly file: string;
  },
): Promise<Result<string[]>> {
  const { workspace, git, base, target, file } = about;
  await host.files.remove(file);
  const code = await runNx(job, workspace, ['graph', `--file=${file}`]);
  const read = graphSchema.safeParse(jsonObject((await host.files.read(file)) ?? ''));
  if (code !== 0 || !read.success) return fail('stage-failed', `Nx ended with ${code} and told no graph: see above.`);
  const { graph } = read.data;
  const listed = await git.run(['diff', '--name-only', '-z', '--no-renames', '--relative', base, 'HEAD']);
  if (!listed.ok) return fail('bad-option', `Unexpected base "${base}", expected a commit that is here.`);
  const concerned = dependents(graph, touched(graph, listed.stdout.split('\0').filter(Boolean)));
  return ok(
    Object.keys(graph.nodes).filter((name) => concerned.has(name) && target in (graph.nodes[name]?.data.targets ?? {})),
  );
}

function touched({ nodes }: Graph, paths: readonly string[]): ReadonlySet<string> {
  const projects = Object.entries(nodes).map(([name, { data }]) => ({
    name,
    root: data.root === '.' ? '' : data.root,
  }));
  const found = new Set<string>();
  for (const path of paths) {
    const own = projects.filter(({ root }) => root !== '' && path.startsWith(`${root}/`));
    const nearest = own.toSorted((a, b) => b.root.length - a.root.length)[0];
    for (const { name } of nearest ? [nearest] : projects) found.add(name);
  }
  return found;
}

function dependents({ dependencies }: Graph, projects: ReadonlySet<string>): ReadonlySet<string> {
  const found = new Set(projects);
  // A set that grows while it is gone through comes to its end as well.
  for (const name of found)
    for (const [other, needs] of Object.entries(dependencies))
      if (needs.some(({ target }) => target === name)) found.add(other);
  return found;
}
