import { join } from 'node:path';
import { z } from 'zod';
import type { Host } from '../host/host.ts';
import { jsonObject } from '../json.ts';

/** The part of Nx's file about its graph that is read here. */
const graphSchema = z.object({ nodes: z.record(z.string(), z.object({ data: z.object({ root: z.string() }) })) });

/** Bytes; a graph of thousands of projects is smaller. */
const mostOfGraph = 64 * 1024 * 1024;

/**
 * The projects of the workspace by their roots, relative to it, as the Nx that has just run with this cache has found them.
 * Empty where it tells nothing: it is asked only for what would otherwise not be known.
 */
export async function projectRoots(host: Host, cache: string): Promise<ReadonlyMap<string, string>> {
  const text = await host.files.readEnds(join(cache, 'workspace-data', 'project-graph.json'), mostOfGraph);
  const read = graphSchema.safeParse(jsonObject(text));
  const nodes = read.success ? Object.entries(read.data.nodes) : [];
  return new Map(nodes.map(([name, { data }]) => [data.root === '.' ? '' : data.root, name]));
}

/** The project in whose folder a path lies, and no other within that. */
export function projectAround(roots: ReadonlyMap<string, string>, path: string): string | undefined {
  for (let folder = path; folder.includes('/');) {
    folder = folder.slice(0, folder.lastIndexOf('/'));
    const project = roots.get(folder);
    if (project !== undefined) return project;
  }
  return roots.get('');
}
