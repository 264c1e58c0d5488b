import { join } from 'node:path';
import { z } from 'zod';
import { fail, ok, type Result } from '../../../core/failure.ts';
import { git } from '../../../core/git/git.ts';
import type { Host } from '../../../core/host/host.ts';
import { jsonObject } from '../../../core/json.ts';
import { code, prose, table } from '../../../core/report/markdown-text.ts';
import { duration } from '../../../core/report/wording.ts';
import { gateSchema } from '../../../core/result/records.ts';
import { baseOfEvent } from '../base-of-event.ts';
import { concernedProjects } from '../concerned.ts';
import { gatesJunit } from '../gates-junit.ts';
import { readInputs, word, yesOrNo } from '../inputs.ts';
import type { Job } from '../job.ts';
import { withNxCache } from '../nx-cache.ts';
import { placeOf } from '../place.ts';
import { runNx } from '../run-nx.ts';
import type { Stage } from '../stage.ts';
import { tell } from '../tell.ts';
import { strangeEvent } from '../who-may.ts';
import { writeSummary } from '../write-summary.ts';

/** What a step has that checks what is checked out. */
export const checkInputs = {
  /** Empty: all projects that the change concerns. */
  project: word.optional(),
  base: word.optional(),
  'may-remove': yesOrNo.default(false),
  /** Of exit criteria: benchmarks alone, of all phases that were handed over. */
  budgets: yesOrNo.default(false),
};

const judgedSchema = z.object({
  project: z.string(),
  own: z.object({ green: z.boolean(), trouble: z.string().optional(), gates: z.array(gateSchema) }),
  at: z.string(),
  where: z.string(),
});
type Judged = z.infer<typeof judgedSchema>;

/**
 * Runs a target of the workspace on what is checked out: of one project, or of all that the change concerns. It is an ordinary
 * target that Nx may replay; what it replays says when and where it was judged.
 */
export function check(target: 'spec-lint' | 'gates' | 'exit-criteria'): Stage {
  return async (host, job, workspace) => {
    const strange = strangeEvent(job);
    if (!strange.ok) return strange;
    const inputs = readInputs(job, checkInputs);
    if (!inputs.ok) return inputs;
    const place = placeOf(job, workspace);
    if (!place.ok) return place;
    const { folder } = place.value;
    const mayRemove = inputs.value['may-remove'] || target !== 'gates';
    const args = await argsOf(host, job, { workspace, folder, target, mayRemove, ...inputs.value });
    if (!args.ok) return args;
    if (args.value === undefined) {
      tell(job, `The change concerns no project with the target ${target}.`);
      return ok({ outputs: { outcome: 'passed' } });
    }
    const more = target === 'exit-criteria' ? [inputs.value.budgets ? '--budgets' : '--prove'] : [];
    const all = [...args.value, ...more, '--output-style=stream'];
    const ran = await withNxCache(job, place.value, async (env) => await runNx(job, workspace, all, env));
    if (!ran.ok) return ran;
    const exit = ran.value;
    const nothing: Record<string, string> = {};
    const outputs = target === 'gates' ? await showGates(host, job, workspace, folder) : nothing;
    const outcome = exit === 0 ? 'passed' : 'failed';
    const failure = fail('gates-red', `${target} did not pass: see the log and the summary of this step.`);
    return ok({ outputs: { ...outputs, outcome }, ...(exit === 0 ? {} : { failure: failure.failure }) });
  };
}

/** Undefined where there is nothing to do. */
async function argsOf(
  host: Host,
  job: Job,
  about: {
    readonly workspace: string;
    readonly folder: string;
    readonly target: string;
    readonly project?: string | undefined;
    readonly base?: string | undefined;
    readonly mayRemove: boolean;
  },
): Promise<Result<string[] | undefined>> {
  const { workspace, folder, target, project, base, mayRemove } = about;
  if (project !== undefined) return ok(['run', `${project}:${target}`]);
  const here = git(host, workspace);
  const since = base === undefined ? await baseOfEvent(job, here) : ok<string | undefined>(base);
  if (!since.ok) return since;
  const file = join(folder, 'graph.json');
  const found = await concernedProjects(host, job, { workspace, git: here, base: since.value, target, file });
  if (!found.ok) return found;
  const { projects, gone } = found.value;
  if (gone.length > 0 && !mayRemove)
    return fail(
      'gates-red',
      `The change takes gates away: of what ${gone.join(', ')} was the plan of, nothing is judged any more. Put it back; or somebody who may decide that says so, by the input "may-remove".`,
    );
  if (projects.length === 0) return ok(undefined);
  const many = ['run-many', `--targets=${target}`, `--projects=${projects.join(',')}`];
  // What is measured is measured by itself.
  return ok(target === 'exit-criteria' ? [...many, '--parallel=1'] : many);
}

/** What all gates have come to, in the summary and as JUnit; answers with where that is. */
async function showGates(host: Host, job: Job, workspace: string, folder: string): Promise<Record<string, string>> {
  const all: Judged[] = [];
  const root = join(workspace, '.phasewright');
  for (const { name, kind } of await host.files.list(root)) {
    if (kind !== 'folder') continue;
    const read = judgedSchema.safeParse(
      jsonObject((await host.files.read(join(root, name, 'gates/record.json'))) ?? ''),
    );
    if (read.success) all.push(read.data);
  }
  const rows = all.flatMap(({ project, own, at, where }) =>
    own.gates.map((gate) => [
      gate.outcome === 'passed' ? '✔' : '✘',
      code(`${project}:${gate.target}`),
      duration(gate.durationMs),
      prose(`${at} on ${where}`),
    ]),
  );
  const verdict = all.every(({ own }) => own.green) ? 'All gates are green.' : 'Not all gates are green.';
  const markdown = ['### Gates', verdict, table(['', 'Gate', 'Took', 'Judged'], rows)].join('\n\n');
  if (rows.length > 0) writeSummary(job, (most) => (Buffer.byteLength(markdown) <= most ? markdown : verdict));
  const junit = join(folder, 'gates.junit.xml');
  await host.files.write(junit, gatesJunit({ gates: all.flatMap(({ own }) => own.gates), gatesOn: onAll(all) }));
  return { junit };
}

/** What is said of the gates of several projects where none of them is red, and yet not all are green. */
function onAll(all: readonly Judged[]): Parameters<typeof gatesJunit>[0]['gatesOn'] {
  const trouble = all.map(({ own }) => own.trouble).find((one) => one !== undefined) ?? null;
  return { record: '', tree: '', green: all.every(({ own }) => own.green), trouble };
}
